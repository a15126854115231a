import WeirBase
import WeirClient

/// The cluster that a command is about: the local node, unless another is named.
struct ClusterPlace {
  /// Nil where it is about another cluster.
  let local: LocalNode?

  static func find(_ target: ClusterTarget) throws -> ClusterPlace {
    guard let known = try LocalNode.known(), target.cluster == nil, target.admin == nil,
      SystemFile.environment("WEIR_CLUSTER") == nil
    else { return ClusterPlace(local: nil) }
    guard let profile = try ProfileStore.current() else { return ClusterPlace(local: known) }
    let isLocal = profile.cluster == known.kafka || profile.name == "local"
    return ClusterPlace(local: isLocal ? known : nil)
  }

  /// The clients of the cluster; nil where it is the local node and that is not ready.
  func connect(_ target: ClusterTarget) throws -> (cluster: Cluster, api: AdminAPI)? {
    guard let local else {
      let cluster = try target.another()
      return (cluster, try target.api())
    }
    guard local.isRunning, let kafka = local.kafka.flatMap({ BrokerAddress($0) }),
      let admin = local.admin.flatMap({ BrokerAddress($0) })
    else { return nil }
    Interruption.shared.begin()
    return (Cluster([kafka], configuration: ClientConfiguration()), AdminAPI(admin))
  }
}
