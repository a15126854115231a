import NIOCore
import Synchronization
import WeirBase
import WeirWire

/// Reads records: of partitions that the program names (`assign`), or as a member of a group that shares the partitions
/// of its topics among its members (`subscribe`). One task polls at a time.
///
/// ```swift
/// let consumer = Consumer(cluster)
/// try await consumer.assign(topic: "orders", from: .beginning)
/// while let chunk = try await consumer.poll() {
///   try chunk.forEach { record in print(record.offset); return true }
/// }
/// ```
public final class Consumer: Sendable {
  let cluster: Cluster
  let configuration: ConsumerConfiguration
  let clock = SystemClock()
  let core: Mutex<ConsumerCore>
  /// Set while a member of a group.
  let session = Mutex<GroupSession?>(nil)
  var loop: any EventLoop { cluster.loop }

  public init(_ cluster: Cluster, configuration: ConsumerConfiguration = ConsumerConfiguration()) {
    self.cluster = cluster
    self.configuration = configuration
    core = Mutex(ConsumerCore(configuration))
  }
}

// MARK: What to read

extension Consumer {
  /// Reads these partitions, and no others, each from where it says. With a group, committed offsets come first.
  public func assign(_ starts: [TopicPartition: StartPosition]) async throws(ClientError) {
    var starts = starts
    if configuration.groupID != nil {
      for (place, offset) in try await committed(Array(starts.keys)) { starts[place] = .offset(offset) }
    }
    let positions = try await cluster.resolve(starts, isolation: configuration.isolation)
    try await read(positions)
  }

  /// Takes up reading at these offsets.
  func read(_ positions: [TopicPartition: Int64]) async throws(ClientError) {
    var topics: [TopicMetadata] = []
    for topic in Set(positions.keys.map(\.topic)) { topics.append(try await cluster.topic(topic)) }
    core.withLock { core in
      core.assign(positions)
      for topic in topics { core.learn(topic) }
    }
    pump()
  }

  /// Reads all partitions of a topic.
  public func assign(topic: String, from start: StartPosition) async throws(ClientError) {
    let metadata = try await cluster.topic(topic)
    try await assign(
      Dictionary(
        uniqueKeysWithValues: metadata.partitions.map { (TopicPartition(topic: topic, partition: $0.index), start) }))
  }

  /// Goes on from another offset.
  public func seek(_ place: TopicPartition, to offset: Int64) throws(ClientError) {
    guard core.withLock({ $0.seek(place, to: offset) }) else {
      throw ClientError(.invalidArgument, "the partition is not assigned", at: place.description)
    }
    pump()
  }

  /// Stops reading a partition, as `assign` without it would.
  public func drop(_ place: TopicPartition) { core.withLock { $0.remove([place]) } }

  /// The partitions read now, with the next offset of each that `poll` will return.
  public var positions: [TopicPartition: Int64] {
    core.withLock { core in
      core.readings.reduce(into: [:]) { $0[$1.key] = core.consumed[$1.key] ?? $1.value.position }
    }
  }
}

// MARK: Reading

extension Consumer {
  /// The next records of one partition, as many as one answer brought.
  ///
  /// - Parameter timeoutMillis: how long to wait; nil for as long as it takes.
  /// - Returns: nil when the time is over.
  /// - Throws: what reading cannot go on after; `cancelled` when the task is.
  public func poll(timeoutMillis: Int64? = nil) async throws(ClientError) -> RecordChunk? {
    core.withLock { $0.beginPoll() }
    try await autoCommit()
    let deadline = timeoutMillis.map { clock.monotonicNanos() &+ UInt64(max(0, $0)) &* 1_000_000 }
    while true {
      if Task.isCancelled { throw .cancelled }
      let (chunk, failure, isClosed) = core.withLock { ($0.take(), $0.failure, $0.isClosed) }
      if let chunk {
        pump()
        return chunk
      }
      if let failure { throw failure }
      if isClosed { throw .closed }
      if let deadline, clock.monotonicNanos() >= deadline { return nil }
      await wait(until: deadline)
    }
  }

  /// As `poll`, without waiting: nil where nothing is ready.
  package func pollReady() throws(ClientError) -> RecordChunk? {
    let (chunk, failure) = core.withLock { core in
      core.beginPoll()
      return (core.take(), core.failure)
    }
    if let chunk {
      pump()
      return chunk
    }
    if let failure { throw failure }
    return nil
  }

  private func wait(until deadline: UInt64?) async {
    let id = core.withLock { $0.newWaiter() }
    let now = clock.monotonicNanos()
    let timer = deadline.map { deadline in
      loop.scheduleTask(in: .nanoseconds(Int64(clamping: deadline > now ? deadline - now : 0))) { self.stopWaiting(id) }
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
        let waits = !Task.isCancelled && core.withLock { $0.wait(id, continuation) }
        if !waits { continuation.resume() }
      }
    } onCancel: {
      stopWaiting(id)
    }
    timer?.cancel()
  }

  private func stopWaiting(_ id: UInt64) { core.withLock { $0.forgetWaiter(id) }?.resume() }

  /// Leaves the group, after a last commit where positions are committed by themselves, and ends reading.
  public func close() async {
    if configuration.autoCommitMillis != nil, configuration.groupID != nil {
      do throws(ClientError) { try await commit() } catch {
        // The group goes on from the commit before.
      }
    }
    let session = self.session.withLock { session in
      defer { session = nil }
      return session
    }
    await session?.leave()
    core.withLock { $0.close() }?.resume()
  }
}
