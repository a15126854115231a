import NIOCore
import Synchronization
import WeirBase
import WeirRecords
import WeirWire

/// Sends records to topics. They are gathered into batches per partition, sent in the background in order, and sent
/// again where that can help; `send` waits only while the queue is full.
///
/// ```swift
/// let cluster = Cluster([BrokerAddress(host: "127.0.0.1", port: 9092)])
/// let producer = Producer(cluster)
/// try await producer.send(ProducerRecord(topic: "orders", value: Array("hello".utf8)))
/// try await producer.flush()
/// await producer.close()
/// ```
public final class Producer: Sendable {
  let cluster: Cluster
  let policy: ProducerConfiguration
  let codec: Codec
  let clock = SystemClock()
  let core: Mutex<ProducerCore>
  var loop: any EventLoop { cluster.loop }

  public init(_ cluster: Cluster, configuration: ProducerConfiguration = ProducerConfiguration()) {
    self.cluster = cluster
    policy = configuration.effective
    codec = Codec(name: policy.compression.rawValue) ?? .none
    core = Mutex(ProducerCore(policy))
  }

  /// What became of the records so far.
  public var report: DeliveryReport { core.withLock { $0.report } }

  /// Bytes that wait or are in flight.
  public var queuedBytes: Int { core.withLock { $0.bytesQueued } }
}

// MARK: Topics

extension Producer {
  /// Looks a topic up, once; throws `unknownTopic` where there is none.
  public func topic(_ name: String) async throws(ClientError) -> ProducerTopic {
    if let slot = core.withLock({ $0.slot(of: name) }) { return ProducerTopic(name: name, slot: slot) }
    let cluster = self.cluster
    let metadata = try await cluster.retrying { () async throws(ClientError) in try await cluster.topic(name) }
    guard !metadata.partitions.isEmpty else {
      throw ClientError(.unknownTopic, "the topic has no partitions", at: name)
    }
    let first = Int.random(in: 0..<metadata.partitions.count)
    return ProducerTopic(name: name, slot: core.withLock { $0.learn(metadata, firstSticky: first) })
  }

  /// Partitions of a topic that was looked up.
  package func partitionCount(_ topic: ProducerTopic) -> Int {
    core.withLock { $0.topics[topic.slot].partitions.count }
  }
}

// MARK: Records

extension Producer {
  /// Queues a record and returns; waits only while the queue is full.
  ///
  /// - Parameter onDelivery: called once, on an event loop that must not be blocked, with the offset or the reason why
  ///   the record was given up.
  /// - Throws: `unknownTopic`, `invalidArgument` (no such partition), `tooLarge`, `closed`, `cancelled`.
  public func send(
    _ record: ProducerRecord, onDelivery: (@Sendable (Result<Delivery, ClientError>) -> Void)? = nil
  ) async throws(ClientError) {
    let topic = try await topic(record.topic)
    while true {
      let outcome = try queue(record, topic, onDelivery)
      if outcome == .queued { return }
      try check(outcome, record, topic)
      try await room()
    }
  }

  /// Sends a record and waits until it is acknowledged; returns where it lies.
  public func deliver(_ record: ProducerRecord) async throws(ClientError) -> Delivery {
    let topic = try await topic(record.topic)
    while true {
      let result = await withCheckedContinuation {
        (continuation: CheckedContinuation<Result<Delivery, ClientError>?, Never>) in
        do throws(ClientError) {
          let outcome = try queue(record, topic) { continuation.resume(returning: $0) }
          if outcome == .queued { return }
          try check(outcome, record, topic)
          continuation.resume(returning: nil)
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
      if let result { return try result.get() }
      try await room()
    }
  }

  /// Throws unless waiting for room helps.
  private func check(
    _ outcome: RecordAppender.Outcome, _ record: ProducerRecord, _ topic: ProducerTopic
  ) throws(ClientError) {
    switch outcome {
    case .queued, .full: return
    case .tooLarge(let bytes): throw Self.tooLarge(bytes, policy.requestBytesMax, record.topic)
    case .noSuchPartition:
      throw ClientError(
        .invalidArgument, "there is no partition \(record.partition ?? 0)", at: record.topic,
        next: "It has partitions 0 to \(partitionCount(topic) - 1)")
    }
  }

  package static func tooLarge(_ bytes: Int, _ limit: Int, _ topic: String) -> ClientError {
    ClientError(
      .tooLarge, "a record of \(bytes) bytes does not fit into a request of \(limit) bytes", at: topic,
      next: "Raise the maximum request size, and max.message.bytes of the topic, or send less at once")
  }

  private func queue(
    _ record: ProducerRecord, _ topic: ProducerTopic, _ onDelivery: (@Sendable (Result<Delivery, ClientError>) -> Void)?
  ) throws(ClientError) -> RecordAppender.Outcome {
    var outcome = RecordAppender.Outcome.full
    try append(to: topic) { appender in
      Self.borrow(record.key) { key in
        Self.borrow(record.value) { value in
          outcome = appender.append(
            key: key, value: value, headers: record.headers, partition: record.partition,
            timestampMillis: record.timestampMillis, onDelivery: onDelivery)
        }
      }
    }
    return outcome
  }

  private static func borrow(_ bytes: [UInt8]?, _ body: (UnsafeRawBufferPointer?) -> Void) {
    guard let bytes else { return body(nil) }
    bytes.withUnsafeBytes { body($0) }
  }

  /// Hands out the queue for a moment, for many records at once.
  package func append(to topic: ProducerTopic, _ body: (inout RecordAppender) -> Void) throws(ClientError) {
    let (nowNanos, nowMillis) = (clock.monotonicNanos(), clock.wallMillis())
    let isClosed = core.withLock { core in
      if core.isClosed { return true }
      var appender = RecordAppender(
        core: core, topic: core.topics[topic.slot], nowNanos: nowNanos, nowMillis: nowMillis)
      body(&appender)
      if appender.needsDrain { scheduleDrain(core) }
      return false
    }
    if isClosed { throw .closed }
  }

  /// Waits until the queue has room.
  package func room() async throws(ClientError) {
    if Task.isCancelled { throw .cancelled }
    let id = core.withLock { $0.newWaiter() }
    await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
        let waits = core.withLock { $0.waitForRoom(id, continuation) }
        if !waits { continuation.resume() }
      }
    } onCancel: {
      core.withLock { $0.forgetWaiter(id) }?.resume()
    }
    if Task.isCancelled { throw .cancelled }
  }
}

// MARK: Ending

extension Producer {
  /// Waits until every record queued so far is acknowledged or given up.
  ///
  /// - Throws: the first failure since the last flush.
  public func flush() async throws(ClientError) {
    let waiter = core.withLock { core in
      let waiter = core.beginFlush()
      if waiter != nil { scheduleDrain(core) }
      return waiter
    }
    if let waiter {
      await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
        let isDone = core.withLock { _ in
          if waiter.left == 0 { return true }
          waiter.continuation = continuation
          return false
        }
        if isDone { continuation.resume() }
      }
      core.withLock { $0.didFlush() }
    }
    if let failure = core.withLock({ $0.endFlush() }) { throw failure }
  }

  /// Flushes, then takes no more records. What fails meanwhile stands in `report`.
  public func close() async {
    core.withLock { $0.isClosed = true }
    do throws(ClientError) { try await flush() } catch { return }
  }

  /// Takes no more records and gives up those that are not in flight.
  package func abandon() {
    let effects = core.withLock { core in
      core.isClosed = true
      return core.abandon(ClientError(.cancelled, "interrupted before it was sent"))
    }
    perform(effects)
  }
}
