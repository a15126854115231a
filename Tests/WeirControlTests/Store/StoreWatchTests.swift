import Testing
import WeirBase

@testable import WeirControl

extension StoreTests {
  /// What every store does alike: watches and leases.
  @Suite(.serialized)
  struct WatchesAndLeases {
    @Test(arguments: Backend.allCases)
    func `a watch tells what was and what comes, with the values before`(_ backend: Backend) async throws {
      let store = try await backend.store()
      let start = try await store.put("/w/a", "1")
      let second = try await store.put("/w/a", "2")
      try await store.put("/other", "1")
      let watch = try await store.watch("/w/", after: start)
      let third = try await store.delete("/w/a")
      let both = try await store.committed([.put("/w/b", [51]), .put("/w/c", [52])])
      #expect(
        try await watch.changes(4) == [
          .put(StoreEntry(key: "/w/a", value: [50], createRevision: start, modRevision: second), previous: [49]),
          .delete(key: "/w/a", revision: third, previous: [50]),
          .put(StoreEntry(key: "/w/b", value: [51], createRevision: both, modRevision: both), previous: nil),
          .put(StoreEntry(key: "/w/c", value: [52], createRevision: both, modRevision: both), previous: nil),
        ])
      await store.close()
    }

    @Test(arguments: Backend.allCases)
    func `a watch among writers misses nothing and repeats nothing`(_ backend: Backend) async throws {
      let store = try await backend.store()
      let start = try await store.now()
      async let writers: Void = withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<8 {
          group.addTask { for number in 0..<50 { try await store.put("/n/\(writer)/\(number % 5)", "\(number)") } }
        }
        try await group.waitForAll()
      }
      var revisions: [[Int64]] = []
      for _ in 0..<4 {
        revisions.append(try await store.watch("/n/", after: start).changes(400).map(\.revision))
      }
      try await writers
      for told in revisions { #expect(told == Array((start + 1)...(start + 400))) }
      await store.close()
    }

    @Test(arguments: Backend.allCases)
    func `a watch says how far the store has come without it`(_ backend: Backend) async throws {
      let store = try await backend.store()
      let watch = try await store.watch("/quiet/", after: try await store.now())
      let last = try await store.put("/loud", "1")
      let told = try await within(20) {
        for try await events in watch where events.revision >= last { return events }
        return StoreEvents(changes: [], revision: 0)
      }
      #expect(told.changes.isEmpty && told.revision >= last)
      await store.close()
    }

    @Test(arguments: Backend.allCases)
    func `a reader that does not keep up is dropped`(_ backend: Backend) async throws {
      let store = try await backend.store()
      let watch = try await store.watch("/s/", after: try await store.now())
      let value = [UInt8](repeating: 7, count: 1 << 20)
      // Of each change the value before is told as well.
      for _ in 0..<10 { _ = try await store.committed([.put("/s/a", value)]) }
      // A reader that starts now is told all; by then the one that never read had its share.
      let last = try await store.now()
      _ = try await store.watch("/s/", after: last - 2).changes(2)
      try await Task.sleep(nanoseconds: backend == .etcd ? 3_000_000_000 : 0)
      guard case .slow? = await watch.end() else { return #expect(Bool(false), "the slow reader is still served") }
      await store.close()
    }

    @Test(arguments: Backend.allCases)
    func `keys go with their lease`(_ backend: Backend) async throws {
      let store = try await backend.store()
      let lease = try await store.grantLease(seconds: 2)
      let revision = try await store.put("/l/a", "1", lease: lease)
      try await store.put("/l/kept", "1", lease: lease)
      try await store.put("/l/kept", "2")
      let watch = try await store.watch("/l/", after: revision + 2)
      #expect(try await store.get("/l/a").entry?.lease == lease)
      for _ in 0..<4 {
        try await Task.sleep(nanoseconds: 800_000_000)
        try await store.keepAlive(lease)
      }
      #expect(try await store.get("/l/a").entry != nil, "kept alive")
      let gone = try await watch.changes(1)
      #expect(gone.map(\.key) == ["/l/a"])
      #expect(try await store.get("/l/a").entry == nil)
      #expect(try await store.get("/l/kept").entry != nil)
      #expect(await storeError { try await store.keepAlive(lease) } == .leaseNotFound(lease))
      await store.close()
    }

    @Test(arguments: Backend.allCases)
    func `a lease is revoked at once and an unknown one refused`(_ backend: Backend) async throws {
      let store = try await backend.store()
      let lease = try await store.grantLease(seconds: 60)
      try await store.put("/r/a", "1", lease: lease)
      try await store.revokeLease(lease)
      #expect(try await store.get("/r/a").entry == nil)
      #expect(await storeError { try await store.revokeLease(lease) } == .leaseNotFound(lease))
      #expect(await storeError { try await store.put("/r/a", "1", lease: lease) } == .leaseNotFound(lease))
      guard case .invalid? = await storeError({ _ = try await store.grantLease(seconds: 0) }) else {
        return #expect(Bool(false), "a lease of no time")
      }
      await store.close()
    }

    @Test(arguments: Backend.allCases)
    func `closing ends watches and refuses what comes after`(_ backend: Backend) async throws {
      let store = try await backend.store()
      let watch = try await store.watch("/", after: try await store.now())
      await store.close()
      guard case .unavailable? = await watch.end() else { return #expect(Bool(false), "the watch goes on") }
      guard case .unavailable? = await storeError({ try await store.put("/a", "1") }) else {
        return #expect(Bool(false), "a closed store took a change")
      }
    }
  }
}
