import WeirWire

/// The cluster and its brokers.
public struct ClusterDescription: Sendable, Hashable {
  public let id: String
  /// -1 while there is none.
  public let controller: Int32
  public let brokers: [BrokerMetadata]
}

extension Admin {
  public func describeCluster() async throws(ClientError) -> ClusterDescription {
    let connection = try await cluster.connection()
    let answer = try await connection.ask(DescribeClusterRequest(), in: 0...1)
    guard answer.errorCode == 0 else {
      throw .refused(answer.errorCode, answer.errorMessage, at: connection.address.description)
    }
    return ClusterDescription(
      id: answer.clusterId, controller: answer.controllerId,
      brokers: answer.brokers.map { broker in
        BrokerMetadata(
          id: broker.brokerId, address: BrokerAddress(host: broker.host, port: Int(broker.port)), rack: broker.rack)
      }.sorted { $0.id < $1.id })
  }
}
