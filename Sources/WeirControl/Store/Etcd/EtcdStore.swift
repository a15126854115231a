import NIOCore
import NIOPosix
import Synchronization
import WeirBase

/// Declarations in etcd 3.4 or newer, through its JSON gateway (HTTP/1.1). What several nodes share.
///
/// Compaction is etcd's (`--auto-compaction-retention`): other programs may use the same etcd.
package final class EtcdStore: MetadataStore {
  /// Watches at once; each has a connection of its own.
  private static let watchesMax = 256
  /// Entries asked for at once; a page of large values is cut further.
  private static let pageMax = 1_000

  private let client: EtcdClient
  private let keys: EtcdKeys
  private let clock: any Clock
  private let watches = Mutex<[Int: EtcdWatch]>([:])
  private let nextWatch = Atomic<Int>(0)

  /// Connects when it is first asked for something; an etcd that cannot be reached is `unavailable`, call by call.
  ///
  /// - Parameters:
  ///   - endpoints: members of one etcd; any may be away.
  ///   - prefix: what all keys begin with in etcd; unseen by callers.
  package static func connect(
    endpoints: [Endpoint], prefix: String, group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
    clock: any Clock, events: any EventLog
  ) -> EtcdStore {
    EtcdStore(EtcdClient(endpoints: endpoints, group: group, events: events), EtcdKeys(prefix), clock)
  }

  private init(_ client: EtcdClient, _ keys: EtcdKeys, _ clock: any Clock) {
    self.client = client
    self.keys = keys
    self.clock = clock
  }

  package func get(_ key: String) async throws(StoreError) -> StoreLookup {
    guard !key.isEmpty else { throw .invalid("a key is not empty") }
    let reply = try await client.call("kv/range", .members(("key", keys.json(key))), isRepeatable: true)
    let entry = reply["kvs"]?.elements?.first
    return StoreLookup(
      entry: try entry.map { kv throws(StoreError) in try keys.entry(kv) }, revision: EtcdJSON.revision(reply))
  }

  package func list(
    _ prefix: String, after: String?, limit: Int, revision: Int64?
  ) async throws(StoreError) -> StorePage {
    guard limit > 0 else { throw .invalid("a page holds 1 entry or more") }
    var asked = min(limit, Self.pageMax)
    while true {
      do throws(StoreError) { return try await page(prefix, after: after, limit: asked, revision: revision) } catch {
        guard case .tooLarge = error, asked > 1 else { throw error }
        asked = max(1, asked / 8)
      }
    }
  }

  private func page(
    _ prefix: String, after: String?, limit: Int, revision: Int64?
  ) async throws(StoreError) -> StorePage {
    let range = keys.range(prefix, after: after)
    var ask = JSONValue.members(
      ("key", range.first), ("range_end", range.end), ("limit", EtcdJSON.number(Int64(limit))))
    if let revision { ask["revision"] = EtcdJSON.number(revision) }
    do throws(StoreError) {
      let reply = try await client.call("kv/range", ask, isRepeatable: true)
      var entries: [StoreEntry] = []
      for kv in reply["kvs"]?.elements ?? [] { entries.append(try keys.entry(kv)) }
      let total = EtcdJSON.number(reply["count"])
      return StorePage(
        entries: entries, revision: revision ?? EtcdJSON.revision(reply),
        remaining: max(0, total &- Int64(entries.count)))
    } catch {
      throw await exact(error, asked: revision)
    }
  }

  package func commit(_ transaction: StoreTransaction) async throws(StoreError) -> StoreOutcome {
    try transaction.check()
    let ask = JSONValue.members(
      ("compare", .array(transaction.comparisons.map(keys.comparison))),
      ("success", .array(transaction.operations.map(keys.operation))))
    let reply = try await client.call("kv/txn", ask, isRepeatable: false, lease: transaction.lease)
    let revision = EtcdJSON.revision(reply)
    return reply["succeeded"]?.boolean == true ? .committed(revision: revision) : .conflict(revision: revision)
  }

  package func compact(before revision: Int64) async throws(StoreError) {
    do throws(StoreError) {
      _ = try await client.call(
        "kv/compaction", .members(("revision", EtcdJSON.number(revision))), isRepeatable: false)
    } catch {
      throw await exact(error, asked: revision)
    }
  }

  /// A refusal of a forgotten revision does not say which is the oldest known; a watch from there does.
  private func exact(_ error: StoreError, asked: Int64?) async -> StoreError {
    guard let asked, case .compacted = error else { return error }
    let session = EtcdWatchSession(client, keys, prefix: "", after: asked)
    return .compacted(await session.compactRevision() ?? asked &+ 1)
  }

  // MARK: Leases

  package func grantLease(seconds: Int64) async throws(StoreError) -> Int64 {
    guard (1...86_400).contains(seconds) else { throw .invalid("a lease lasts 1 to 86,400 seconds, not \(seconds)") }
    // Granted twice, one is never used and ends by itself.
    let reply = try await client.call(
      "lease/grant", .members(("TTL", EtcdJSON.number(seconds))), isRepeatable: true)
    let lease = EtcdJSON.number(reply["ID"])
    guard lease != 0 else { throw .unavailable("etcd granted no lease") }
    return lease
  }

  package func keepAlive(_ lease: Int64) async throws(StoreError) {
    let reply = try await client.call(
      "lease/keepalive", .members(("ID", EtcdJSON.number(lease))), isRepeatable: true, lease: lease)
    guard EtcdJSON.number(reply.at("result", "TTL")) > 0 else { throw .leaseNotFound(lease) }
  }

  package func revokeLease(_ lease: Int64) async throws(StoreError) {
    _ = try await client.call(
      "lease/revoke", .members(("ID", EtcdJSON.number(lease))), isRepeatable: false, lease: lease)
  }

  // MARK: Watches

  package func watch(_ prefix: String, after revision: Int64) async throws(StoreError) -> StoreWatch {
    guard revision >= 0 else { throw .invalid("revision \(revision) is below 0") }
    if client.isClosed { throw .unavailable("the store is closed") }
    let id = nextWatch.add(1, ordering: .relaxed).newValue
    let watch = EtcdWatch(client, keys, prefix: prefix, after: revision)
    let isFull = watches.withLock { watches in
      if watches.count >= Self.watchesMax { return true }
      watches[id] = watch
      return false
    }
    if isFull { throw .unavailable("\(Self.watchesMax) watches of etcd are open already") }
    do throws(StoreError) {
      try await check(prefix, after: revision)
      try await watch.open()
    } catch {
      forget(id)
      throw error
    }
    return watch.queue.stream { [weak self] in
      watch.cancel()
      self?.forget(id)
    }
  }

  /// Refuses a forgotten revision at once; etcd would open the watch and end it later.
  private func check(_ prefix: String, after revision: Int64) async throws(StoreError) {
    guard revision > 0 else { return }
    do throws(StoreError) { _ = try await page(prefix, after: nil, limit: 1, revision: revision) } catch {
      // One that is still to come is fine.
      if case .invalid = error { return }
      throw error
    }
  }

  private func forget(_ id: Int) { watches.withLock { $0[id] = nil } }

  package func close() async {
    client.close()
    let open = watches.withLock { watches in
      defer { watches = [:] }
      return Array(watches.values)
    }
    for watch in open {
      watch.queue.finish(.unavailable("the store is closed"))
      watch.cancel()
    }
  }
}
