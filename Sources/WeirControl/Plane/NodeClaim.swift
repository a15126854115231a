import Synchronization
import WeirBase

/// Holds the key that says which process serves as a node: no two may serve the same declarations. The key ends with
/// its lease, some seconds after the process.
final class NodeClaim: Sendable {
  /// A node that ended without a word blocks another for this long.
  static let leaseSeconds: Int64 = 15
  static let renewSeconds: UInt64 = 5

  private let store: any MetadataStore
  private let key: String
  /// Who this node is, over restarts.
  private let owner: [UInt8]
  private let lease = Mutex<Int64?>(nil)

  init(store: any MetadataStore, spuID: Int32, owner: String) {
    self.store = store
    key = StoreKeys.node(spuID)
    self.owner = Array(owner.utf8)
  }

  /// Takes the key, or renews what is held.
  /// - Returns: who holds it instead; nil on success.
  func hold() async throws(StoreError) -> String? {
    if let lease = lease.withLock({ $0 }) {
      do throws(StoreError) {
        try await store.keepAlive(lease)
        return nil
      } catch {
        guard case .leaseNotFound = error else { throw error }
        self.lease.withLock { $0 = nil }
      }
    }
    let known = try await store.get(key)
    if let entry = known.entry, entry.value != owner { return String(decoding: entry.value, as: UTF8.self) }
    let granted = try await store.grantLease(seconds: Self.leaseSeconds)
    let comparison: StoreComparison = known.entry.map { .modRevision(key, $0.modRevision) } ?? .absent(key)
    let claim = StoreTransaction(if: [comparison], [.put(key, owner, lease: granted)])
    guard case .committed = try await store.commit(claim) else {
      try? await store.revokeLease(granted)
      return try await hold()
    }
    lease.withLock { $0 = granted }
    return nil
  }

  func letGo() async {
    guard let lease = lease.withLock({ $0 }) else { return }
    try? await store.revokeLease(lease)
  }
}
