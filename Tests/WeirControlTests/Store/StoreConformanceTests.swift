import Testing
import WeirBase

@testable import WeirControl

extension StoreTests {
  /// What every store does alike: reading and writing.
  @Suite(.serialized)
  struct Conformance {
    @Test(arguments: Backend.allCases)
    func `each change has the next revision`(_ backend: Backend) async throws {
      let store = try await backend.store()
      let start = try await store.now()
      #expect(try await store.put("/a", "1") == start + 1)
      #expect(try await store.put("/b", "1") == start + 2)
      #expect(try await store.put("/a", "2") == start + 3)
      let entry = try #require(try await store.get("/a").entry)
      #expect(entry == StoreEntry(key: "/a", value: [50], createRevision: start + 1, modRevision: start + 3))
      #expect(try await store.delete("/a") == start + 4)
      #expect(try await store.get("/a").entry == nil)
      #expect(try await store.delete("/a") == start + 4, "nothing to delete is no change")
      #expect(try await store.now() == start + 4)
      await store.close()
    }

    @Test(arguments: Backend.allCases)
    func `a comparison that does not hold keeps all from happening`(_ backend: Backend) async throws {
      let store = try await backend.store()
      let first = try await store.put("/a", "1")
      let second = try await store.put("/a", "2")
      let stale = StoreTransaction(if: [.modRevision("/a", first)], [.put("/a", [51]), .put("/b", [51])])
      #expect(try await store.commit(stale) == .conflict(revision: second))
      #expect(
        try await store.commit(StoreTransaction(if: [.absent("/a")], [.delete("/a")])) == .conflict(revision: second))
      #expect(try await store.get("/b").entry == nil)
      let fresh = StoreTransaction(
        if: [.modRevision("/a", second), .absent("/b"), .modRevision("/c", 0)], [.put("/b", [52]), .delete("/a")])
      #expect(try await store.commit(fresh) == .committed(revision: second + 1))
      #expect(try await store.list("/", after: nil, limit: 10, revision: nil).entries.map(\.key) == ["/b"])
      await store.close()
    }

    @Test(arguments: Backend.allCases)
    func `keys are in the order of their bytes`(_ backend: Backend) async throws {
      let store = try await backend.store()
      let keys = [
        "/k/é", "/k/e\u{301}", "/k/Z", "/k/a b", "/k/\u{1f600}", "/k/\u{fffd}", "/k/\"\\", "/k/\u{7f}\u{1}",
        "/k/日本",
      ]
      for key in keys { try await store.put(key, key) }
      try await store.put("/l", "outside")
      let sorted = keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      let entries = try await store.all("/k/", page: 2)
      #expect(entries.map { Array($0.key.utf8) } == sorted.map { Array($0.utf8) })
      #expect(entries.map(\.value) == sorted.map { Array($0.utf8) })
      #expect(try await store.all("", page: 100).count == keys.count + 1)
      await store.close()
    }

    @Test(arguments: Backend.allCases)
    func `pages show one revision`(_ backend: Backend) async throws {
      let store = try await backend.store()
      for number in 10..<30 { try await store.put("/p/\(number)", "old") }
      let first = try await store.list("/p/", after: nil, limit: 7, revision: nil)
      #expect(first.entries.count == 7 && first.remaining == 13)
      try await store.put("/p/25", "new")
      try await store.put("/p/255", "new")
      try await store.delete("/p/28")
      let rest = try await store.list("/p/", after: "/p/16", limit: 100, revision: first.revision)
      #expect(rest.entries.map(\.key) == (17..<30).map { "/p/\($0)" } && rest.remaining == 0)
      #expect(rest.entries.allSatisfy { $0.value == Array("old".utf8) })
      #expect(rest.revision == first.revision)
      #expect(try await store.all("/p/", page: 3).count == 20)
      let future = await storeError {
        _ = try await store.list("/p/", after: nil, limit: 1, revision: first.revision + 999)
      }
      guard case .invalid? = future else { return #expect(Bool(false), "\(future as Any)") }
      await store.close()
    }

    @Test(arguments: Backend.allCases)
    func `what is compacted is refused`(_ backend: Backend) async throws {
      let store = try await backend.store()
      let first = try await store.put("/a", "1")
      try await store.put("/a", "2")
      try await store.delete("/gone")
      let last = try await store.put("/b", "1")
      try await store.compact(before: last)
      let old = await storeError { _ = try await store.list("/", after: nil, limit: 10, revision: first) }
      #expect(old == .compacted(last))
      let oldWatch = await storeError { _ = try await store.watch("/", after: first) }
      #expect(oldWatch == .compacted(last))
      let again = await storeError { try await store.compact(before: first) }
      #expect(again == .compacted(last))
      #expect(try await store.all("/", page: 10, revision: last).map(\.key) == ["/a", "/b"])
      let watch = try await store.watch("/", after: last)
      try await store.delete("/a")
      #expect(try await watch.changes(1) == [.delete(key: "/a", revision: last + 1, previous: [50])])
      await store.close()
    }

    @Test(arguments: Backend.allCases)
    func `a full transaction is one revision, a fuller one is refused`(_ backend: Backend) async throws {
      let store = try await backend.store()
      let puts = (0..<128).map { StoreOperation.put("/m/\($0)", [UInt8($0)]) }
      let revision = try await store.committed(puts)
      let entries = try await store.all("/m/", page: 50)
      #expect(entries.count == 128 && entries.allSatisfy { $0.modRevision == revision })
      let over = await storeError { _ = try await store.committed(puts + [.delete("/m/0x")]) }
      guard case .tooLarge? = over else { return #expect(Bool(false), "\(over as Any)") }
      let twice = await storeError { _ = try await store.committed([.put("/m/1", []), .delete("/m/1")]) }
      guard case .invalid? = twice else { return #expect(Bool(false), "\(twice as Any)") }
      await store.close()
    }

    @Test(arguments: Backend.allCases)
    func `large values are kept and larger ones refused`(_ backend: Backend) async throws {
      let store = try await backend.store()
      let value = (0..<StoreTransaction.valueBytesMax).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      let revision = try await store.committed([.put("/large", value)])
      _ = try await store.committed([.put("/empty", [])])
      #expect(try await store.get("/large").entry?.value == value)
      #expect(try await store.get("/empty").entry?.value == [])
      let watch = try await store.watch("/", after: revision - 1)
      #expect(try await watch.changes(2).count == 2)
      let over = await storeError { _ = try await store.committed([.put("/larger", value + [0])]) }
      guard case .tooLarge? = over else { return #expect(Bool(false), "\(over as Any)") }
      await store.close()
    }

    @Test(arguments: Backend.allCases)
    func `counters raised by many at once add up`(_ backend: Backend) async throws {
      let store = try await backend.store()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<16 {
          group.addTask { for _ in 0..<8 { try await Self.raise("/counter", in: store) } }
        }
        try await group.waitForAll()
      }
      #expect(try await store.get("/counter").entry?.value == Array("128".utf8))
      await store.close()
    }

    /// Adds one, however often somebody else is quicker.
    private static func raise(_ key: String, in store: any MetadataStore) async throws {
      while true {
        let entry = try await store.get(key).entry
        let value = entry.flatMap { Int(String(decoding: $0.value, as: UTF8.self)) } ?? 0
        let held: StoreComparison = entry.map { .modRevision(key, $0.modRevision) } ?? .absent(key)
        let raised = StoreTransaction(if: [held], [.put(key, Array("\(value + 1)".utf8))])
        if case .committed = try await store.commit(raised) { return }
      }
    }
  }
}
