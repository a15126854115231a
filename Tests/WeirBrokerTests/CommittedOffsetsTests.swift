import Testing
import WeirLog
import WeirWire

@testable import WeirBroker

@Suite(.timeLimit(.minutes(1))) struct CommittedOffsetsTests {
  private func commit(_ node: TestBroker, _ group: String, _ offset: Int64, metadata: String = "") async throws
    -> Int16?
  {
    var partition = OffsetCommitRequest.OffsetCommitRequestPartition()
    partition.committedOffset = offset
    partition.committedMetadata = metadata
    var request = OffsetCommitRequest()
    request.groupId = group
    request.generationIdOrMemberEpoch = -1
    request.topics = [.init(name: "t", partitions: [partition])]
    return try await node.ask(request, version: 8).topics.first?.partitions.first?.errorCode
  }

  private func committed(_ node: TestBroker, _ group: String) async throws -> Int64? {
    var request = OffsetFetchRequest()
    request.groupId = group
    request.topics = [.init(name: "t", partitionIndexes: [0])]
    return try await node.ask(request, version: 7).topics.first?.partitions.first?.committedOffset
  }

  @Test func aCommitSurvivesARestart() async throws {
    let node = try TestBroker()
    try await node.createTopic("t")
    #expect(try await committed(node, "g") == -1)
    #expect(try await commit(node, "g", 41) == 0)
    #expect(try await commit(node, "g", 42) == 0)
    node.stop()
    let again = try TestBroker(after: node)
    #expect(try await committed(again, "g") == 42)
  }

  @Test func offsetsOfADeletedTopicGoWithIt() async throws {
    let node = try TestBroker()
    try await node.createTopic("t")
    #expect(try await commit(node, "g", 7) == 0)
    var delete = DeleteTopicsRequest()
    delete.topicNames = ["t"]
    #expect(try await node.ask(delete, version: 3).responses.first?.errorCode == 0)
    try await node.createTopic("t")
    #expect(try await committed(node, "g") == -1)
  }

  /// Many times the history that is kept goes through; the log stays small and the last values are there again.
  @Test func theTopicKeepsItselfSmall() async throws {
    let node = try TestBroker(offsetsHistoryBytes: 64 << 10)
    try await node.createTopic("t")
    let text = String(repeating: "x", count: 4000)
    for offset: Int64 in 0..<200 {
      #expect(try await commit(node, "g\(offset % 3)", offset, metadata: text) == 0)
    }
    let log = try #require(node.broker.topics.table[TopicName.consumerOffsets]?.partition(0)?.log)
    #expect(log.offsets.logStart > 0)
    node.stop()
    let again = try TestBroker(after: node)
    #expect(try await committed(again, "g0") == 198)
    #expect(try await committed(again, "g1") == 199)
    #expect(try await committed(again, "g2") == 197)
  }
}
