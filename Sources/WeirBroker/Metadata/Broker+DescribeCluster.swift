import WeirBase
import WeirWire

extension Broker {
  func describeCluster(_ request: DescribeClusterRequest, _ call: Call<DescribeClusterResponse>) {
    var response = DescribeClusterResponse()
    let address = call.client.advertised
    response.clusterAuthorizedOperations = Self.operationsNotAsked
    // KIP-919: 1 asks brokers, 2 asks controllers; this listener is a broker's.
    guard request.endpointType == 1 else {
      response.errorCode = ErrorCode.mismatchedEndpointType.rawValue
      response.errorMessage = "this address serves brokers (endpoint type 1)"
      return call.reply(response)
    }
    response.clusterId = environment.clusterID
    response.controllerId = environment.nodeID
    response.brokers = [.init(brokerId: environment.nodeID, host: address.host, port: Int32(clamping: address.port))]
    call.reply(response)
  }
}
