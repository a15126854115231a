/// What administrators see.
extension ClassicGroup {
  /// Kafka shows what members said and got only while a group is Stable.
  func describe() -> GroupDescription {
    let isStable = state == .stable
    return GroupDescription(
      groupID: id, state: state, protocolType: protocolType ?? "", protocolName: isStable ? protocolName ?? "" : "",
      members: order.compactMap { members[$0] }.map { member in
        GroupDescription.Member(
          id: member.id, instanceID: member.instanceID, clientID: member.clientID, clientHost: member.clientHost,
          metadata: isStable ? member.metadata(under: protocolName) : [],
          assignment: isStable ? member.assignment : [])
      })
  }
}
