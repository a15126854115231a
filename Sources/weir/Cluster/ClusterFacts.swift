import WeirBase
import WeirClient
import WeirObjects

/// How a cluster is, as its clients see it.
struct ClusterFacts: Sendable {
  var id: String
  var topics: Int
  var partitions: Int
  /// TOPIC-PARTITION of those out of service.
  var offline: [String]
  /// What the nodes say of themselves; empty where the API does not tell.
  var nodes: [JSONValue]
  /// Why the admin port cannot be used; nil where it can.
  var adminFault: String?

  static func ask(_ cluster: Cluster, _ api: AdminAPI) async throws -> ClusterFacts {
    let admin = Admin(cluster)
    let description = try await admin.describeCluster()
    let topics = try await admin.listTopics()
    var facts = ClusterFacts(
      id: description.id, topics: topics.count { !$0.isInternal }, partitions: 0, offline: [], nodes: [],
      adminFault: nil)
    for topic in topics {
      if !topic.isInternal { facts.partitions += topic.partitions.count }
      facts.offline += topic.partitions.filter { $0.leader < 0 }.map { "\(topic.name)-\($0.index)" }
    }
    do throws(APIError) {
      _ = try await api.page("/readyz")
      facts.nodes = (try? await api.objects(ObjectQuery(.spu))) ?? []
    } catch { facts.adminFault = error.description }
    return facts
  }

  /// The first node that says so.
  private func said(_ field: String) -> String? { nodes.lazy.compactMap { $0.at("status", field)?.text }.first }
  var version: String? { said("version") }
  var startedAt: String? { said("startedAt") }
}
