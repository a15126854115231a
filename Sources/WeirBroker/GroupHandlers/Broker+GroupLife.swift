import WeirWire

extension Broker {
  func heartbeat(_ request: HeartbeatRequest, _ call: Call<HeartbeatResponse>) {
    var response = HeartbeatResponse()
    response.errorCode =
      groups.heartbeat(
        groupID: request.groupId, generation: request.generationId, memberID: request.memberId,
        instanceID: request.groupInstanceId
      ).rawValue
    call.reply(response)
  }

  func leaveGroup(_ request: LeaveGroupRequest, _ call: Call<LeaveGroupResponse>) {
    let asked =
      call.version >= 3
      ? request.members.map { LeaveMember(memberID: $0.memberId, instanceID: $0.groupInstanceId) }
      : [LeaveMember(memberID: request.memberId)]
    let result = groups.leave(groupID: request.groupId, members: asked)
    var response = LeaveGroupResponse()
    response.errorCode = result.error.rawValue
    if call.version >= 3 {
      response.members = result.members.map { member in
        var entry = LeaveGroupResponse.MemberResponse()
        entry.memberId = member.memberID
        entry.groupInstanceId = member.instanceID
        entry.errorCode = member.error.rawValue
        return entry
      }
    } else if result.error == .none {
      response.errorCode = result.members.first?.error.rawValue ?? 0
    }
    call.reply(response)
  }
}
