import NIOCore
import NIOPosix
import Synchronization
import WeirBase
import WeirLog
import WeirRecords
import WeirWire

@testable import WeirBroker

/// A broker on a real directory, without sockets: requests go in as frames, answers come back as bytes.
final class TestBroker: Sendable {
  let broker: Broker
  let directory: String
  let client: ClientConnection
  private let registry: MemoryRegistry
  private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

  /// - Parameter previous: a broker that was stopped, whose directory and declarations this one takes over.
  init(
    settings: [String: String] = [:], offsetsHistoryBytes: Int = 32 << 20, partitionsMax: Int = 200_000,
    after previous: TestBroker? = nil
  ) throws {
    directory = previous?.directory ?? "/tmp/weir-broker-\(UUID128.random(from: SystemRandom()))"
    registry = previous?.registry ?? MemoryRegistry()
    let config = try BrokerConfig(settings)
    var limits = config.limits()
    limits.offsetsHistoryBytes = offsetsHistoryBytes
    limits.partitionsMax = partitionsMax
    let clock = SystemClock()
    let events = SilentEvents()
    let scheduler = GroupScheduler(group: Self.group)
    broker = try Broker(
      BrokerEnvironment(
        nodeID: 1, clusterID: "test-cluster", config: config, limits: limits, clock: clock,
        random: SystemRandom(), scheduler: scheduler, events: events,
        control: ThreadPool(name: "t-control", threadsMax: 1), readers: ThreadPool(name: "t-read", threadsMax: 2),
        log: LogEnvironment(
          files: RealFileSystem(), clock: clock, scheduler: scheduler,
          syncers: ThreadPool(name: "t-sync", threadsMax: 2), events: events),
        registry: registry, inventory: registry, streamsDirectory: directory, leaderEpoch: 3))
    client = ClientConnection(
      id: 1, remoteHost: "127.0.0.1", advertised: Endpoint(host: "127.0.0.1", port: 9092), loop: Self.group.next(),
      principal: .anonymous)
  }

  func stop() {
    broker.release()
    _ = broker.stop()
  }

  deinit {
    stop()
    try? RealFileSystem().removeTree(directory)
  }

  enum Outcome: Sendable {
    case bytes([UInt8])
    case nothing
    case closed(String)
  }

  /// Sends a frame as it is.
  func raw(_ frame: ByteBuffer) async -> Outcome {
    await withCheckedContinuation { continuation in
      client.loop.execute { [broker, client] in
        broker.receive(frame, from: client) { answer in
          switch answer {
          case .message(let parts):
            continuation.resume(returning: .bytes(parts.flatMap { Array($0.readableBytesView) }))
          case .nothing: continuation.resume(returning: .nothing)
          case .close(let reason): continuation.resume(returning: .closed(reason))
          }
        }
      }
    }
  }

  struct Refused: Error { var reason: String }

  /// Sends a request in one version and reads the answer in the same.
  func ask<Request: WireRequest>(_ request: Request, version: Int16) async throws -> Request.Response {
    switch await raw(try Self.frame(request, version: version)) {
    case .bytes(let bytes): return try Self.response(Request.self, bytes, version: version)
    case .nothing: throw Refused(reason: "no answer")
    case .closed(let reason): throw Refused(reason: reason)
    }
  }

  static func frame<Request: WireRequest>(_ request: Request, version: Int16) throws -> ByteBuffer {
    var writer = WireWriter()
    writer.int16(Request.api.rawValue)
    writer.int16(version)
    writer.int32(7)
    writer.int16(4)
    var frame = ByteBuffer()
    for part in writer.finish() { frame.writeImmutableBuffer(part) }
    frame.writeString("test")
    if Request.isFlexible(version) { frame.writeInteger(UInt8(0)) }
    var body = WireWriter()
    try request.encode(into: &body, version: version)
    for part in body.finish() { frame.writeImmutableBuffer(part) }
    return frame
  }

  private static func response<Request: WireRequest>(
    _ type: Request.Type, _ bytes: [UInt8], version: Int16
  ) throws -> Request.Response {
    let isTagged = Request.isFlexible(version) && Request.api != .apiVersions
    return try WireReader.reading(ByteBuffer(bytes: bytes)) { (reader: inout WireReader) throws(WireError) in
      _ = try reader.int32()
      if isTagged { _ = try reader.int8() }
      return try Request.Response(from: &reader, version: version)
    }
  }

  // MARK: The usual requests

  func createTopic(_ name: String, partitions: Int32 = 1, config: [String: String] = [:]) async throws {
    var topic = CreateTopicsRequest.CreatableTopic()
    topic.name = name
    topic.numPartitions = partitions
    topic.replicationFactor = 1
    topic.configs = config.map { .init(name: $0.key, value: $0.value) }
    var request = CreateTopicsRequest()
    request.topics = [topic]
    let response = try await ask(request, version: 7)
    guard let code = response.topics.first?.errorCode, code == 0 else {
      throw Refused(reason: response.topics.first?.errorMessage ?? "?")
    }
  }

  static func batch(
    _ values: [String], codec: Codec = .none, producerId: Int64 = -1, epoch: Int16 = -1, sequence: Int32 = -1
  )
    -> [UInt8]
  {
    var builder = BatchBuilder(codec: codec, producerId: producerId, producerEpoch: epoch, baseSequence: sequence)
    for value in values {
      _ = builder.append(key: nil, value: Array(value.utf8), timestamp: SystemClock().wallMillis())
    }
    return builder.finish()
  }

  func produce(_ batch: [UInt8], to topic: String, partition: Int32 = 0, acks: Int16 = -1, version: Int16 = 9)
    async throws -> ProduceResponse.PartitionProduceResponse
  {
    var request = ProduceRequest()
    request.acks = acks
    request.timeoutMs = 5000
    request.topicData = [
      .init(name: topic, partitionData: [.init(index: partition, records: ByteBuffer(bytes: batch))])
    ]
    let response = try await ask(request, version: version)
    guard let answer = response.responses.first?.partitionResponses.first else { throw Refused(reason: "empty answer") }
    return answer
  }

  func fetchRequest(_ topic: String, from offset: Int64, waitMillis: Int32 = 0, bytesMin: Int32 = 1) -> FetchRequest {
    var partition = FetchRequest.FetchPartition()
    partition.fetchOffset = offset
    partition.partitionMaxBytes = 1 << 20
    var request = FetchRequest()
    request.maxWaitMs = waitMillis
    request.minBytes = bytesMin
    request.maxBytes = 1 << 20
    request.sessionEpoch = -1
    request.topics = [.init(topic: topic, partitions: [partition])]
    return request
  }

  func fetch(_ topic: String, from offset: Int64, waitMillis: Int32 = 0) async throws -> FetchResponse.PartitionData {
    let response = try await ask(fetchRequest(topic, from: offset, waitMillis: waitMillis), version: 12)
    guard let data = response.responses.first?.partitions.first else { throw Refused(reason: "empty answer") }
    return data
  }

  static func values(_ records: ByteBuffer?) throws -> [String] {
    let bytes = records.map { Array($0.readableBytesView) } ?? []
    return try bytes.withUnsafeBytes { buffer in
      var out: [String] = []
      var position = 0
      while position < buffer.count {
        let rest = UnsafeRawBufferPointer(rebasing: buffer[position...])
        let header = try BatchHeader.parse(rest)
        try header.verify(rest)
        var reader = try RecordReader(batch: rest, header: header, decompressedLimit: 1 << 24)
        while let record = try reader.next() {
          out.append(String(decoding: record.value ?? UnsafeRawBufferPointer(start: nil, count: 0), as: UTF8.self))
        }
        position += header.totalBytes
      }
      return out
    }
  }
}

private struct SilentEvents: EventLog {
  func record(_ level: EventLevel, _ message: @autoclosure () -> String, _ fields: [(String, String)]) {}
}

private struct GroupScheduler: Scheduler {
  let group: any EventLoopGroup
  struct Timer: Cancellable {
    let task: Scheduled<Void>
    func cancel() { task.cancel() }
  }
  func schedule(afterNanos nanos: UInt64, _ job: @escaping @Sendable () -> Void) -> any Cancellable {
    Timer(task: group.next().scheduleTask(in: .nanoseconds(Int64(clamping: nanos)), job))
  }
}

/// Declarations in memory: what is durable is tested with the real one.
private final class MemoryRegistry: TopicRegistry, TopicInventory {
  private struct State {
    var declared: [String: TopicDeclaration] = [:]
    var held: [String: TopicDeclaration] = [:]
    var bound: Int64 = 0
  }
  private let state = Mutex(State())

  func create(_ topics: [TopicDeclaration]) -> [RegistryError?] {
    state.withLock { state in
      topics.map { topic in
        if state.declared[topic.name] != nil { return .exists(topic.name) }
        state.declared[topic.name] = topic
        return nil
      }
    }
  }
  func grow(_ topic: TopicDeclaration) throws(RegistryError) { state.withLock { $0.declared[topic.name] = topic } }
  func remove(_ topic: TopicDeclaration) throws(RegistryError) { state.withLock { $0.declared[topic.name] = nil } }

  func topics() -> [TopicDeclaration] { state.withLock { Array($0.held.values) } }
  func put(_ topics: [TopicDeclaration]) throws(RegistryError) {
    state.withLock { state in for topic in topics { state.held[topic.name] = topic } }
  }
  func remove(_ names: [String]) throws(RegistryError) {
    state.withLock { state in for name in names { state.held[name] = nil } }
  }
  func reserveProducerIDs(count: Int64) throws(RegistryError) -> Range<Int64> {
    state.withLock { state in
      defer { state.bound += count }
      return state.bound..<state.bound + count
    }
  }
}
