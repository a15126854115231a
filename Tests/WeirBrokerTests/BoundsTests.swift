import NIOCore
import Testing
import WeirBase
import WeirWire

@testable import WeirBroker

@Suite(.timeLimit(.minutes(1))) struct BoundsTests {
  /// A client may ask to wait for weeks and go away; nothing of it may stay.
  @Test func aWaitingFetchEndsWithItsConnection() async throws {
    let node = try TestBroker()
    try await node.createTopic("t")
    let frame = try TestBroker.frame(node.fetchRequest("t", from: 0, waitMillis: .max), version: 12)
    node.client.loop.execute { [broker = node.broker, client = node.client] in
      broker.receive(frame, from: client) { _ in }
    }
    let partition = try #require(node.broker.topics.table["t"]?.partition(0))
    while partition.waitingFetches == 0 { try await Task.sleep(for: .milliseconds(1)) }
    node.client.life.end()
    while partition.waitingFetches > 0 { try await Task.sleep(for: .milliseconds(1)) }
    #expect(partition.waitingFetches == 0 && node.client.life.hasEnded)
  }

  @Test func aNodeHasAMostOfPartitions() async throws {
    let node = try TestBroker(partitionsMax: 5)
    try await node.createTopic("a", partitions: 3)
    await #expect(throws: TestBroker.Refused.self) { try await node.createTopic("b", partitions: 3) }
    try await node.createTopic("c", partitions: 2)
    #expect(node.broker.topics.table.partitionCount == 5)
    var delete = DeleteTopicsRequest()
    delete.topicNames = ["a"]
    _ = try await node.ask(delete, version: 3)
    #expect(node.broker.topics.table.partitionCount == 2)
  }

  @Test func fetchesShrinkWhileAnswersFillTheMemory() async throws {
    let node = try TestBroker()
    try await node.createTopic("t")
    for _ in 0..<10 {
      _ = try await node.produce(TestBroker.batch([String(repeating: "x", count: 60_000)]), to: "t")
    }
    #expect(try TestBroker.values(try await node.fetch("t", from: 0).records).count == 10)
    node.broker.metrics.answerBytes.add(1 << 40)
    #expect(try TestBroker.values(try await node.fetch("t", from: 0).records).count == 1)
    node.broker.metrics.answerBytes.subtract(1 << 40)
    #expect(try TestBroker.values(try await node.fetch("t", from: 0).records).count == 10)
  }
}
