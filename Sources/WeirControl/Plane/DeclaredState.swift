import WeirBase
import WeirObjects

/// What is declared: the objects of the store that a node is tied to.
package struct DeclaredState: Sendable {
  package let repository: ObjectRepository
  /// Whether other processes could use the store as well.
  package let isShared: Bool
  let base: any MetadataStore
  let bound: BoundStore
  private let binding: ClusterBinding

  package init(
    store: any MetadataStore, isShared: Bool, policy: ObjectPolicy, clock: any Clock, random: any RandomSource
  ) {
    base = store
    bound = BoundStore(store)
    self.isShared = isShared
    repository = ObjectRepository(store: bound, policy: policy, clock: clock, random: random)
    binding = ClusterBinding(store: store, policy: policy, clock: clock, random: random)
  }

  /// Ties a node to the store; before that declarations are refused. A store that belongs to nobody takes over what the
  /// node holds.
  /// - Returns: the cluster that the store belongs to and that the node, which holds nothing, may join; nil when it is
  ///   tied.
  /// - Throws: `notAllowed` where the store belongs to another cluster.
  package func bind(_ clusterID: UUID128, held: [HostedTopic]) async throws(ObjectError) -> UUID128? {
    switch try await binding.bind(clusterID, held: held) {
    case .bound:
      bound.open()
      return nil
    case .joinable(let id): return id
    case .foreign(let id):
      let reason =
        "the store of declarations belongs to cluster \(id), this node to cluster \(clusterID), and it holds topics: "
        + "give the node the right --metadata, or an empty data directory"
      bound.close(because: reason)
      throw .notAllowed(reason)
    }
  }

  package func close() async { await base.close() }
}
