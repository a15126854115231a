import WeirBase
import WeirWire

/// Entering the group's next generation.
extension ClassicGroup {
  /// Someone wants to join. `freshID` is the id it gets if it has none.
  mutating func join(
    _ request: JoinRequest, ticket: UInt64, freshID: String, now: GroupMoment
  ) -> [GroupAction] {
    var actions: [GroupAction] = []
    if state == .dead {
      actions.append(.answerJoin(ticket, JoinResult(error: .coordinatorNotAvailable, memberID: request.memberID)))
    } else if !supports(request.protocolType, request.protocols) {
      actions.append(.answerJoin(ticket, JoinResult(error: .inconsistentGroupProtocol, memberID: request.memberID)))
    } else if !hasRoom(for: request) {
      remove(request.memberID, error: .groupMaxSizeReached, &actions)
      pending[request.memberID] = nil
      finishJoinsIfComplete(now, &actions)
      actions.append(.answerJoin(ticket, JoinResult(error: .groupMaxSizeReached, memberID: "")))
    } else if request.memberID.isEmpty {
      joinNew(request, ticket, freshID, now, &actions)
    } else {
      joinKnown(request, ticket, now, &actions)
    }
    return actions
  }

  /// Members already in are not turned away; in a rebalance those count who wait in it.
  private func hasRoom(for request: JoinRequest) -> Bool {
    let known = members[request.memberID]
    switch state {
    case .empty, .dead: return true
    case .preparingRebalance: return known?.join != nil || waitingJoins < settings.groupMaxSize
    case .completingRebalance, .stable:
      return known != nil || isKnownStatic(request) || members.count < settings.groupMaxSize
    }
  }

  /// Ids given out cost memory until they expire, so they have a bound of their own.
  private var roomForPending: Int { settings.groupMaxSize &+ 1_000 }

  private func isKnownStatic(_ request: JoinRequest) -> Bool {
    request.instanceID.map { staticMembers[$0] != nil } ?? false
  }

  private mutating func joinNew(
    _ request: JoinRequest, _ ticket: UInt64, _ freshID: String, _ now: GroupMoment, _ actions: inout [GroupAction]
  ) {
    if let instanceID = request.instanceID {
      if let oldID = staticMembers[instanceID] {
        rejoinStatic(request, ticket, instanceID, from: oldID, to: freshID, now, &actions)
      } else {
        add(request, freshID, ticket, now, &actions)
      }
    } else if !request.requiresKnownMemberID {
      add(request, freshID, ticket, now, &actions)
    } else if pending.count >= roomForPending {
      actions.append(.answerJoin(ticket, JoinResult(error: .groupMaxSizeReached, memberID: "")))
    } else {
      let deadline = now.after(request.sessionTimeout)
      pending[freshID] = deadline
      wake(by: deadline)
      actions.append(.answerJoin(ticket, JoinResult(error: .memberIdRequired, memberID: freshID)))
    }
  }

  private mutating func joinKnown(
    _ request: JoinRequest, _ ticket: UInt64, _ now: GroupMoment, _ actions: inout [GroupAction]
  ) {
    if pending[request.memberID] != nil, request.instanceID == nil {
      add(request, request.memberID, ticket, now, &actions)
      return
    }
    let fault = check(request.memberID, request.instanceID)
    if fault != .none {
      actions.append(.answerJoin(ticket, JoinResult(error: fault, memberID: request.memberID)))
      return
    }
    rejoin(request, ticket, now, &actions)
  }

  /// A member joins again: to start a rebalance, to take part in one, or because it missed an answer.
  private mutating func rejoin(
    _ request: JoinRequest, _ ticket: UInt64, _ now: GroupMoment, _ actions: inout [GroupAction]
  ) {
    let isUnchanged = members[request.memberID]?.protocols == request.protocols
    switch state {
    case .completingRebalance where isUnchanged,
      .stable where isUnchanged && leader != request.memberID:
      touch(request.memberID, now)
      actions.append(.answerJoin(ticket, current(for: request.memberID)))
    case .preparingRebalance, .completingRebalance, .stable:
      update(
        request.memberID, protocols: request.protocols, rebalance: request.effectiveRebalanceTimeout,
        session: request.sessionTimeout)
      park(join: ticket, of: request.memberID, &actions)
      membersChanged(now, &actions)
    case .empty, .dead:
      actions.append(.answerJoin(ticket, JoinResult(error: .unknownMemberId, memberID: request.memberID)))
    }
  }

  private mutating func add(
    _ request: JoinRequest, _ memberID: String, _ ticket: UInt64, _ now: GroupMoment, _ actions: inout [GroupAction]
  ) {
    if state == .preparingRebalance, initialRemaining != nil { newMemberAdded = true }
    let deadline = now.after(settings.newMemberJoinTimeoutMillis)
    insert(
      GroupMember(
        id: memberID, instanceID: request.instanceID, clientID: request.clientID, clientHost: request.clientHost,
        rebalanceTimeout: request.effectiveRebalanceTimeout, sessionTimeout: request.sessionTimeout,
        protocols: request.protocols, join: ticket, isNew: true, deadline: deadline),
      protocolType: request.protocolType)
    wake(by: deadline)
    membersChanged(now, &actions)
  }

  /// The generation as it stands, for a member that missed its answer.
  func current(for memberID: String) -> JoinResult {
    var result = JoinResult(error: .none, memberID: memberID)
    result.generation = generation
    result.protocolType = protocolType
    result.protocolName = protocolName
    result.leader = leader ?? ""
    if leader == memberID, state != .stable { result.members = rollCall() }
    return result
  }

  /// All members, for the leader.
  func rollCall() -> [JoinResult.Member] {
    order.compactMap { members[$0] }.map {
      JoinResult.Member(id: $0.id, instanceID: $0.instanceID, metadata: $0.metadata(under: protocolName))
    }
  }
}

extension JoinRequest {
  var effectiveRebalanceTimeout: Int32 { rebalanceTimeout < 0 ? sessionTimeout : rebalanceTimeout }
}
