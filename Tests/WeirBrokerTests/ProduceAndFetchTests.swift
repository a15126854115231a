import NIOCore
import Testing
import WeirBase
import WeirRecords
import WeirWire

@testable import WeirBroker

@Suite(.timeLimit(.minutes(1))) struct ProduceAndFetchTests {
  @Test func whatIsProducedIsFetched() async throws {
    let node = try TestBroker()
    try await node.createTopic("t")
    for (index, codec) in Codec.allCases.enumerated() {
      let answer = try await node.produce(TestBroker.batch(["a\(index)", "b\(index)"], codec: codec), to: "t")
      #expect(answer.errorCode == 0 && answer.baseOffset == Int64(index * 2))
    }
    let data = try await node.fetch("t", from: 0)
    #expect(data.errorCode == 0 && data.highWatermark == 10)
    #expect(try TestBroker.values(data.records) == (0..<5).flatMap { ["a\($0)", "b\($0)"] })
  }

  @Test func aFetchWithinABatchReturnsTheWholeBatch() async throws {
    let node = try TestBroker()
    try await node.createTopic("t")
    _ = try await node.produce(TestBroker.batch(["a", "b", "c"]), to: "t")
    _ = try await node.produce(TestBroker.batch(["d", "e"]), to: "t")
    #expect(try TestBroker.values(try await node.fetch("t", from: 2).records) == ["a", "b", "c", "d", "e"])
    #expect(try TestBroker.values(try await node.fetch("t", from: 4).records) == ["d", "e"])
    #expect(try TestBroker.values(try await node.fetch("t", from: 5).records) == [])
  }

  @Test func offsetsBeyondTheLogAreOutOfRange() async throws {
    let node = try TestBroker()
    try await node.createTopic("t")
    _ = try await node.produce(TestBroker.batch(["a"]), to: "t")
    for offset: Int64 in [-1, 2, .max] {
      let data = try await node.fetch("t", from: offset)
      #expect(data.errorCode == ErrorCode.offsetOutOfRange.rawValue)
      #expect(data.highWatermark == 1 && data.logStartOffset == 0)
    }
  }

  @Test func aWaitingFetchIsAnsweredByAnAppend() async throws {
    let node = try TestBroker()
    try await node.createTopic("t")
    let clock = ContinuousClock()
    let start = clock.now
    async let waiting = node.fetch("t", from: 0, waitMillis: 20_000)
    try await Task.sleep(for: .milliseconds(50))
    _ = try await node.produce(TestBroker.batch(["late"]), to: "t")
    #expect(try TestBroker.values(try await waiting.records) == ["late"])
    #expect(clock.now - start < .seconds(10))
  }

  @Test func aWaitingFetchIsAnsweredEmptyWhenItsTimeIsOver() async throws {
    let node = try TestBroker()
    try await node.createTopic("t")
    let data = try await node.fetch("t", from: 0, waitMillis: 50)
    #expect(data.errorCode == 0 && (data.records?.readableBytes ?? 0) == 0)
  }

  @Test func aBatchLargerThanTheLimitIsStillReturnedFirst() async throws {
    let node = try TestBroker()
    try await node.createTopic("t")
    _ = try await node.produce(TestBroker.batch([String(repeating: "x", count: 50_000)]), to: "t")
    var request = node.fetchRequest("t", from: 0)
    request.maxBytes = 100
    request.topics[0].partitions[0].partitionMaxBytes = 10
    let data = try await node.ask(request, version: 12).responses[0].partitions[0]
    #expect(try TestBroker.values(data.records).first?.count == 50_000)
  }

  @Test func duplicatesOfAnIdempotentProducerKeepTheirOffset() async throws {
    let node = try TestBroker()
    try await node.createTopic("t")
    let id = try await node.ask(InitProducerIdRequest(transactionalId: nil), version: 4)
    #expect(id.errorCode == 0 && id.producerId >= 0 && id.producerEpoch == 0)
    let batch = TestBroker.batch(["a", "b"], producerId: id.producerId, epoch: 0, sequence: 0)
    #expect(try await node.produce(batch, to: "t").baseOffset == 0)
    #expect(try await node.produce(batch, to: "t").baseOffset == 0)
    let gap = TestBroker.batch(["z"], producerId: id.producerId, epoch: 0, sequence: 5)
    #expect(try await node.produce(gap, to: "t").errorCode == ErrorCode.outOfOrderSequenceNumber.rawValue)
    let next = TestBroker.batch(["c"], producerId: id.producerId, epoch: 0, sequence: 2)
    #expect(try await node.produce(next, to: "t").baseOffset == 2)
    #expect(try TestBroker.values(try await node.fetch("t", from: 0).records) == ["a", "b", "c"])
  }

  @Test func badBatchesGetKafkasErrors() async throws {
    let node = try TestBroker(settings: ["message.max.bytes": "1000"])
    try await node.createTopic("t")
    var flipped = TestBroker.batch(["hello"])
    flipped[flipped.count - 2] ^= 1
    #expect(try await node.produce(flipped, to: "t").errorCode == ErrorCode.corruptMessage.rawValue)
    var old = TestBroker.batch(["hello"])
    old[16] = 1
    #expect(try await node.produce(old, to: "t").errorCode == ErrorCode.invalidRecord.rawValue)
    let large = TestBroker.batch([String(repeating: "x", count: 2000)])
    #expect(try await node.produce(large, to: "t").errorCode == ErrorCode.messageTooLarge.rawValue)
    #expect(try await node.produce([], to: "t").errorCode == ErrorCode.invalidRecord.rawValue)
    let two = TestBroker.batch(["a"]) + TestBroker.batch(["b"])
    #expect(try await node.produce(two, to: "t").errorCode == ErrorCode.invalidRecord.rawValue)
    #expect(
      try await node.produce(TestBroker.batch(["a"]), to: "t", acks: 5).errorCode
        == ErrorCode.invalidRequiredAcks.rawValue)
    #expect(
      try await node.produce(TestBroker.batch(["a"]), to: "none").errorCode
        == ErrorCode.unknownTopicOrPartition.rawValue)
    #expect(
      try await node.produce(TestBroker.batch(["a"]), to: "t", partition: 1).errorCode
        == ErrorCode.unknownTopicOrPartition.rawValue)
    let zstd = TestBroker.batch(["a"], codec: .zstd)
    #expect(
      try await node.produce(zstd, to: "t", version: 6).errorCode == ErrorCode.unsupportedCompressionType.rawValue)
    #expect(try await node.fetch("t", from: 0).highWatermark == 0)
  }

  @Test func aFutureTimestampIsRefusedWithTheRecordAtFault() async throws {
    let node = try TestBroker()
    try await node.createTopic("t")
    var builder = BatchBuilder()
    let now = SystemClock().wallMillis()
    _ = builder.append(key: nil, value: [1], timestamp: now)
    _ = builder.append(key: nil, value: [2], timestamp: now + 7_200_000)
    let answer = try await node.produce(builder.finish(), to: "t")
    #expect(answer.errorCode == ErrorCode.invalidTimestamp.rawValue)
    #expect(answer.recordErrors.map(\.batchIndex) == [1])
  }

  @Test func aTopicMayStampItsOwnTimeAndChooseItsCodec() async throws {
    let node = try TestBroker()
    try await node.createTopic("t", config: ["message.timestamp.type": "LogAppendTime", "compression.type": "lz4"])
    let answer = try await node.produce(TestBroker.batch(["a", "b"]), to: "t")
    #expect(answer.errorCode == 0 && answer.logAppendTimeMs > 0)
    let data = try await node.fetch("t", from: 0)
    let bytes = Array(try #require(data.records).readableBytesView)
    let header = try bytes.withUnsafeBytes { try BatchHeader.parse($0) }
    #expect(header.codec == .lz4 && header.usesLogAppendTime && header.maxTimestamp == answer.logAppendTimeMs)
    #expect(try TestBroker.values(data.records) == ["a", "b"])
  }

  @Test func acksZeroIsNotAnsweredAndClosesOnFailure() async throws {
    let node = try TestBroker()
    try await node.createTopic("t")
    func send(_ topic: String) async throws -> TestBroker.Outcome {
      var request = ProduceRequest()
      request.acks = 0
      request.topicData = [
        .init(name: topic, partitionData: [.init(index: 0, records: ByteBuffer(bytes: TestBroker.batch(["x"])))])
      ]
      return await node.raw(try TestBroker.frame(request, version: 9))
    }
    guard case .nothing = try await send("t") else { return #expect(Bool(false), "an answer to acks=0") }
    guard case .closed = try await send("missing") else { return #expect(Bool(false), "no close after a failure") }
    #expect(try TestBroker.values(try await node.fetch("t", from: 0).records) == ["x"])
  }

  @Test func leaderEpochsAreChecked() async throws {
    let node = try TestBroker()
    try await node.createTopic("t")
    _ = try await node.produce(TestBroker.batch(["a"]), to: "t")
    for (epoch, code): (Int32, ErrorCode) in [
      (2, .fencedLeaderEpoch), (4, .unknownLeaderEpoch), (3, .none), (-1, .none),
    ] {
      var request = node.fetchRequest("t", from: 0)
      request.topics[0].partitions[0].currentLeaderEpoch = epoch
      #expect(try await node.ask(request, version: 12).responses[0].partitions[0].errorCode == code.rawValue)
    }
  }
}
