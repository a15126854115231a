import WeirBase
import WeirWire

/// Staying in the group, leaving it, and committing as a member of it.
extension ClassicGroup {
  mutating func heartbeat(generation: Int32, memberID: String, instanceID: String?, now: GroupMoment) -> ErrorCode {
    if state == .dead { return .coordinatorNotAvailable }
    let fault = check(memberID, instanceID)
    if fault != .none { return fault }
    if generation != self.generation { return .illegalGeneration }
    if state == .empty { return .unknownMemberId }
    touch(memberID, now)
    return state == .preparingRebalance ? .rebalanceInProgress : .none
  }

  mutating func leave(_ leavers: [LeaveMember], now: GroupMoment) -> (LeaveResult, [GroupAction]) {
    if state == .dead { return (LeaveResult(error: .coordinatorNotAvailable, members: []), []) }
    var actions: [GroupAction] = []
    let results = leavers.map { leaver in
      LeaveResult.Member(
        memberID: leaver.memberID, instanceID: leaver.instanceID, error: removeLeaver(leaver, &actions))
    }
    if results.contains(where: { $0.error == .none }) { membersLeft(now, &actions) }
    return (LeaveResult(error: .none, members: results), actions)
  }

  private mutating func removeLeaver(_ leaver: LeaveMember, _ actions: inout [GroupAction]) -> ErrorCode {
    var memberID = leaver.memberID
    if memberID.isEmpty {
      guard let instanceID = leaver.instanceID, let current = staticMembers[instanceID] else { return .unknownMemberId }
      memberID = current
    } else if pending.removeValue(forKey: memberID) != nil {
      return .none
    } else {
      let fault = check(memberID, leaver.instanceID)
      if fault != .none { return fault }
    }
    actions.append(.report(.info, "group \(id): member \(memberID) leaves"))
    remove(memberID, error: .unknownMemberId, &actions)
    return .none
  }

  /// Whether a commit by this member, or by nobody in particular, counts.
  mutating func admitCommit(_ request: CommitRequest, now: GroupMoment) -> ErrorCode {
    if state == .dead { return .coordinatorNotAvailable }
    if request.generation < 0, state == .empty { return .none }
    if request.generation < 0, request.memberID.isEmpty, request.instanceID == nil { return .unknownMemberId }
    let fault = check(request.memberID, request.instanceID)
    if fault != .none { return fault }
    if request.generation != generation { return .illegalGeneration }
    if state == .completingRebalance { return .rebalanceInProgress }
    touch(request.memberID, now)
    return .none
  }
}
