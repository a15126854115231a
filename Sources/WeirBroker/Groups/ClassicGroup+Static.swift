import WeirBase
import WeirWire

/// Static members that come back under a new id (KIP-345).
extension ClassicGroup {
  mutating func rejoinStatic(
    _ request: JoinRequest, _ ticket: UInt64, _ instanceID: String, from oldID: String, to newID: String,
    _ now: GroupMoment, _ actions: inout [GroupAction]
  ) {
    guard let old = members[oldID] else { return }
    let replacement = StaticReplacement(
      instanceID: instanceID, oldID: oldID, newID: newID, ticket: ticket, oldLeader: leader ?? "",
      wasLeader: leader == oldID, oldProtocols: old.protocols, oldRebalanceTimeout: old.rebalanceTimeout,
      oldSessionTimeout: old.sessionTimeout, supportsSkipAssignment: request.supportsSkipAssignment)
    replace(oldID, by: newID, &actions)
    update(
      newID, protocols: request.protocols, rebalance: request.effectiveRebalanceTimeout,
      session: request.sessionTimeout)
    park(join: ticket, of: newID, &actions)
    touch(newID, now)
    switch state {
    case .stable where selectProtocol() == protocolName:
      actions.append(.store(metadata(), .replacement(replacement)))
    case .stable, .completingRebalance:
      // In CompletingRebalance the old id may be with the leader already, so the new one would get nothing.
      membersChanged(now, &actions)
    case .preparingRebalance, .empty, .dead:
      finishJoinsIfComplete(now, &actions)
    }
  }

  /// The new id is durable, or could not be made so.
  mutating func replacementStored(_ replacement: StaticReplacement, _ error: ErrorCode, _ now: GroupMoment)
    -> [GroupAction]
  {
    var actions: [GroupAction] = []
    // A rebalance or a still newer member may have answered the join meanwhile.
    guard members[replacement.newID]?.join == replacement.ticket, state == .stable else { return [] }
    if error == .none {
      answerJoin(of: replacement.newID, returned(replacement), &actions)
      touch(replacement.newID, now)
    } else {
      var result = JoinResult(error: Self.answer(toStorageError: error), memberID: "")
      result.generation = generation
      result.leader = replacement.oldLeader
      answerJoin(of: replacement.newID, result, &actions)
      undo(replacement, now, &actions)
    }
    return actions
  }

  private func returned(_ replacement: StaticReplacement) -> JoinResult {
    var result = JoinResult(error: .none, memberID: replacement.newID)
    result.generation = generation
    result.protocolType = protocolType
    result.protocolName = protocolName
    let isLeader = leader == replacement.newID
    if replacement.supportsSkipAssignment {
      result.leader = leader ?? ""
      result.skipAssignment = isLeader
      if isLeader { result.members = rollCall() }
    } else {
      // Told its old id, an older leader does not take itself for one: a Stable group hands out no new assignments.
      result.leader = isLeader ? replacement.oldLeader : leader ?? ""
    }
    return result
  }

  private mutating func undo(_ replacement: StaticReplacement, _ now: GroupMoment, _ actions: inout [GroupAction]) {
    replace(replacement.newID, by: replacement.oldID, &actions)
    update(
      replacement.oldID, protocols: replacement.oldProtocols, rebalance: replacement.oldRebalanceTimeout,
      session: replacement.oldSessionTimeout)
    touch(replacement.oldID, now)
  }

  /// What clients are told when the journal failed, so that they try again where that helps.
  static func answer(toStorageError error: ErrorCode) -> ErrorCode {
    switch error {
    case .unknownTopicOrPartition, .notEnoughReplicas, .requestTimedOut: .coordinatorNotAvailable
    case .notLeaderOrFollower, .kafkaStorageError: .notCoordinator
    case .messageTooLarge, .recordListTooLarge, .invalidFetchSize: .unknownServerError
    default: error
    }
  }
}
