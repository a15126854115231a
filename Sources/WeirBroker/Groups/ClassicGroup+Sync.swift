import WeirBase
import WeirWire

/// Handing out assignments.
extension ClassicGroup {
  mutating func sync(_ request: SyncRequest, ticket: UInt64, now: GroupMoment) -> [GroupAction] {
    let fault = checkSync(request)
    if fault != .none { return [.answerSync(ticket, SyncResult(error: fault))] }
    var actions: [GroupAction] = []
    if state == .stable {
      unsynced.remove(request.memberID)
      endSyncPhaseIfComplete()
      touch(request.memberID, now)
      actions.append(.answerSync(ticket, assignment(of: request.memberID)))
      return actions
    }
    answerSync(of: request.memberID, SyncResult(error: .rebalanceInProgress), &actions)
    members[request.memberID]?.sync = ticket
    unsynced.remove(request.memberID)
    if leader == request.memberID, !isStoring { store(request.assignments, &actions) }
    return actions
  }

  private func checkSync(_ request: SyncRequest) -> ErrorCode {
    if state == .dead { return .coordinatorNotAvailable }
    let fault = check(request.memberID, request.instanceID)
    if fault != .none { return fault }
    if request.generation != generation { return .illegalGeneration }
    if let type = request.protocolType, type != protocolType { return .inconsistentGroupProtocol }
    if let name = request.protocolName, name != protocolName { return .inconsistentGroupProtocol }
    switch state {
    case .empty: return .unknownMemberId
    case .preparingRebalance: return .rebalanceInProgress
    case .completingRebalance, .stable, .dead: return .none
    }
  }

  private mutating func store(
    _ assignments: [(memberID: String, assignment: [UInt8])], _ actions: inout [GroupAction]
  ) {
    for id in order { members[id]?.assignment = [] }
    for (id, assignment) in assignments { members[id]?.assignment = assignment }
    isStoring = true
    actions.append(.store(metadata(), .assignment(generation: generation)))
  }

  /// The assignments of `generation` are durable, or could not be made so.
  mutating func assignmentStored(generation: Int32, _ error: ErrorCode, _ now: GroupMoment) -> [GroupAction] {
    // A rebalance may have begun meanwhile; it refused the syncs.
    guard isStoring, state == .completingRebalance, generation == self.generation else { return [] }
    var actions: [GroupAction] = []
    isStoring = false
    if error != .none {
      refuseSyncs(Self.answer(toStorageError: error), now, &actions)
      membersChanged(now, &actions)
      return actions
    }
    enter(.stable, now)
    endSyncPhaseIfComplete()
    for id in order where members[id]?.sync != nil {
      answerSync(of: id, assignment(of: id), &actions)
      touch(id, now)
    }
    return actions
  }

  private func assignment(of memberID: String) -> SyncResult {
    var result = SyncResult(error: .none)
    result.protocolType = protocolType
    result.protocolName = protocolName
    result.assignment = members[memberID]?.assignment ?? []
    return result
  }

  /// Takes the assignments back and sends everyone who waits for theirs away.
  mutating func refuseSyncs(_ error: ErrorCode, _ now: GroupMoment, _ actions: inout [GroupAction]) {
    for id in order {
      members[id]?.assignment = []
      guard members[id]?.sync != nil else { continue }
      answerSync(of: id, SyncResult(error: error), &actions)
      touch(id, now)
    }
  }

  private mutating func endSyncPhaseIfComplete() {
    if unsynced.isEmpty { syncDeadline = nil }
  }

  /// Removes members that did not ask for their assignment in time.
  mutating func expireSyncs(_ now: GroupMoment, _ actions: inout [GroupAction]) {
    syncDeadline = nil
    guard state == .stable || state == .completingRebalance, !unsynced.isEmpty else { return }
    for id in order where unsynced.contains(id) {
      actions.append(.report(.info, "group \(self.id): member \(id) is removed: it did not sync in time"))
      remove(id, error: .unknownMemberId, &actions)
    }
    membersLeft(now, &actions)
  }
}
