import Testing
import WeirBase

@testable import WeirControl

extension StoreTests {
  /// What only a store at the other end of a wire can do: be away, and come back.
  @Suite(.serialized)
  struct Etcd {
    @Test func `kill -9 of etcd fails calls, loses nothing and heals`() async throws {
      let server = try EtcdServer()
      defer { server.remove() }
      let store = try await server.store("/heals")
      let start = try await store.put("/a", "1")
      let watch = try await store.watch("/", after: start)
      let last = try await store.put("/a", "2")
      server.kill()
      let away = await storeError { try await store.put("/a", "lost") }
      guard case .unavailable? = away else { return #expect(Bool(false), "\(away as Any)") }
      guard case .unavailable? = await storeError({ _ = try await store.get("/a") }) else {
        return #expect(Bool(false), "read without etcd")
      }
      guard case .unavailable? = await storeError({ _ = try await store.watch("/", after: last) }) else {
        return #expect(Bool(false), "watched without etcd")
      }
      try server.start()
      #expect(await eventually { (try? await store.get("/a"))?.entry?.value == [50] })
      let after = try await store.put("/b", "3")
      let changes = try await watch.changes(2)
      #expect(changes.map(\.revision) == [last, after], "the watch went on where it was")
      await store.close()
    }

    @Test func `another member is asked when one is away`() async throws {
      let server = try EtcdServer.shared.get()
      _ = try await server.store("/failover")
      let nobody = Endpoint(host: "127.0.0.1", port: 1)
      let store = EtcdStore.connect(
        endpoints: [nobody, server.endpoint], prefix: "/failover", clock: SystemClock(), events: SilentLog())
      let revision = try await store.put("/a", "1")
      let watch = try await store.watch("/", after: revision - 1)
      #expect(try await watch.changes(1).map(\.key) == ["/a"])
      await store.close()
    }

    @Test func `a store without any etcd says so, call by call`() async throws {
      let nobody = Endpoint(host: "127.0.0.1", port: 1)
      let store = EtcdStore.connect(endpoints: [nobody], prefix: "", clock: SystemClock(), events: SilentLog())
      for _ in 0..<2 {
        guard case .unavailable(let reason)? = await storeError({ _ = try await store.get("/a") }) else {
          return #expect(Bool(false), "an answer from nobody")
        }
        #expect(reason.contains("127.0.0.1:1"))
      }
      await store.close()
    }

    @Test func `stores with other prefixes do not see each other`() async throws {
      let server = try EtcdServer.shared.get()
      let (one, other) = (try await server.store("/one"), try await server.store("/two"))
      try await one.put("/a", "1")
      #expect(try await other.get("/a").entry == nil)
      #expect(try await other.all("", page: 10).isEmpty)
      await one.close()
      await other.close()
    }
  }
}
