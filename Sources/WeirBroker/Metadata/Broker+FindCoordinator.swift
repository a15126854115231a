import WeirBase
import WeirWire

extension Broker {
  /// This node coordinates every group. Key type 0 is a group, 1 a transactional id (none here).
  func findCoordinator(_ request: FindCoordinatorRequest, _ call: Call<FindCoordinatorResponse>) {
    var response = FindCoordinatorResponse()
    let isGroup = request.keyType == 0
    let address = call.client.advertised
    let fault = offsets.fault
    let code: ErrorCode = isGroup ? fault ?? .none : .invalidRequest
    let message =
      isGroup
      ? fault.map { _ in "committed offsets cannot be read; see the node's log" }
      : "this node coordinates groups; transactions are not available"
    if call.version >= 4 {
      response.coordinators = request.coordinatorKeys.map { key in
        var entry = FindCoordinatorResponse.Coordinator()
        entry.key = key
        entry.nodeId = isGroup ? environment.nodeID : -1
        entry.host = isGroup ? address.host : ""
        entry.port = isGroup ? Int32(clamping: address.port) : -1
        entry.errorCode = code.rawValue
        entry.errorMessage = message
        return entry
      }
    } else {
      response.nodeId = isGroup ? environment.nodeID : -1
      response.host = isGroup ? address.host : ""
      response.port = isGroup ? Int32(clamping: address.port) : -1
      response.errorCode = code.rawValue
      response.errorMessage = message
    }
    call.reply(response)
  }
}
