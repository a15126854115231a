/// The batches of one partition on their way: gathered, sent in order, repeated in order. A state machine: it is told
/// what happened and says what to do.
final class PartitionSender {
  /// What `take` found.
  enum Taken {
    case batch(PendingBatch)
    /// Nothing before this time (monotonic nanoseconds).
    case wait(until: UInt64)
    /// Something is there but only an answer on its way will let it go.
    case blocked
    /// A new producer identity is needed first.
    case needsIdentity
    case empty
  }

  /// What became of a batch that was sent.
  enum Outcome {
    case acknowledged
    /// The broker refused or the answer never came.
    case failed(ClientError)
  }

  enum Verdict {
    case delivered
    case again
    /// It was too large: these two go in its place.
    case split(PendingBatch, PendingBatch)
    case givenUp(ClientError)
  }

  let place: TopicPartition
  /// -1 while unknown.
  var leader: Int32
  /// The batch that still takes records.
  var open: OpenBatch?
  private(set) var ready: [PendingBatch] = []
  private(set) var inFlight: [PendingBatch] = []
  private var notBefore: UInt64 = 0
  private var identity: ProducerIdentity?
  private var nextSequence: Int32 = 0
  private var needsFreshIdentity = false
  private var lastNumber: UInt64 = 0
  /// Whether the producer has it on the list of partitions with work.
  var isListed = false

  init(topic: String, index: Int32, leader: Int32) {
    place = TopicPartition(topic: topic, partition: index)
    self.leader = leader
  }

  var hasWork: Bool { open != nil || !ready.isEmpty }
  var outstanding: [PendingBatch] { inFlight + ready }

  /// Closes the batch that takes records and puts it in line.
  func seal() {
    guard let open else { return }
    self.open = nil
    lastNumber += 1
    let batch = PendingBatch(
      place, number: lastNumber, createdNanos: open.createdNanos, count: open.count, bytes: open.weight, content: open)
    batch.callbacks = open.callbacks
    ready.append(batch)
  }

  /// The next batch to send, if its time has come.
  ///
  /// - Parameters:
  ///   - flushing: do not wait for a fuller batch.
  ///   - current: the producer's newest identity; nil while there is none.
  func take(now: UInt64, _ policy: ProducerConfiguration, flushing: Bool, current: ProducerIdentity?) -> Taken {
    guard hasWork else { return .empty }
    guard inFlight.count < policy.batchesInFlightMax else { return .blocked }
    if now < notBefore { return .wait(until: notBefore) }
    if policy.isIdempotent, let hindrance = settleIdentity(current) { return hindrance }
    if ready.isEmpty, let open {
      let due = open.createdNanos &+ UInt64(max(0, policy.lingerMillis)) &* 1_000_000
      guard flushing || now >= due else { return .wait(until: due) }
      seal()
    }
    guard let batch = ready.first else { return .empty }
    // One at a time until what failed has gone through: the order holds whatever fails again.
    if batch.attempts > 0 && !inFlight.isEmpty { return .blocked }
    ready.removeFirst()
    if policy.isIdempotent { stamp(batch) }
    inFlight.append(batch)
    return .batch(batch)
  }

  /// Nil when sequence numbers can be given.
  private func settleIdentity(_ current: ProducerIdentity?) -> Taken? {
    guard needsFreshIdentity || identity == nil else { return nil }
    guard inFlight.isEmpty else { return .blocked }
    guard let current, current != identity else { return .needsIdentity }
    identity = current
    nextSequence = 0
    needsFreshIdentity = false
    for batch in ready { batch.stamp = nil }
    return nil
  }

  private func stamp(_ batch: PendingBatch) {
    guard batch.stamp == nil, let identity else { return }
    batch.stamp = SequenceStamp(identity: identity, first: nextSequence)
    nextSequence = Self.sequence(nextSequence, plus: batch.count)
  }

  /// After 2^31 - 1 comes 0 (KIP-98).
  static func sequence(_ first: Int32, plus count: Int) -> Int32 {
    Int32(truncatingIfNeeded: (Int64(first) &+ Int64(count)) & Int64(Int32.max))
  }

  /// What to do with a batch that was in flight.
  func settle(
    _ batch: PendingBatch, _ outcome: Outcome, now: UInt64, _ policy: ProducerConfiguration, backoff: Backoff
  ) -> Verdict {
    inFlight.removeAll { $0 === batch }
    guard case .failed(let error) = outcome else { return .delivered }
    if error.code == ErrorCodes.duplicateSequence { return .delivered }
    let isLate = Self.isLate(batch.createdNanos, now: now, policy)
    if batch.attempts < policy.retriesMax && !isLate {
      if policy.isIdempotent && ErrorCodes.sequence.contains(error.code ?? 0) {
        // Behind a batch that failed: only out of turn. Otherwise the broker has lost track of us.
        if !hasEarlier(than: batch) { needsFreshIdentity = true }
        return again(batch, now, backoff)
      }
      if error.isTransient { return again(batch, now, backoff) }
    }
    if error.code == ErrorCodes.messageTooLarge, let verdict = split(batch) { return verdict }
    giveUp(batch)
    return .givenUp(isLate ? error.expired(policy.deliveryTimeoutMillis) : error)
  }

  /// Two halves with the sequence numbers that the whole had: the broker has not used them.
  private func split(_ batch: PendingBatch) -> Verdict? {
    guard let (first, second) = batch.split() else { return nil }
    if let stamp = batch.stamp {
      first.stamp = stamp
      second.stamp = SequenceStamp(
        identity: stamp.identity, first: Self.sequence(stamp.first, plus: first.count))
    }
    ready.insert(contentsOf: [first, second], at: place(of: batch))
    return .split(first, second)
  }

  /// Before all that come after it. Halves share a number: the one that was sent is the earlier.
  private func place(of batch: PendingBatch) -> Int {
    ready.firstIndex { $0.number >= batch.number } ?? ready.count
  }

  private func hasEarlier(than batch: PendingBatch) -> Bool {
    inFlight.contains { $0.number < batch.number } || ready.contains { $0.number < batch.number }
  }

  private func again(_ batch: PendingBatch, _ now: UInt64, _ backoff: Backoff) -> Verdict {
    batch.attempts += 1
    ready.insert(batch, at: place(of: batch))
    notBefore = max(notBefore, now &+ UInt64(backoff.millis(attempt: batch.attempts - 1)) &* 1_000_000)
    return .again
  }

  /// The numbers after those of a batch that is given up would leave a gap.
  private func giveUp(_ batch: PendingBatch) {
    if batch.stamp != nil { needsFreshIdentity = true }
  }

  /// A batch may have been begun after `now` was taken, on another thread.
  private static func isLate(_ created: UInt64, now: UInt64, _ policy: ProducerConfiguration) -> Bool {
    now > created && now - created > UInt64(max(0, policy.deliveryTimeoutMillis)) &* 1_000_000
  }

  /// Takes out what has waited longer than it may; what is in flight is left to its answer.
  func expire(now: UInt64, _ policy: ProducerConfiguration) -> [PendingBatch] {
    if let open, Self.isLate(open.createdNanos, now: now, policy) { seal() }
    let late = ready.filter { Self.isLate($0.createdNanos, now: now, policy) }
    if late.isEmpty { return [] }
    ready.removeAll { batch in late.contains { $0 === batch } }
    for batch in late { giveUp(batch) }
    return late
  }

  /// Takes out everything that is not in flight.
  func abandon() -> [PendingBatch] {
    seal()
    defer { ready.removeAll() }
    return ready
  }
}

/// Error codes that a producer treats in its own way.
enum ErrorCodes {
  static let messageTooLarge: Int16 = 10
  static let duplicateSequence: Int16 = 46
  /// Out of order, invalid epoch, unknown producer.
  static let sequence: Set<Int16> = [45, 47, 59]
}

extension ClientError {
  fileprivate func expired(_ millis: Int64) -> ClientError {
    ClientError(kind, "not acknowledged within \(millis) ms: \(what)", at: place, next: next)
  }
}
