import Testing
import WeirBase
import WeirBroker
import WeirControl
import WeirObjects

@testable import WeirServer

/// Topics of Kafka clients as objects.
@Suite(.timeLimit(.minutes(1))) struct ObjectTopicRegistryTests {
  private struct SilentLog: EventLog {
    func record(_ level: EventLevel, _ message: @autoclosure () -> String, _ fields: [(String, String)]) {}
  }

  private func repository() throws -> ObjectRepository {
    let clock = SystemClock()
    return ObjectRepository(
      store: try SQLiteStore.open(path: ":memory:", clock: clock, events: SilentLog()), policy: ObjectPolicy(),
      clock: clock, random: SystemRandom())
  }

  private let thread = ThreadPool(name: "t-control", threadsMax: 1)

  /// The registry blocks, as on the broker's control thread; tests run on threads that must not.
  private func onThread<T: Sendable>(_ job: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { done in thread.run { done.resume(with: Result { try job() }) } }
  }

  private func declaration(_ partitions: Int32, _ config: [String: String] = [:]) -> TopicDeclaration {
    TopicDeclaration(name: "orders", id: .random(from: SystemRandom()), partitions: partitions, config: config)
  }

  @Test func whatIsMadeIsAnObjectWithTheTopicsId() async throws {
    let repository = try repository()
    let topic = declaration(2, ["retention.ms": "7", "weir.durability": "memory"])
    let registry = ObjectTopicRegistry(repository)
    #expect(try await onThread { registry.create([topic]).allSatisfy { $0 == nil } })
    let object = try #require(try await repository.topic(named: "orders"))
    #expect(object.metadata.uid == topic.id)
    #expect(object.spec["durability"]?.text == "memory" && object.spec["config"]?.texts == ["retention.ms": "7"])
    guard case .exists? = try await onThread({ registry.create([topic])[0] }) else {
      Issue.record("a name is taken once")
      return
    }
  }

  /// The broker may not have heard of a change of settings that was declared a moment ago.
  @Test func growingLeavesNewerSettingsAlone() async throws {
    let repository = try repository()
    let registry = ObjectTopicRegistry(repository)
    let topic = declaration(1, ["retention.ms": "7"])
    _ = try await onThread { registry.create([topic]) }
    _ = try await repository.update(ObjectKey(.topic, "orders")) { object in
      var object = object
      object.spec["config"] = .texts(["retention.ms": "-1"])
      return object
    }
    var grown = topic
    grown.partitions = 4
    try await onThread { [grown] in try registry.grow(grown) }
    let object = try #require(try await repository.topic(named: "orders"))
    #expect(object.spec["partitions"]?.integer == 4)
    #expect(object.spec["config"]?.texts == ["retention.ms": "-1"])
  }

  @Test func onlyTheSameTopicIsRemoved() async throws {
    let repository = try repository()
    let registry = ObjectTopicRegistry(repository)
    let (first, other) = (declaration(1), declaration(1))
    _ = try await onThread { registry.create([first]) }
    await #expect(throws: RegistryError.self) { try await onThread { try registry.remove(other) } }
    #expect(try await repository.topic(named: "orders") != nil)
  }
}
