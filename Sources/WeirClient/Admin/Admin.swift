/// Changes and describes topics, groups and the cluster.
public struct Admin: Sendable {
  let cluster: Cluster

  public init(_ cluster: Cluster) { self.cluster = cluster }
}
