import WeirBase
import WeirClient

/// The cluster that a command is about: the local node, unless another is named.
struct ClusterPlace {
  /// Nil where it is about another cluster.
  let local: LocalNode?

  /// A node of this machine answers within seconds, or something is wrong.
  private static let waitMillis: Int64 = 5_000

  private static var patience: ClientConfiguration {
    var configuration = ClientConfiguration()
    configuration.clientID = "weir-cli"
    configuration.requestTimeoutMillis = waitMillis
    configuration.callTimeoutMillis = waitMillis
    return configuration
  }

  private static var adminPatience: AdminAPI.Configuration {
    var configuration = AdminAPI.Configuration()
    configuration.requestTimeoutMillis = waitMillis
    return configuration
  }

  static func find(_ target: ClusterTarget) throws -> ClusterPlace {
    guard let known = try LocalNode.known(), target.cluster == nil, target.admin == nil, target.profile == nil,
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
    return (Cluster([kafka], configuration: Self.patience), AdminAPI(admin, configuration: Self.adminPatience))
  }
}
