import WeirBase
import WeirControl

/// A store of declarations whose calls are counted and timed.
struct MeteredStore: MetadataStore {
  let store: any MetadataStore
  let metrics: EdgeMetrics
  let clock: any Clock

  private func timed<T: Sendable>(
    _ operation: String, _ body: () async throws(StoreError) -> T
  ) async throws(StoreError) -> T {
    let began = clock.monotonicNanos()
    defer { metrics.storeNanos.record(Int(clamping: clock.monotonicNanos() &- began), operation) }
    do throws(StoreError) {
      let result = try await body()
      metrics.storeOperations.add(operation, "ok")
      return result
    } catch {
      metrics.storeOperations.add(operation, Self.word(error))
      throw error
    }
  }

  private static func word(_ error: StoreError) -> String {
    switch error {
    case .compacted: "compacted"
    case .slow: "slow"
    case .unavailable: "unavailable"
    case .tooLarge: "too_large"
    case .leaseNotFound: "lease_not_found"
    case .invalid: "invalid"
    case .damaged: "damaged"
    }
  }

  func get(_ key: String) async throws(StoreError) -> StoreLookup {
    try await timed("get") { () throws(StoreError) in try await store.get(key) }
  }

  func list(
    _ prefix: String, after: String?, limit: Int, revision: Int64?
  ) async throws(StoreError) -> StorePage {
    try await timed("list") { () throws(StoreError) in
      try await store.list(prefix, after: after, limit: limit, revision: revision)
    }
  }

  func commit(_ transaction: StoreTransaction) async throws(StoreError) -> StoreOutcome {
    let outcome = try await timed("commit") { () throws(StoreError) in try await store.commit(transaction) }
    switch outcome {
    case .committed: metrics.storeCommits.add()
    case .conflict: metrics.storeConflicts.add()
    }
    return outcome
  }

  func watch(_ prefix: String, after revision: Int64) async throws(StoreError) -> StoreWatch {
    try await timed("watch") { () throws(StoreError) in try await store.watch(prefix, after: revision) }
  }

  func compact(before revision: Int64) async throws(StoreError) {
    try await timed("compact") { () throws(StoreError) in try await store.compact(before: revision) }
  }

  func grantLease(seconds: Int64) async throws(StoreError) -> Int64 {
    try await timed("lease") { () throws(StoreError) in try await store.grantLease(seconds: seconds) }
  }

  func keepAlive(_ lease: Int64) async throws(StoreError) {
    try await timed("lease") { () throws(StoreError) in try await store.keepAlive(lease) }
  }

  func revokeLease(_ lease: Int64) async throws(StoreError) {
    try await timed("lease") { () throws(StoreError) in try await store.revokeLease(lease) }
  }

  func close() async { await store.close() }
}
