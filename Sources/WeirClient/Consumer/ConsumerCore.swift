import NIOCore
import WeirBase
import WeirRecords
import WeirWire

/// What a consumer knows: positions, answers that wait to be taken, requests on their way. No I/O: methods say what is
/// to be done.
///
/// `@unchecked Sendable`: every access is under the consumer's lock.
final class ConsumerCore: @unchecked Sendable {
  /// A partition that is read.
  struct Reading {
    /// The next offset to ask for.
    var position: Int64
    /// Nil while not known.
    var leader: Int32?
    var leaderEpoch: Int32 = -1
    /// Changes with each assignment and seek: answers to older questions are dropped.
    var token: UInt64
    /// Monotonic nanoseconds.
    var notBefore: UInt64 = 0
    var failures = 0
    /// Grows when not even one batch fits.
    var bytesMax: Int32
    var isResetting = false
  }

  /// One partition of a fetch request.
  struct Ask: Sendable {
    let place: TopicPartition
    let position: Int64
    let leaderEpoch: Int32
    let token: UInt64
    let bytesMax: Int32
  }

  /// What is to be done once the lock is let go.
  struct Effects: Sendable {
    var fetches: [(connection: Connection, node: Int32, asks: [Ask])] = []
    /// Brokers to connect to.
    var links: Set<Int32> = []
    /// Topics whose leaders must be looked up.
    var stale: Set<String> = []
    /// Partitions whose position lies outside the log.
    var resets: [Ask] = []
    /// When to look again, monotonic nanoseconds.
    var wake: UInt64?
    var resumed: CheckedContinuation<Void, Never>?
  }

  /// After so many refusals in a row a topic that is not there is taken as gone.
  private static let unknownTopicMax = 10

  let configuration: ConsumerConfiguration
  private(set) var readings: [TopicPartition: Reading] = [:]
  private var chunks: [(chunk: RecordChunk, token: UInt64)] = []
  private var queuedBytes = 0
  private var fetching: Set<Int32> = []
  private var lastToken: UInt64 = 0
  private var waiter: (id: UInt64, continuation: CheckedContinuation<Void, Never>)?
  private var lastWaiter: UInt64 = 0
  /// After what each `poll` returned; what `commit` commits.
  private(set) var consumed: [TopicPartition: Int64] = [:]
  /// As `consumed`, without what the last `poll` returned: surely processed.
  private(set) var processed: [TopicPartition: Int64] = [:]
  var connections: [Int32: Connection] = [:]
  var dialing: Set<Int32> = []
  var refreshing: Set<String> = []
  var scheduledWake: UInt64?
  var lastCommitNanos: UInt64 = 0
  private(set) var failure: ClientError?
  private(set) var isClosed = false

  init(_ configuration: ConsumerConfiguration) { self.configuration = configuration }
}

// MARK: Assignment

extension ConsumerCore {
  private func newToken() -> UInt64 {
    lastToken += 1
    return lastToken
  }

  /// Reads these partitions from these offsets, and no others.
  func assign(_ positions: [TopicPartition: Int64]) {
    readings = positions.mapValues {
      Reading(position: $0, token: newToken(), bytesMax: configuration.partitionBytesMax)
    }
    chunks = []
    queuedBytes = 0
    consumed = [:]
    processed = [:]
  }

  func seek(_ place: TopicPartition, to offset: Int64) -> Bool {
    guard var reading = readings[place] else { return false }
    reading.position = offset
    reading.token = newToken()
    reading.isResetting = false
    readings[place] = reading
    drop { $0.place == place }
    consumed[place] = offset
    return true
  }

  private func drop(_ isStale: (RecordChunk) -> Bool) {
    chunks.removeAll { isStale($0.chunk) }
    queuedBytes = chunks.reduce(0) { $0 + $1.chunk.byteCount }
  }

  /// Stops reading partitions, for good or until they are assigned again.
  func remove(_ places: Set<TopicPartition>) {
    for place in places { readings[place] = nil }
    drop { places.contains($0.place) }
  }

  func learn(_ topic: TopicMetadata) {
    for partition in topic.partitions {
      let place = TopicPartition(topic: topic.name, partition: partition.index)
      guard readings[place] != nil else { continue }
      readings[place]?.leader = partition.leader >= 0 ? partition.leader : nil
      readings[place]?.leaderEpoch = partition.leaderEpoch
    }
  }

  /// Where a position outside the log was set to.
  func reset(_ place: TopicPartition, token: UInt64, to offset: Int64) {
    guard readings[place]?.token == token else { return }
    readings[place]?.position = offset
    readings[place]?.isResetting = false
  }

  func retryReset(_ place: TopicPartition, token: UInt64) {
    if readings[place]?.token == token { readings[place]?.isResetting = false }
  }
}

// MARK: Fetching

extension ConsumerCore {
  /// Which questions to ask now.
  func plan(now: UInt64) -> Effects {
    var effects = Effects()
    guard !isClosed, failure == nil, queuedBytes < configuration.prefetchBytesMax else { return effects }
    connections = connections.filter { $0.value.isOpen }
    var asks: [Int32: [Ask]] = [:]
    for (place, reading) in readings where !reading.isResetting {
      if reading.notBefore > now {
        effects.wake = min(effects.wake ?? .max, reading.notBefore)
        continue
      }
      guard let leader = reading.leader else {
        effects.stale.insert(place.topic)
        continue
      }
      guard !fetching.contains(leader) else { continue }
      asks[leader, default: []].append(
        Ask(
          place: place, position: reading.position, leaderEpoch: reading.leaderEpoch, token: reading.token,
          bytesMax: reading.bytesMax))
    }
    for (node, asks) in asks {
      guard let connection = connections[node] else {
        effects.links.insert(node)
        continue
      }
      fetching.insert(node)
      // In turn, so that the answer's limit does not always leave out the same.
      effects.fetches.append((connection, node, asks.sorted { $0.token < $1.token }))
    }
    return effects
  }

  func answered(_ node: Int32) { fetching.remove(node) }

  /// Takes in one partition of an answer.
  func received(
    _ answer: FetchResponse.PartitionData, _ ask: Ask, now: UInt64, backoff: Backoff, _ effects: inout Effects
  ) {
    guard var reading = readings[ask.place], reading.token == ask.token else { return }
    defer { if readings[ask.place]?.token == ask.token { readings[ask.place] = reading } }
    guard answer.errorCode == 0 else {
      return refused(answer.errorCode, &reading, ask, now, backoff, &effects)
    }
    reading.failures = 0
    guard let records = answer.records, records.readableBytes > 0 else { return }
    do throws(BatchError) {
      let (bytes, next) = try RecordChunk.extent(of: records, from: reading.position)
      guard bytes > 0 else {
        // An old broker cut the first batch: ask for more.
        reading.bytesMax = Int32(clamping: Int64(reading.bytesMax) * 2)
        return
      }
      let aborted = configuration.isolation == .readCommitted ? answer.abortedTransactions ?? [] : []
      let chunk = RecordChunk(
        topic: ask.place.topic, partition: ask.place.partition, highWatermark: answer.highWatermark,
        startOffset: reading.position, nextOffset: next,
        batches: records.getSlice(at: records.readerIndex, length: bytes) ?? records,
        filter: aborted.isEmpty ? nil : AbortedTransactions(aborted.map { ($0.producerId, $0.firstOffset) }),
        checksCRC: configuration.checksCRC)
      reading.position = next
      // In turn: the others come first next time.
      reading.token = newToken()
      readings[ask.place] = reading
      chunks.append((chunk, reading.token))
      queuedBytes += chunk.byteCount
      wake(&effects)
    } catch {
      fail(
        ClientError(
          .damaged, "what was fetched cannot be read: \(error)", at: "\(ask.place) from offset \(ask.position)"),
        &effects)
    }
  }

  private func refused(
    _ code: Int16, _ reading: inout Reading, _ ask: Ask, _ now: UInt64, _ backoff: Backoff, _ effects: inout Effects
  ) {
    reading.failures += 1
    reading.notBefore = now &+ UInt64(backoff.millis(attempt: reading.failures - 1)) &* 1_000_000
    effects.wake = min(effects.wake ?? .max, reading.notBefore)
    let known = ErrorCode(rawValue: code)
    if known == .offsetOutOfRange {
      reading.isResetting = true
      effects.resets.append(ask)
      return
    }
    let isGone = known == .unknownTopicOrPartition && reading.failures > Self.unknownTopicMax
    guard known?.isTransient == true, !isGone else {
      return fail(.refused(code, at: ask.place.description), &effects)
    }
    if known?.wantsMetadata == true { effects.stale.insert(ask.place.topic) }
  }

  /// A request failed as a whole: its partitions wait a little, and their leader is looked up again.
  func failed(_ asks: [Ask], _ error: ClientError, now: UInt64, backoff: Backoff, _ effects: inout Effects) {
    guard error.isTransient else { return fail(error, &effects) }
    for ask in asks where readings[ask.place]?.token == ask.token {
      let failures = (readings[ask.place]?.failures ?? 0) + 1
      readings[ask.place]?.failures = failures
      let until = now &+ UInt64(backoff.millis(attempt: failures - 1)) &* 1_000_000
      readings[ask.place]?.notBefore = until
      effects.wake = min(effects.wake ?? .max, until)
      effects.stale.insert(ask.place.topic)
    }
  }

  func fail(_ error: ClientError, _ effects: inout Effects) {
    if failure == nil { failure = error }
    wake(&effects)
  }
}

// MARK: Taking

extension ConsumerCore {
  /// What was returned before is processed by now.
  func beginPoll() { processed = consumed }

  /// The next chunk that is ready.
  func take() -> RecordChunk? {
    guard !chunks.isEmpty else { return nil }
    let chunk = chunks.removeFirst().chunk
    queuedBytes -= chunk.byteCount
    consumed[chunk.place] = chunk.nextOffset
    return chunk
  }

  /// True when the caller must not wait: something is there, or never will be.
  func wait(_ id: UInt64, _ continuation: CheckedContinuation<Void, Never>) -> Bool {
    guard chunks.isEmpty, failure == nil, !isClosed else { return false }
    waiter?.continuation.resume()
    waiter = (id, continuation)
    return true
  }

  func newWaiter() -> UInt64 {
    lastWaiter += 1
    return lastWaiter
  }

  func forgetWaiter(_ id: UInt64) -> CheckedContinuation<Void, Never>? {
    guard let waiter, waiter.id == id else { return nil }
    self.waiter = nil
    return waiter.continuation
  }

  func close() -> CheckedContinuation<Void, Never>? {
    isClosed = true
    chunks = []
    queuedBytes = 0
    defer { waiter = nil }
    return waiter?.continuation
  }

  private func wake(_ effects: inout Effects) {
    guard let waiter else { return }
    effects.resumed = waiter.continuation
    self.waiter = nil
  }
}
