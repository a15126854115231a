import Testing
import WeirBase
import WeirLog

@testable import WeirBroker

/// What a node holds after ends at unlucky moments.
@Suite(.timeLimit(.minutes(1))) struct HostingTests {
  private let files = RealFileSystem()

  private func declaration(_ partitions: Int32, id: UUID128 = .random(from: SystemRandom())) -> TopicDeclaration {
    TopicDeclaration(name: "orders", id: id, partitions: partitions, config: [:])
  }

  private func host(_ declaration: TopicDeclaration, _ test: TestBroker) throws -> Topic {
    try #require(try test.broker.topics.host([declaration]).first?.get())
  }

  @Test func aRetiredTopicComesBackWithItsDirectories() throws {
    let test = try TestBroker()
    let topic = try host(declaration(3), test)
    try test.broker.retire(topic)
    #expect(try test.broker.topics.retiredTopics() == [topic.id])
    #expect(!files.exists(test.directory + "/orders-1"))
    let back = try host(declaration(3, id: topic.id), test)
    #expect(back.partitions.allSatisfy { $0.log.status == .online })
    #expect(try test.broker.topics.retiredTopics().isEmpty)
  }

  /// A partition that stands both in service and in the attic stops neither the way out nor the way back.
  @Test func aLeftoverInTheAtticBlocksNothing() throws {
    let test = try TestBroker()
    let topic = try host(declaration(2), test)
    try files.makeDirectory("\(test.directory)/.retired/\(topic.id)-1")
    try test.broker.retire(topic)
    #expect(!files.exists(test.directory + "/orders-1"))
    let back = try host(declaration(2, id: topic.id), test)
    #expect(back.partitions.allSatisfy { $0.log.status == .online })
    test.broker.topics.purge([topic.id])
    #expect(try test.broker.topics.retiredTopics().isEmpty)
  }

  @Test func anotherTopicsLeftoverMakesWay() throws {
    let test = try TestBroker()
    let old = try host(declaration(1), test)
    try test.broker.retire(old)
    try files.rename("\(test.directory)/.retired/\(old.id)-0", to: test.directory + "/orders-0")
    let new = try host(declaration(1), test)
    #expect(new.partitions[0].log.status == .online)
    #expect(try test.broker.topics.retiredTopics() == [old.id])
  }

  @Test func growthIsRecordedBeforeItIsMade() throws {
    let test = try TestBroker()
    let topic = try host(declaration(1), test)
    try test.broker.topics.change(topic, to: declaration(3, id: topic.id))
    #expect(topic.partitions.count == 3)
    test.stop()
    let again = try TestBroker(after: test)
    #expect(again.broker.topics.table["orders"]?.partitions.count == 3)
  }

  @Test func topicsStartedSideBySideAreAllThere() throws {
    let test = try TestBroker()
    let wanted = (0..<40).map { index in
      TopicDeclaration(name: "t\(index)", id: .random(from: SystemRandom()), partitions: 2, config: [:])
    }
    let made = test.broker.topics.host(wanted)
    #expect(try made.map { try $0.get().name } == wanted.map(\.name))
    #expect(test.broker.topics.table.partitionCount == 80)
  }
}
