import WeirWire

extension Broker {
  func joinGroup(_ request: JoinGroupRequest, _ call: Call<JoinGroupResponse>) {
    let join = JoinRequest(
      groupID: request.groupId, memberID: request.memberId, instanceID: request.groupInstanceId,
      clientID: call.header.clientId ?? "", clientHost: "/" + call.client.remoteHost,
      sessionTimeout: request.sessionTimeoutMs, rebalanceTimeout: request.rebalanceTimeoutMs,
      protocolType: request.protocolType,
      protocols: request.protocols.map { GroupProtocol(name: $0.name, metadata: $0.metadata) },
      requiresKnownMemberID: call.version >= 4, supportsSkipAssignment: call.version >= 9)
    groups.join(join) { call.reply(Self.response($0, version: call.version)) }
  }

  private static func response(_ result: JoinResult, version: Int16) -> JoinGroupResponse {
    var response = JoinGroupResponse()
    response.errorCode = result.error.rawValue
    response.generationId = result.generation
    if version >= 7 { response.protocolType = result.protocolType }
    // Before version 7 there is no null for a protocol.
    response.protocolName = version >= 7 ? result.protocolName : result.protocolName ?? ""
    response.leader = result.leader
    response.skipAssignment = result.skipAssignment
    response.memberId = result.memberID
    response.members = result.members.map { member in
      var entry = JoinGroupResponse.JoinGroupResponseMember()
      entry.memberId = member.id
      if version >= 5 { entry.groupInstanceId = member.instanceID }
      entry.metadata = member.metadata
      return entry
    }
    return response
  }
}
