import WeirWire

extension Admin {
  /// All groups of the cluster, in order of their ids.
  public func listGroups() async throws(ClientError) -> [GroupListing] {
    var groups: [String: GroupListing] = [:]
    for broker in try await cluster.describe() {
      let answer = try await cluster.connection(broker.id).ask(ListGroupsRequest(), in: 0...4)
      guard answer.errorCode == 0 else { throw .refused(answer.errorCode, at: broker.address.description) }
      for group in answer.groups {
        groups[group.groupId] = GroupListing(
          id: group.groupId, protocolType: group.protocolType, state: group.groupState)
      }
    }
    return groups.values.sorted { $0.id < $1.id }
  }

  /// A group and its members. A group that is not there is described as Dead.
  public func describeGroup(_ id: String) async throws(ClientError) -> GroupDescription {
    try await cluster.retrying { () async throws(ClientError) in
      let answer = try await cluster.coordinator(ofGroup: id).ask(DescribeGroupsRequest(groups: [id]), in: 0...5)
      guard let group = answer.groups.first(where: { $0.groupId == id }) else { throw .leftOut("group \(id)") }
      guard group.errorCode == 0 else { throw .refused(group.errorCode, group.errorMessage, at: "group \(id)") }
      return GroupDescription(
        id: id, state: group.groupState, assignor: group.protocolData, members: group.members.map(Self.member))
    }
  }

  private static func member(_ member: DescribeGroupsResponse.DescribedGroupMember) -> GroupDescription.Member {
    // Members of other protocol types assign what they like; theirs is not shown.
    let assignment = try? ConsumerProtocolAssignment(blob: member.memberAssignment)
    let places = (assignment?.assignedPartitions ?? []).flatMap { topic in
      topic.partitions.map { TopicPartition(topic: topic.topic, partition: $0) }
    }
    return GroupDescription.Member(
      id: member.memberId, instanceID: member.groupInstanceId, clientID: member.clientId, host: member.clientHost,
      assignment: places.sorted())
  }

  /// Everything a group has committed.
  public func groupOffsets(_ id: String) async throws(ClientError) -> [TopicPartition: CommittedOffset] {
    try await cluster.retrying { () async throws(ClientError) in
      let connection = try await cluster.coordinator(ofGroup: id)
      let answer = try await connection.ask(OffsetFetchRequest(groupId: id, topics: nil), in: 2...7)
      guard answer.errorCode == 0 else { throw .refused(answer.errorCode, at: "group \(id)") }
      var offsets: [TopicPartition: CommittedOffset] = [:]
      for topic in answer.topics {
        for partition in topic.partitions where partition.committedOffset >= 0 {
          offsets[TopicPartition(topic: topic.name, partition: partition.partitionIndex)] = CommittedOffset(
            offset: partition.committedOffset, metadata: partition.metadata)
        }
      }
      return offsets
    }
  }

  /// Deletes a group that has no members, with its offsets.
  public func deleteGroup(_ id: String) async throws(ClientError) {
    let answer = try await cluster.retrying { () async throws(ClientError) in
      try await cluster.coordinator(ofGroup: id).ask(DeleteGroupsRequest(groupsNames: [id]), in: 0...2)
    }
    guard let result = answer.results.first(where: { $0.groupId == id }) else { throw .leftOut("group \(id)") }
    if result.errorCode != 0 { throw .refused(result.errorCode, at: "group \(id)") }
  }
}
