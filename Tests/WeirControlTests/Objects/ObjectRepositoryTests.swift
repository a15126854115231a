import Testing
import WeirBase
import WeirObjects

@testable import WeirControl

@Suite struct ObjectRepositoryTests {
  @Test func whatIsCreatedIsThere() async throws {
    let bench = try Bench()
    let made = try await bench.repository.create(Bench.topic("orders", partitions: 3))
    #expect(made.metadata.generation == 1 && made.metadata.uid != nil && made.metadata.resourceVersion > 0)
    #expect(try await bench.repository.get(made.key) == made)
    #expect(try await bench.repository.topic(named: "orders") == made)
  }

  @Test func aNameIsTakenOnce() async throws {
    let bench = try Bench()
    _ = try await bench.repository.create(Bench.topic("orders"))
    await #expect(throws: ObjectError.alreadyExists(ObjectKey(.topic, "orders"))) {
      try await bench.repository.create(Bench.topic("orders"))
    }
    var alias = Bench.topic("other")
    alias.spec["topicName"] = .string("orders")
    await #expect {
      try await bench.repository.create(alias)
    } throws: { error in
      guard case .invalid(_, let causes)? = error as? ObjectError else { return false }
      return causes.map(\.field) == ["spec.topicName"] && causes[0].reason == .duplicate
    }
  }

  @Test func everyFaultComesAtOnce() async throws {
    let policy = ObjectPolicy(topicConfig: { $0.keys.contains("bogus") ? [("bogus", "unknown setting")] : [] })
    let bench = try Bench(policy: policy)
    var topic = Bench.topic("orders", config: ["bogus": "1"])
    topic.spec["onError"] = .string("deadLetter")
    await #expect {
      try await bench.repository.create(topic)
    } throws: { error in
      guard case .invalid(_, let causes)? = error as? ObjectError else { return false }
      return causes.count >= 2 && causes.contains { $0.field.hasPrefix("spec.config") }
    }
  }

  @Test func aChangeOfTheSpecRaisesTheGenerationAndNothingElseDoes() async throws {
    let bench = try Bench()
    let made = try await bench.repository.create(Bench.topic("orders"))
    let grown = try await bench.repository.update(made.key) { object in
      var object = object
      object.spec["partitions"] = .int(4)
      return object
    }
    #expect(grown.metadata.generation == 2 && grown.metadata.resourceVersion > made.metadata.resourceVersion)
    let labelled = try await bench.repository.update(made.key) { object in
      var object = object
      object.metadata.labels["team"] = "shop"
      return object
    }
    #expect(labelled.metadata.generation == 2)
    let same = try await bench.repository.update(made.key) { $0 }
    #expect(same.metadata.resourceVersion == labelled.metadata.resourceVersion)
  }

  @Test func partitionsNeverGetFewer() async throws {
    let bench = try Bench()
    let made = try await bench.repository.create(Bench.topic("orders", partitions: 3))
    await #expect(throws: ObjectError.self) {
      try await bench.repository.update(made.key) { object in
        var object = object
        object.spec["partitions"] = .int(2)
        return object
      }
    }
    #expect(try await bench.repository.get(made.key) == made)
  }

  @Test func usersDoNotWriteStatusAndControllersNothingElse() async throws {
    let bench = try Bench()
    let made = try await bench.repository.create(Bench.topic("orders"))
    let told = try await bench.repository.update(made.key, part: .status) { object in
      var object = object
      object.status = .members(("partitions", .int(1)))
      object.spec["partitions"] = .int(9)
      return object
    }
    #expect(told.spec == made.spec && told.status?["partitions"]?.integer == 1)
    let changed = try await bench.repository.update(made.key) { object in
      var object = object
      object.status = nil
      object.spec["partitions"] = .int(2)
      return object
    }
    #expect(changed.status == told.status)
  }

  @Test func anOldVersionIsRefused() async throws {
    let bench = try Bench()
    let made = try await bench.repository.create(Bench.topic("orders"))
    let version = made.metadata.resourceVersion
    _ = try await bench.repository.update(made.key, expecting: version) { object in
      var object = object
      object.spec["partitions"] = .int(2)
      return object
    }
    await #expect {
      try await bench.repository.update(made.key, expecting: version) { $0 }
    } throws: { if case .conflict? = $0 as? ObjectError { true } else { false } }
  }

  @Test func concurrentChangesAllCount() async throws {
    let bench = try Bench()
    let made = try await bench.repository.create(Bench.topic("orders"))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<5 {
            _ = try await bench.repository.update(made.key) { object in
              var object = object
              object.spec["partitions"] = .int((object.spec["partitions"]?.integer ?? 0) + 1)
              return object
            }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await bench.repository.get(made.key).spec["partitions"]?.integer == 41)
  }

  @Test func aDryRunChangesNothing() async throws {
    let bench = try Bench()
    _ = try await bench.repository.create(Bench.topic("orders"), dryRun: true)
    await #expect(throws: ObjectError.notFound(ObjectKey(.topic, "orders"))) {
      try await bench.repository.get(ObjectKey(.topic, "orders"))
    }
  }

  @Test func pagesShowOneRevision() async throws {
    let bench = try Bench()
    for index in 0..<25 { _ = try await bench.repository.create(Bench.topic("t\(100 + index)")) }
    var page = try await bench.repository.list(.topic, namespace: nil, limit: 10)
    let revision = page.revision
    #expect(page.remaining == 15)
    _ = try await bench.repository.create(Bench.topic("t105x"))
    _ = try await bench.repository.create(Bench.topic("t115x"))
    var names = page.items.map(\.metadata.name)
    while let next = page.continuing {
      page = try await bench.repository.list(.topic, namespace: nil, limit: 10, continuing: next)
      #expect(page.revision == revision)
      names += page.items.map(\.metadata.name)
    }
    #expect(names == (0..<25).map { "t\(100 + $0)" })
  }

  @Test(arguments: ["", "zz", "00", "2f", "303a", "ff2f", String(repeating: "0", count: 10_000)])
  func aMadeUpTokenIsRefused(token: String) async throws {
    let bench = try Bench()
    await #expect(throws: ObjectError.self) {
      try await bench.repository.list(.topic, namespace: nil, continuing: token)
    }
  }

  @Test func aDeletedTopicComesBackAsItWas() async throws {
    let bench = try Bench()
    let made = try await bench.repository.create(Bench.topic("orders", partitions: 2))
    _ = try await bench.repository.delete(made.key)
    #expect(try await bench.repository.topic(named: "orders") == nil)
    #expect(try await bench.repository.deleted(.topic).map(\.object.metadata.uid) == [made.metadata.uid])
    let back = try await bench.repository.undelete(made.key)
    #expect(back.metadata.uid == made.metadata.uid && back.spec == made.spec)
    #expect(try await bench.repository.deleted(.topic).isEmpty)
    await #expect(throws: ObjectError.self) { try await bench.repository.undelete(made.key) }
  }

  @Test func aNameThatIsTakenAgainIsNotTakenBack() async throws {
    let bench = try Bench()
    let made = try await bench.repository.create(Bench.topic("orders"))
    _ = try await bench.repository.delete(made.key)
    let other = try await bench.repository.create(Bench.topic("orders"))
    await #expect(throws: ObjectError.alreadyExists(made.key)) { try await bench.repository.undelete(made.key) }
    #expect(try await bench.repository.get(made.key) == other)
  }

  @Test func watchesTellEveryChange() async throws {
    let bench = try Bench()
    let first = try await bench.repository.create(Bench.topic("a"))
    let watch = try await bench.repository.watch(.topic, namespace: nil, after: first.metadata.resourceVersion)
    _ = try await bench.repository.create(Bench.topic("b"))
    _ = try await bench.repository.update(first.key) { object in
      var object = object
      object.spec["partitions"] = .int(2)
      return object
    }
    _ = try await bench.repository.delete(ObjectKey(.topic, "b"))
    var told: [String] = []
    for try await events in watch {
      for event in events.events {
        switch event {
        case .added(let object): told.append("+\(object.metadata.name)")
        case .modified(let object, let old):
          told.append("~\(object.metadata.name)\(old?.metadata.generation ?? 0)")
        case .deleted(let object): told.append("-\(object.metadata.name)")
        }
      }
      if told.count == 3 { break }
    }
    #expect(told == ["+b", "~a1", "-b"])
  }
}
