import WeirBase
import WeirWire

/// From one generation to the next.
extension ClassicGroup {
  /// Somebody joined, or joined differently: begins a rebalance, or goes on with the one there is.
  mutating func membersChanged(_ now: GroupMoment, _ actions: inout [GroupAction]) {
    switch state {
    case .empty, .stable, .completingRebalance: prepareRebalance(now, &actions)
    case .preparingRebalance, .dead: finishJoinsIfComplete(now, &actions)
    }
  }

  /// Somebody was removed.
  mutating func membersLeft(_ now: GroupMoment, _ actions: inout [GroupAction]) {
    if state == .stable || state == .completingRebalance {
      prepareRebalance(now, &actions)
    } else {
      finishJoinsIfComplete(now, &actions)
    }
  }

  private mutating func prepareRebalance(_ now: GroupMoment, _ actions: inout [GroupAction]) {
    if state == .completingRebalance { refuseSyncs(.rebalanceInProgress, now, &actions) }
    unsynced = []
    syncDeadline = nil
    isStoring = false
    let isInitial = state == .empty
    enter(.preparingRebalance, now)
    if isInitial {
      let delay = settings.initialRebalanceDelayMillis
      beginJoinPhase(now.after(delay))
      initialRemaining = max(rebalanceTimeout - delay, 0)
      newMemberAdded = false
    } else {
      initialRemaining = nil
      beginJoinPhase(now.after(rebalanceTimeout))
      finishJoinsIfComplete(now, &actions)
    }
  }

  private mutating func beginJoinPhase(_ deadline: Int64) {
    joinDeadline = deadline
    wake(by: deadline)
  }

  /// Ends the join phase early when nobody is missing; the first one of an empty group always lasts its time.
  mutating func finishJoinsIfComplete(_ now: GroupMoment, _ actions: inout [GroupAction]) {
    guard state == .preparingRebalance, initialRemaining == nil, hasAllJoined else { return }
    completeJoins(now, &actions)
  }

  /// The join phase has lasted as long as it may.
  mutating func endJoinPhase(_ now: GroupMoment, _ actions: inout [GroupAction]) {
    guard state == .preparingRebalance else {
      joinDeadline = nil
      return
    }
    if let remaining = initialRemaining, newMemberAdded, remaining > 0 {
      let delay = min(settings.initialRebalanceDelayMillis, remaining)
      newMemberAdded = false
      initialRemaining = remaining - delay
      beginJoinPhase(now.after(delay))
    } else {
      completeJoins(now, &actions)
    }
  }

  private mutating func completeJoins(_ now: GroupMoment, _ actions: inout [GroupAction]) {
    for id in order where members[id]?.join == nil && members[id]?.instanceID == nil {
      actions.append(.report(.info, "group \(self.id): member \(id) is removed: it did not join the rebalance in time"))
      remove(id, error: .unknownMemberId, &actions)
    }
    initialRemaining = nil
    if !members.isEmpty && !electLeader() {
      // Only static members are left and none has joined; sessions decide on them.
      beginJoinPhase(now.after(max(100, rebalanceTimeout)))
      return
    }
    joinDeadline = nil
    generation = generation == .max ? 1 : generation + 1
    if members.isEmpty { becomeEmpty(now, &actions) } else { handOutGeneration(now, &actions) }
  }

  private mutating func becomeEmpty(_ now: GroupMoment, _ actions: inout [GroupAction]) {
    protocolName = nil
    leader = nil
    unsynced = []
    enter(.empty, now)
    actions.append(.report(.info, "group \(id): generation \(generation) has no members"))
    actions.append(.store(metadata(), .emptied))
  }

  private mutating func handOutGeneration(_ now: GroupMoment, _ actions: inout [GroupAction]) {
    protocolName = selectProtocol()
    enter(.completingRebalance, now)
    let everyone = rollCall()
    for id in order {
      var result = current(for: id)
      result.members = leader == id ? everyone : []
      answerJoin(of: id, result, &actions)
      members[id]?.isNew = false
      touch(id, now)
    }
    unsynced = Set(order)
    let deadline = now.after(rebalanceTimeout)
    syncDeadline = deadline
    wake(by: deadline)
    actions.append(.report(.info, "group \(id): generation \(generation) has \(members.count) members"))
  }

  /// Whether there is a leader that has joined.
  private mutating func electLeader() -> Bool {
    if let leader, members[leader]?.join != nil { return true }
    guard let successor = order.first(where: { members[$0]?.join != nil }) else { return false }
    leader = successor
    return true
  }
}
