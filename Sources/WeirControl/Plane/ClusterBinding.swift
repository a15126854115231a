import WeirBase
import WeirObjects

/// Ties a node to a store of declarations, once and for all: by the cluster's id, which both keep.
struct ClusterBinding: Sendable {
  enum Result: Sendable, Equatable {
    case bound
    /// The store belongs to a cluster that this node, which holds nothing, can join.
    case joinable(UUID128)
    /// The store belongs to another cluster, and this node holds topics of its own.
    case foreign(UUID128)
  }

  let store: any MetadataStore
  let policy: ObjectPolicy
  let clock: any Clock
  let random: any RandomSource

  /// - Parameter held: what the node holds; a store without a cluster takes it over as declared.
  func bind(_ clusterID: UUID128, held: [HostedTopic]) async throws(ObjectError) -> Result {
    let known: StoreLookup
    do throws(StoreError) { known = try await store.get(StoreKeys.cluster) } catch { throw ObjectError(error) }
    if let entry = known.entry {
      guard let id = UID.parse(String(decoding: entry.value, as: UTF8.self)) else {
        throw .internalFault("the store holds no readable cluster id at \(StoreKeys.cluster)")
      }
      if id == clusterID { return .bound }
      return held.isEmpty ? .joinable(id) : .foreign(id)
    }
    // First the topics, then the mark that they were taken over: an end in between begins again.
    let repository = ObjectRepository(store: store, policy: policy, clock: clock, random: random)
    for topic in held { try await declare(topic, repository) }
    let mark = StoreTransaction(
      if: [.absent(StoreKeys.cluster)], [.put(StoreKeys.cluster, Array(UID.format(clusterID).utf8))])
    if case .conflict = try await repository.commit(mark) {
      return try await bind(clusterID, held: held)
    }
    return .bound
  }

  private func declare(_ topic: HostedTopic, _ repository: ObjectRepository) async throws(ObjectError) {
    do throws(ObjectError) { _ = try await repository.create(WeirObject(topic), uid: topic.id) } catch {
      if case .alreadyExists = error { return }
      throw error
    }
  }
}

extension WeirObject {
  /// The Topic object that declares what a Kafka client asked for.
  package init(_ topic: HostedTopic) {
    var spec = TopicSpec()
    spec.partitions = topic.partitions
    spec.config = topic.config
    if let durability = spec.config.removeValue(forKey: HostedTopic.durabilityConfig).flatMap({
      TopicSpec.Durability(rawValue: $0)
    }) {
      spec.durability = durability
    }
    self.init(.topic, ObjectMeta(name: topic.name), spec: spec.json)
  }
}
