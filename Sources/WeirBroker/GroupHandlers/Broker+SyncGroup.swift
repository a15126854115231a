import WeirWire

extension Broker {
  func syncGroup(_ request: SyncGroupRequest, _ call: Call<SyncGroupResponse>) {
    let sync = SyncRequest(
      groupID: request.groupId, generation: request.generationId, memberID: request.memberId,
      instanceID: request.groupInstanceId, protocolType: request.protocolType, protocolName: request.protocolName,
      assignments: request.assignments.map { ($0.memberId, $0.assignment) })
    groups.sync(sync) { result in
      var response = SyncGroupResponse()
      response.errorCode = result.error.rawValue
      if call.version >= 5 {
        response.protocolType = result.protocolType
        response.protocolName = result.protocolName
      }
      response.assignment = result.assignment
      call.reply(response)
    }
  }
}
