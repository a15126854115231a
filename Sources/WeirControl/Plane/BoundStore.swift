import Synchronization

/// A store that lets nobody in before it is known to be this node's: another cluster's declarations would undo what the
/// node holds.
final class BoundStore: MetadataStore {
  private let store: any MetadataStore
  /// Why nobody may use the store; nil once it is bound.
  private let obstacle: Mutex<StoreError?>

  init(_ store: any MetadataStore) {
    self.store = store
    obstacle = Mutex(.unavailable("the node has not reached the store of declarations yet; try again in a moment"))
  }

  func open() { obstacle.withLock { $0 = nil } }
  func close(because reason: String) { obstacle.withLock { $0 = .unavailable(reason) } }

  private func check() throws(StoreError) {
    if let obstacle = obstacle.withLock({ $0 }) { throw obstacle }
  }

  func get(_ key: String) async throws(StoreError) -> StoreLookup {
    try check()
    return try await store.get(key)
  }

  func list(
    _ prefix: String, after: String?, limit: Int, revision: Int64?
  ) async throws(StoreError) -> StorePage {
    try check()
    return try await store.list(prefix, after: after, limit: limit, revision: revision)
  }

  func commit(_ transaction: StoreTransaction) async throws(StoreError) -> StoreOutcome {
    try check()
    return try await store.commit(transaction)
  }

  func watch(_ prefix: String, after revision: Int64) async throws(StoreError) -> StoreWatch {
    try check()
    return try await store.watch(prefix, after: revision)
  }

  func compact(before revision: Int64) async throws(StoreError) {
    try check()
    try await store.compact(before: revision)
  }

  func grantLease(seconds: Int64) async throws(StoreError) -> Int64 {
    try check()
    return try await store.grantLease(seconds: seconds)
  }

  func keepAlive(_ lease: Int64) async throws(StoreError) {
    try check()
    try await store.keepAlive(lease)
  }

  func revokeLease(_ lease: Int64) async throws(StoreError) {
    try check()
    try await store.revokeLease(lease)
  }

  func close() async { await store.close() }
}
