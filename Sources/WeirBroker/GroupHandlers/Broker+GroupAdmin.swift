import WeirWire

extension Broker {
  func describeGroups(_ request: DescribeGroupsRequest, _ call: Call<DescribeGroupsResponse>) {
    var response = DescribeGroupsResponse()
    response.groups = request.groups.map { id in
      var entry = DescribeGroupsResponse.DescribedGroup()
      entry.groupId = id
      entry.authorizedOperations = Self.operationsNotAsked
      let (error, group) = groups.describe(id)
      let fault = offsets.fault ?? error
      entry.errorCode = fault.rawValue
      guard let described = group else {
        entry.groupState = GroupState.dead.rawValue
        // KIP-1043: from version 6 on a group that is not there is an error; before, a dead group.
        if call.version >= 6 && fault == .none {
          entry.errorCode = ErrorCode.groupIdNotFound.rawValue
          entry.errorMessage = "group \"\(id)\" does not exist"
        }
        return entry
      }
      entry.groupState = described.state.rawValue
      entry.protocolType = described.protocolType
      entry.protocolData = described.protocolName
      entry.members = described.members.map { member in
        var answer = DescribeGroupsResponse.DescribedGroupMember()
        answer.memberId = member.id
        if call.version >= 4 { answer.groupInstanceId = member.instanceID }
        answer.clientId = member.clientID
        answer.clientHost = member.clientHost
        answer.memberMetadata = member.metadata
        answer.memberAssignment = member.assignment
        return answer
      }
      return entry
    }
    call.reply(response)
  }

  func listGroups(_ request: ListGroupsRequest, _ call: Call<ListGroupsResponse>) {
    var response = ListGroupsResponse()
    let (error, listed) = groups.list(states: request.statesFilter, types: request.typesFilter)
    response.errorCode = (offsets.fault ?? error).rawValue
    response.groups = listed.map { group in
      var entry = ListGroupsResponse.ListedGroup()
      entry.groupId = group.groupID
      entry.protocolType = group.protocolType
      if call.version >= 4 { entry.groupState = group.state.rawValue }
      if call.version >= 5 { entry.groupType = group.type }
      return entry
    }
    call.reply(response)
  }

  func deleteGroups(_ request: DeleteGroupsRequest, _ call: Call<DeleteGroupsResponse>) {
    groups.delete(request.groupsNames) { results in
      var response = DeleteGroupsResponse()
      response.results = results.map { .init(groupId: $0.groupID, errorCode: $0.error.rawValue) }
      call.reply(response)
    }
  }
}
