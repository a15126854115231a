import Synchronization
import Testing
import WeirBase
import WeirObjects

@testable import WeirControl

@Suite struct ControlPlaneTests {
  /// A node over a store in memory.
  private struct Node {
    let host = FakeHost()
    let declared: DeclaredState
    let plane: ControlPlane
    let clusterID = UUID128.random(from: SystemRandom())
    var repository: ObjectRepository { declared.repository }

    init(store: (any MetadataStore)? = nil, clock: any Clock = SystemClock()) throws {
      let store = try store ?? SQLiteStore.open(path: ":memory:", clock: clock, events: SilentLog())
      declared = DeclaredState(
        store: store, isShared: false, policy: ObjectPolicy(), clock: clock, random: SystemRandom())
      plane = ControlPlane(declared, host: host, spuID: 1, clock: SystemClock(), events: SilentLog())
    }

    func start() async throws {
      _ = try await declared.bind(clusterID, held: Array(await host.hosted().values))
      plane.start(
        NodeFacts(
          spuID: 1, owner: "me", clusterID: clusterID, rack: nil, publicEndpoint: "127.0.0.1:9092",
          adminEndpoint: "127.0.0.1:9080", version: "1"))
    }

    func ready(_ name: String) async throws -> Condition? {
      try await repository.topic(named: name)?.conditions["Ready"]
    }
  }

  @Test func aDeclaredTopicIsMadeAndSaysSo() async throws {
    let node = try Node()
    try await node.start()
    _ = try await node.repository.create(Bench.topic("orders", partitions: 3, config: ["retention.ms": "5"]))
    #expect(try await eventually { try await node.ready("orders")?.status == .yes })
    let held = await node.host.hosted()["orders"]
    #expect(held?.partitions == 3 && held?.config == ["retention.ms": "5"])
    let partitions = try await node.repository.list(.partition, namespace: nil).items
    #expect(partitions.map(\.metadata.name) == ["orders-0", "orders-1", "orders-2"])
    #expect(partitions[1].status?["highWatermark"]?.integer == 3)
    await node.plane.stop()
  }

  @Test func aChangedSpecChangesTheTopic() async throws {
    let node = try Node()
    try await node.start()
    let made = try await node.repository.create(Bench.topic("orders"))
    _ = try await node.repository.update(made.key) { object in
      var object = object
      object.spec["partitions"] = .int(2)
      object.spec["config"] = .texts(["retention.bytes": "7"])
      object.spec["durability"] = .string("memory")
      return object
    }
    #expect(
      try await eventually {
        try await node.repository.topic(named: "orders")?.conditions["Ready"]?.observedGeneration == 2
      })
    let held = await node.host.hosted()["orders"]
    #expect(held?.partitions == 2)
    #expect(held?.config == ["retention.bytes": "7", "weir.durability": "memory"])
    await node.plane.stop()
  }

  @Test func statusIsWrittenOnlyWhenItChanges() async throws {
    let node = try Node()
    try await node.start()
    _ = try await node.repository.create(Bench.topic("orders"))
    #expect(try await eventually { try await node.ready("orders")?.status == .yes })
    let before = try await node.repository.topic(named: "orders")?.metadata.resourceVersion
    let applied = node.host.state.withLock { $0.applied }
    node.plane.topics.add("orders")
    #expect(await eventually { node.host.state.withLock { $0.applied } > applied && node.plane.topics.depth == 0 })
    #expect(try await node.repository.topic(named: "orders")?.metadata.resourceVersion == before)
    await node.plane.stop()
  }

  @Test func aFailureThatPassesIsTriedAgainAndAFinalOneIsTold() async throws {
    let node = try Node()
    node.host.state.withLock { $0.refusals = [.failed("disk"), .failed("disk")] }
    try await node.start()
    _ = try await node.repository.create(Bench.topic("a"))
    #expect(try await eventually { try await node.ready("a")?.status == .yes })
    node.host.state.withLock { $0.refusals = [.invalid("no such codec")] }
    _ = try await node.repository.create(Bench.topic("b"))
    #expect(try await eventually { try await node.ready("b")?.reason == "Refused" })
    #expect(try await node.ready("b")?.message == "no such codec")
    await node.plane.stop()
  }

  @Test func aDeletedTopicIsRetiredKeptAndPurged() async throws {
    let node = try Node()
    try await node.start()
    let made = try await node.repository.create(Bench.topic("orders", partitions: 2))
    #expect(try await eventually { try await node.ready("orders")?.status == .yes })
    _ = try await node.repository.delete(made.key)
    #expect(await eventually { await node.host.hosted().isEmpty })
    #expect(try await eventually { try await node.repository.list(.partition, namespace: nil).items.isEmpty })
    let back = try await node.repository.undelete(made.key)
    #expect(await eventually { node.host.state.withLock { $0.restored } == [back.metadata.uid] })
    var now = DeleteOptions()
    now.graceSeconds = 0
    _ = try await node.repository.delete(made.key, options: now)
    #expect(await eventually { node.host.state.withLock { $0.purged } == [back.metadata.uid] })
    await node.plane.stop()
  }

  @Test func theGracePeriodEnds() async throws {
    let clock = TurnedClock()
    let node = try Node(clock: clock)
    let janitor = Janitor(repository: node.repository, host: node.host, clock: clock, events: SilentLog())
    _ = try await node.declared.bind(node.clusterID, held: [])
    let made = try await node.repository.create(Bench.topic("orders"))
    _ = try await node.repository.delete(made.key)
    node.host.state.withLock { $0.attic = Set([made.metadata.uid].compactMap { $0 }) }
    #expect(try await janitor.clean() == clock.wallMillis() + 3_600_000)
    clock.advance(millis: 3_600_000)
    _ = try await janitor.clean()
    _ = try await janitor.clean()
    #expect(node.host.state.withLock { $0.purged } == [made.metadata.uid])
    #expect(try await node.repository.deleted(.topic).isEmpty)
  }

  @Test func whatANodeHeldIsDeclaredOnce() async throws {
    let node = try Node()
    let id = UUID128.random(from: SystemRandom())
    let held = HostedTopic(
      name: "old", id: id, partitions: 2, config: ["weir.durability": "memory", "retention.ms": "1"], pipeline: "")
    node.host.state.withLock { $0.topics["old"] = held }
    try await node.start()
    #expect(try await eventually { try await node.ready("old")?.status == .yes })
    let object = try await node.repository.topic(named: "old")
    #expect(object?.metadata.uid == id && object?.spec["durability"]?.text == "memory")
    #expect(await node.host.hosted()["old"] == held)
    await node.plane.stop()
  }

  @Test func whatIsNoLongerDeclaredGoesAtTheNextStart() async throws {
    let node = try Node()
    _ = try await node.declared.bind(node.clusterID, held: [])
    node.host.state.withLock {
      $0.topics["stray"] = HostedTopic(
        name: "stray", id: .random(from: SystemRandom()), partitions: 1, config: [:], pipeline: "")
    }
    try await node.start()
    #expect(await eventually { await node.host.hosted().isEmpty })
    await node.plane.stop()
  }

  @Test func anotherClustersStoreIsRefused() async throws {
    let first = try Node()
    _ = try await first.declared.bind(first.clusterID, held: [])
    let second = try Node(store: first.declared.base)
    let held = HostedTopic(name: "mine", id: .random(from: SystemRandom()), partitions: 1, config: [:], pipeline: "")
    await #expect(throws: ObjectError.self) { try await second.declared.bind(second.clusterID, held: [held]) }
    await #expect(throws: ObjectError.self) { try await second.repository.create(Bench.topic("x")) }
    #expect(try await second.declared.bind(second.clusterID, held: []) == first.clusterID)
  }

  @Test func aPlaceIsHeldByOneNode() async throws {
    let node = try Node()
    let one = NodeClaim(store: node.declared.base, spuID: 1, owner: "one")
    let two = NodeClaim(store: node.declared.base, spuID: 1, owner: "two")
    #expect(try await one.hold() == nil)
    #expect(try await two.hold() == "one")
    #expect(try await NodeClaim(store: node.declared.base, spuID: 1, owner: "one").hold() == nil)
    #expect(try await two.hold() == "one")
  }

  @Test func aViewSaysWhatItLacks() async throws {
    let node = try Node()
    try await node.start()
    let view = WeirObject(
      .view, ObjectMeta(name: "eu"),
      spec: .members(
        ("topic", .string("orders")),
        ("transforms", .array([.members(("uses", .string("keep")), ("with", .object([])))]))))
    _ = try await node.repository.create(view)
    func reason() async throws -> String? { try await node.repository.get(view.key).conditions["Ready"]?.reason }
    #expect(try await eventually { try await reason() == "TopicMissing" })
    _ = try await node.repository.create(Bench.topic("orders"))
    #expect(try await eventually { try await reason() == "SmartModuleMissing" })
    await node.plane.stop()
  }

  @Test func theNodeTellsOfItself() async throws {
    let node = try Node()
    try await node.start()
    let key = ObjectKey(.spu, "spu-1")
    #expect(try await eventually { try await node.repository.find(key)?.status?["state"]?.text == "online" })
    #expect(try await node.repository.get(key).spec["publicEndpoint"]?.text == "127.0.0.1:9092")
    await node.plane.stop()
  }
}
