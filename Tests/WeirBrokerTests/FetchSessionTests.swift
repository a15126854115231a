import Testing
import WeirWire

@testable import WeirBroker

@Suite(.timeLimit(.minutes(1))) struct FetchSessionTests {
  private func request(_ node: TestBroker, id: Int32, epoch: Int32, _ topics: [String: Int64], forget: [String] = [])
    async throws -> FetchResponse
  {
    var request = FetchRequest()
    request.maxBytes = 1 << 20
    request.minBytes = 0
    request.sessionId = id
    request.sessionEpoch = epoch
    request.topics = topics.sorted { $0.key < $1.key }.map { topic, offset in
      var partition = FetchRequest.FetchPartition()
      partition.fetchOffset = offset
      partition.partitionMaxBytes = 1 << 20
      return .init(topic: topic, partitions: [partition])
    }
    request.forgottenTopicsData = forget.map { .init(topic: $0, partitions: [0]) }
    return try await node.ask(request, version: 12)
  }

  @Test func anIncrementalAnswerNamesOnlyWhatChanged() async throws {
    let node = try TestBroker()
    try await node.createTopic("a")
    try await node.createTopic("b")
    let first = try await request(node, id: 0, epoch: 0, ["a": 0, "b": 0])
    #expect(first.sessionId > 0 && first.responses.map(\.topic) == ["a", "b"])
    let quiet = try await request(node, id: first.sessionId, epoch: 1, [:])
    #expect(quiet.errorCode == 0 && quiet.responses.isEmpty)
    _ = try await node.produce(TestBroker.batch(["x"]), to: "b")
    let changed = try await request(node, id: first.sessionId, epoch: 2, [:])
    #expect(changed.responses.map(\.topic) == ["b"])
    let moved = try await request(node, id: first.sessionId, epoch: 3, ["b": 1])
    #expect(moved.responses.isEmpty)
    let forgotten = try await request(node, id: first.sessionId, epoch: 4, [:], forget: ["b"])
    #expect(forgotten.responses.isEmpty)
    _ = try await node.produce(TestBroker.batch(["y"]), to: "b")
    #expect(try await request(node, id: first.sessionId, epoch: 5, [:]).responses.isEmpty)
  }

  @Test func unknownSessionsAndWrongEpochsAreRefused() async throws {
    let node = try TestBroker()
    try await node.createTopic("a")
    #expect(
      try await request(node, id: 99, epoch: 1, [:]).errorCode == ErrorCode.fetchSessionIdNotFound.rawValue)
    let id = try await request(node, id: 0, epoch: 0, ["a": 0]).sessionId
    #expect(
      try await request(node, id: id, epoch: 7, [:]).errorCode == ErrorCode.invalidFetchSessionEpoch.rawValue)
    let closed = try await request(node, id: id, epoch: -1, ["a": 0])
    #expect(closed.errorCode == 0 && closed.sessionId == 0)
    #expect(try await request(node, id: id, epoch: 1, [:]).errorCode == ErrorCode.fetchSessionIdNotFound.rawValue)
  }

  @Test func errorsAreToldAgainUntilTheyAreOver() async throws {
    let node = try TestBroker()
    let first = try await request(node, id: 0, epoch: 0, ["later": 0])
    #expect(first.responses[0].partitions[0].errorCode == ErrorCode.unknownTopicOrPartition.rawValue)
    let again = try await request(node, id: first.sessionId, epoch: 1, [:])
    #expect(again.responses.first?.partitions.first?.errorCode == ErrorCode.unknownTopicOrPartition.rawValue)
    try await node.createTopic("later")
    let healed = try await request(node, id: first.sessionId, epoch: 2, [:])
    #expect(healed.responses.first?.partitions.first?.errorCode == 0)
  }
}
