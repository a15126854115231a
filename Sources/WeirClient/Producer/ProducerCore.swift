import WeirWire

/// What a producer knows: topics, their partitions' queues, and who waits for what. No I/O: methods say what is to be
/// done.
///
/// `@unchecked Sendable`: every access is under the producer's lock.
final class ProducerCore: @unchecked Sendable {
  /// The partitions of one topic.
  final class TopicQueue {
    let name: String
    var partitions: [PartitionSender]
    /// Where records without a key go until that batch is closed (KIP-480): full batches, spread over partitions.
    var sticky = 0

    init(name: String, partitions: [PartitionSender], sticky: Int) {
      self.name = name
      self.partitions = partitions
      self.sticky = sticky
    }

    func rotate() { sticky = (sticky + 1) % max(1, partitions.count) }
  }

  /// What is to be done once the lock is let go.
  struct Effects: Sendable {
    /// In order of sending; each goes into one request.
    var requests: [(node: Int32, batches: [PendingBatch])] = []
    /// Brokers to connect to.
    var links: Set<Int32> = []
    /// Topics whose leaders must be looked up.
    var stale: Set<String> = []
    var needsIdentity = false
    /// When to look again, monotonic nanoseconds.
    var wake: UInt64?
    var settled: [(batch: PendingBatch, result: Result<Int64, ClientError>)] = []
    var resumed: [CheckedContinuation<Void, Never>] = []
  }

  let policy: ProducerConfiguration
  private(set) var topics: [TopicQueue] = []
  private var slots: [String: Int] = [:]
  private var listed: [PartitionSender] = []
  private var identity: ProducerIdentity?
  private(set) var bytesQueued = 0
  private var spaceWaiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
  private var lastWaiter: UInt64 = 0
  private var flushing = 0
  /// Open connections by broker.
  var connections: [Int32: Connection] = [:]
  var dialing: Set<Int32> = []
  var refreshing: Set<String> = []
  var isAskingIdentity = false
  /// The earliest time (monotonic nanoseconds) at which the loop will look again.
  var scheduledWake: UInt64?
  var isDrainScheduled = false
  var isClosed = false
  var report = DeliveryReport()
  /// Failures since somebody last flushed.
  var unreportedFailure: ClientError?

  init(_ policy: ProducerConfiguration) { self.policy = policy }
}

// MARK: Topics

extension ProducerCore {
  func slot(of name: String) -> Int? { slots[name] }

  /// Takes a topic in, or its leaders and new partitions where it is known.
  func learn(_ topic: TopicMetadata, firstSticky: Int) -> Int {
    if let slot = slots[topic.name] {
      update(topics[slot], topic)
      return slot
    }
    let senders = topic.dense.map { PartitionSender(topic: topic.name, index: $0.index, leader: $0.leader) }
    topics.append(TopicQueue(name: topic.name, partitions: senders, sticky: firstSticky % max(1, senders.count)))
    slots[topic.name] = topics.count - 1
    return topics.count - 1
  }

  private func update(_ queue: TopicQueue, _ topic: TopicMetadata) {
    for partition in topic.dense {
      if Int(partition.index) < queue.partitions.count {
        queue.partitions[Int(partition.index)].leader = partition.leader
      } else if Int(partition.index) == queue.partitions.count {
        queue.partitions.append(
          PartitionSender(topic: topic.name, index: partition.index, leader: partition.leader))
      }
    }
  }

  var hasWork: Bool { !listed.isEmpty }

  func adopt(_ identity: ProducerIdentity) { self.identity = identity }
}

// MARK: Records

extension ProducerCore {
  /// Queues a record. `needsDrain` is set when the loop should look.
  func append(
    _ topic: TopicQueue, partition: Int32?, key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer?,
    headers: [RecordHeader], timestamp: Int64, nowNanos: UInt64, callback: PendingBatch.Callback?,
    needsDrain: inout Bool
  ) -> RecordAppender.Outcome {
    // The queue takes a record when it has any room, so one large record cannot wait for ever.
    guard bytesQueued < policy.queueBytesMax else { return .full }
    let payload = (key?.count ?? 0) &+ (value?.count ?? 0)
    guard payload < policy.requestBytesMax - Self.framingBytes else { return .tooLarge(payload) }
    let index: Int
    if let partition {
      index = Int(partition)
    } else if let key {
      index = Murmur2.partition(of: key, among: topic.partitions.count)
    } else {
      index = topic.sticky
    }
    guard index >= 0, index < topic.partitions.count else { return .noSuchPartition }
    let sender = topic.partitions[index]
    return append(topic, sender, key, value, headers, timestamp, nowNanos, callback, &needsDrain)
  }

  /// Header, lengths and the request's own fields: what a record takes beside its key and value.
  private static let framingBytes = 512

  private func append(
    _ topic: TopicQueue, _ sender: PartitionSender, _ key: UnsafeRawBufferPointer?, _ value: UnsafeRawBufferPointer?,
    _ headers: [RecordHeader], _ timestamp: Int64, _ nowNanos: UInt64, _ callback: PendingBatch.Callback?,
    _ needsDrain: inout Bool
  ) -> RecordAppender.Outcome {
    report.queued &+= 1
    if let open = sender.open {
      let before = open.weight
      if open.append(key: key, value: value, headers: headers, timestamp: timestamp) {
        bytesQueued &+= open.weight &- before
        if let callback { open.callbacks.append((open.count - 1, callback)) }
        return .queued
      }
      sender.seal()
      if sender === topic.partitions[topic.sticky] { topic.rotate() }
    }
    let fresh = OpenBatch(createdNanos: nowNanos, bytesMax: policy.batchBytesMax)
    _ = fresh.append(key: key, value: value, headers: headers, timestamp: timestamp)
    if let callback { fresh.callbacks.append((0, callback)) }
    bytesQueued &+= fresh.weight
    sender.open = fresh
    list(sender)
    needsDrain = true
    return .queued
  }

  private func list(_ sender: PartitionSender) {
    guard !sender.isListed else { return }
    sender.isListed = true
    listed.append(sender)
  }
}

// MARK: Sending

extension ProducerCore {
  /// Gathers what can be sent now.
  func collect(now: UInt64) -> Effects {
    connections = connections.filter { $0.value.isOpen }
    return collect(now: now, ready: Set(connections.keys))
  }

  /// - Parameter ready: brokers with an open connection.
  func collect(now: UInt64, ready: Set<Int32>) -> Effects {
    var effects = Effects()
    var still: [PartitionSender] = []
    var requests: [Int32: RequestPacker] = [:]
    for sender in listed {
      for batch in sender.expire(now: now, policy) {
        let late = ClientError(
          .timedOut, "not acknowledged within \(policy.deliveryTimeoutMillis) ms", at: sender.place.description)
        finish(batch, .failure(late), &effects)
      }
      if collect(sender, now, ready, &requests, &effects) { still.append(sender) } else { sender.isListed = false }
    }
    listed = still
    for (node, packer) in requests.sorted(by: { $0.key < $1.key }) {
      for batches in packer.requests { effects.requests.append((node, batches)) }
    }
    release(&effects)
    return effects
  }

  /// False when the partition has nothing left.
  private func collect(
    _ sender: PartitionSender, _ now: UInt64, _ ready: Set<Int32>, _ requests: inout [Int32: RequestPacker],
    _ effects: inout Effects
  ) -> Bool {
    guard sender.hasWork else { return false }
    guard sender.leader >= 0 else {
      effects.stale.insert(sender.place.topic)
      return true
    }
    guard ready.contains(sender.leader) else {
      effects.links.insert(sender.leader)
      return true
    }
    while true {
      let wasOpen = sender.open != nil
      switch sender.take(now: now, policy, flushing: flushing > 0, current: identity) {
      case .batch(let batch):
        if wasOpen && sender.open == nil { topics[slots[sender.place.topic] ?? 0].rotate() }
        requests[sender.leader, default: RequestPacker(bytesMax: policy.requestBytesMax)]
          .add(batch)
      case .wait(let until):
        effects.wake = min(effects.wake ?? until, until)
        return true
      case .needsIdentity:
        effects.needsIdentity = true
        return true
      case .blocked: return true
      case .empty: return false
      }
    }
  }

  func sender(_ place: TopicPartition) -> PartitionSender? {
    guard let slot = slots[place.topic], place.partition >= 0, Int(place.partition) < topics[slot].partitions.count
    else { return nil }
    return topics[slot].partitions[Int(place.partition)]
  }

  /// What became of a batch in flight. `result` is the base offset.
  func settle(
    _ batch: PendingBatch, _ result: Result<Int64, ClientError>, now: UInt64, backoff: Backoff,
    _ effects: inout Effects
  ) {
    guard let sender = sender(batch.place) else { return }
    let outcome: PartitionSender.Outcome
    switch result {
    case .success: outcome = .acknowledged
    case .failure(let error):
      outcome = .failed(error)
      if error.code.flatMap(ErrorCode.init(rawValue:))?.wantsMetadata ?? true {
        effects.stale.insert(batch.place.topic)
      }
    }
    switch sender.settle(batch, outcome, now: now, policy, backoff: backoff) {
    case .delivered: finish(batch, result.flatMapError { _ in .success(-1) }, &effects)
    case .givenUp(let error): finish(batch, .failure(error), &effects)
    case .again: report.retries &+= 1
    case .split(let first, let second):
      report.retries &+= 1
      bytesQueued &+= first.bytes &+ second.bytes &- batch.bytes
    }
    if sender.hasWork { list(sender) }
    release(&effects)
  }

  private func finish(_ batch: PendingBatch, _ result: Result<Int64, ClientError>, _ effects: inout Effects) {
    bytesQueued &-= batch.bytes
    switch result {
    case .success:
      report.acknowledged &+= UInt64(batch.count)
      report.acknowledgedBytes &+= UInt64(batch.bytes)
    case .failure(let error):
      report.failed &+= UInt64(batch.count)
      if report.firstFailure == nil { report.firstFailure = error }
      if unreportedFailure == nil { unreportedFailure = error }
    }
    if !batch.callbacks.isEmpty { effects.settled.append((batch, result)) }
    for waiter in batch.flushes {
      waiter.left -= 1
      if waiter.left == 0, let continuation = waiter.continuation { effects.resumed.append(continuation) }
    }
    batch.flushes = []
  }

  /// Gives up everything that is not in flight.
  func abandon(_ error: ClientError) -> Effects {
    var effects = Effects()
    for sender in listed { for batch in sender.abandon() { finish(batch, .failure(error), &effects) } }
    release(&effects)
    return effects
  }
}

// MARK: Waiting

extension ProducerCore {
  /// Lets those go on who waited for room, with some of it to spare so that they do not wake for each batch.
  private func release(_ effects: inout Effects) {
    guard !spaceWaiters.isEmpty, bytesQueued <= policy.queueBytesMax / 4 * 3 || isClosed else { return }
    effects.resumed.append(contentsOf: spaceWaiters.values)
    spaceWaiters.removeAll()
  }

  /// False when there is room already.
  func waitForRoom(_ id: UInt64, _ continuation: CheckedContinuation<Void, Never>) -> Bool {
    guard bytesQueued >= policy.queueBytesMax, !isClosed else { return false }
    spaceWaiters[id] = continuation
    return true
  }

  func newWaiter() -> UInt64 {
    lastWaiter += 1
    return lastWaiter
  }

  func forgetWaiter(_ id: UInt64) -> CheckedContinuation<Void, Never>? { spaceWaiters.removeValue(forKey: id) }

  /// Watches everything queued so far; nil when all of it is settled. Until `endFlush` batches do not linger.
  func beginFlush() -> FlushWaiter? {
    let waiter = FlushWaiter()
    for queue in topics {
      for sender in queue.partitions {
        sender.seal()
        for batch in sender.outstanding {
          batch.flushes.append(waiter)
          waiter.left += 1
        }
        if sender.hasWork { list(sender) }
      }
    }
    if waiter.left == 0 { return nil }
    flushing += 1
    return waiter
  }

  func endFlush() -> ClientError? {
    defer { unreportedFailure = nil }
    return unreportedFailure
  }

  func didFlush() { flushing -= 1 }
}

extension TopicMetadata {
  /// The partitions up to the first that is missing: their places are their indexes, whatever a broker says.
  fileprivate var dense: [Partition] {
    partitions.enumerated().prefix { $0.offset == Int($0.element.index) }.map(\.element)
  }
}
