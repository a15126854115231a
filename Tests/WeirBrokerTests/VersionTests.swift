import NIOCore
import Testing
import WeirWire

@testable import WeirBroker

@Suite(.timeLimit(.minutes(1))) struct VersionTests {
  /// Every advertised version of every API is answered in its own layout, even for an empty request.
  @Test func everyAdvertisedVersionIsAnswered() async throws {
    let node = try TestBroker()
    try await node.createTopic("t")
    func check<Request: WireRequest>(_ request: Request, from lowest: Int16 = 0) async throws {
      let versions = try #require(SupportedVersions.all.first { $0.api == Request.api }?.versions)
      for version in versions where version >= lowest {
        _ = try await node.ask(request, version: version)
      }
    }
    var produce = ProduceRequest()
    produce.acks = 1
    try await check(produce, from: 3)
    try await check(node.fetchRequest("t", from: 0))
    try await check(ListOffsetsRequest(topics: [.init(name: "t", partitions: [.init(timestamp: -1)])]))
    var metadata = MetadataRequest()
    metadata.topics = [.init(name: "t")]
    try await check(metadata)
    try await check(
      OffsetCommitRequest(groupId: "g", topics: [.init(name: "t", partitions: [.init(committedOffset: 1)])]))
    try await check(FindCoordinatorRequest())
    try await check(HeartbeatRequest(groupId: "g"))
    try await check(SyncGroupRequest(groupId: "g"))
    try await check(ListGroupsRequest())
    try await check(CreateTopicsRequest())
    try await check(DeleteTopicsRequest())
    try await check(DeleteRecordsRequest())
    try await check(InitProducerIdRequest())
    try await check(OffsetForLeaderEpochRequest(topics: [.init(topic: "t", partitions: [.init(leaderEpoch: 0)])]))
    try await check(DescribeConfigsRequest(resources: [.init(resourceType: 2, resourceName: "t")]))
    try await check(CreatePartitionsRequest())
    try await check(DeleteGroupsRequest())
    var cluster = DescribeClusterRequest()
    cluster.endpointType = 1
    try await check(cluster)
  }

  @Test func apiVersionsTellsItsRangesInEveryVersion() async throws {
    let node = try TestBroker()
    for version: Int16 in 0...4 {
      var request = ApiVersionsRequest()
      if version >= 3 {
        request.clientSoftwareName = "test"
        request.clientSoftwareVersion = "1.0"
      }
      let response = try await node.ask(request, version: version)
      #expect(response.errorCode == 0 && response.apiKeys.count == SupportedVersions.all.count)
    }
  }

  @Test func anUnknownApiVersionsVersionIsAnsweredInVersionZero() async throws {
    let node = try TestBroker()
    var frame = ByteBuffer()
    frame.writeMultipleIntegers(Int16(18), Int16(99), Int32(42), Int16(-1))
    guard case .bytes(let bytes) = await node.raw(frame) else { return #expect(Bool(false), "no answer") }
    #expect(bytes == [0, 0, 0, 42, 0, 35, 0, 0, 0, 1, 0, 18, 0, 0, 0, 4])
  }

  @Test(arguments: [(Int16(0), Int16(12)), (1, 3), (3, 99), (24, 0), (999, 0)])
  func otherUnknownVersionsGetTheErrorAndTheConnectionLives(api: Int16, version: Int16) async throws {
    let node = try TestBroker()
    var frame = ByteBuffer()
    frame.writeMultipleIntegers(api, version, Int32(7), Int16(-1))
    guard case .bytes(let bytes) = await node.raw(frame) else { return #expect(Bool(false), "no answer") }
    #expect(bytes == [0, 0, 0, 7, 0, 35])
  }

  @Test func garbageClosesTheConnection() async throws {
    let node = try TestBroker()
    for garbage in [
      [], [0], [0, 3, 0, 9, 0, 0, 0, 1], [0, 3, 0, 9, 0, 0, 0, 1, 0xff, 0xff, 0, 0xff, 0xff, 0xff, 0x7f],
    ] as [[UInt8]] {
      guard case .closed = await node.raw(ByteBuffer(bytes: garbage)) else {
        return #expect(Bool(false), "\(garbage) was answered")
      }
    }
  }
}
