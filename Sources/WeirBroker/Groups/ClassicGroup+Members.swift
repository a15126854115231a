import WeirBase
import WeirWire

/// Who is in the group.
extension ClassicGroup {
  /// Longest rebalance timeout of all members, in milliseconds.
  var rebalanceTimeout: Int64 { members.values.reduce(0) { max($0, Int64($1.rebalanceTimeout)) } }

  /// Whether every member has joined and nobody with an id given out is still to come.
  var hasAllJoined: Bool { waitingJoins == members.count && pending.isEmpty }

  /// What speaks against a call by `memberID`: unknown, or fenced by a newer member with its instance id.
  func check(_ memberID: String, _ instanceID: String?) -> ErrorCode {
    if let instanceID {
      guard let current = staticMembers[instanceID] else { return .unknownMemberId }
      if current != memberID { return .fencedInstanceId }
    }
    return members[memberID] == nil ? .unknownMemberId : .none
  }

  mutating func touch(_ memberID: String, _ now: GroupMoment) {
    guard let timeout = members[memberID]?.sessionTimeout else { return }
    setDeadline(memberID, now.after(timeout))
  }

  mutating func setDeadline(_ memberID: String, _ deadline: Int64) {
    members[memberID]?.deadline = deadline
    wake(by: deadline)
  }

  /// The first member decides on the type.
  mutating func insert(_ member: GroupMember, protocolType type: String?) {
    if members.isEmpty { protocolType = type }
    members[member.id] = member
    order.append(member.id)
    if let instanceID = member.instanceID { staticMembers[instanceID] = member.id }
    if member.join != nil { waitingJoins += 1 }
    count(member.protocols, by: 1)
    pending[member.id] = nil
    leader = leader ?? member.id
  }

  /// Takes a member out, answering what it waits for with `error`.
  mutating func remove(_ memberID: String, error: ErrorCode, _ actions: inout [GroupAction]) {
    guard let member = members[memberID] else { return }
    answerJoin(of: memberID, JoinResult(error: error, memberID: ""), &actions)
    answerSync(of: memberID, SyncResult(error: error), &actions)
    members[memberID] = nil
    order.removeAll { $0 == memberID }
    if let instanceID = member.instanceID, staticMembers[instanceID] == memberID { staticMembers[instanceID] = nil }
    count(member.protocols, by: -1)
    unsynced.remove(memberID)
    if leader == memberID { leader = order.first }
  }

  /// Gives a static member a new id in its old place; whoever used the old id is fenced.
  mutating func replace(_ oldID: String, by newID: String, _ actions: inout [GroupAction]) {
    guard var member = members[oldID] else { return }
    answerJoin(of: oldID, JoinResult(error: .fencedInstanceId, memberID: oldID), &actions)
    answerSync(of: oldID, SyncResult(error: .fencedInstanceId), &actions)
    member.join = nil
    member.sync = nil
    member.id = newID
    members[oldID] = nil
    members[newID] = member
    if let index = order.firstIndex(of: oldID) { order[index] = newID }
    if let instanceID = member.instanceID { staticMembers[instanceID] = newID }
    if unsynced.remove(oldID) != nil { unsynced.insert(newID) }
    if leader == oldID { leader = newID }
  }

  /// A member says anew what it offers.
  mutating func update(_ memberID: String, protocols: [GroupProtocol], rebalance: Int32, session: Int32) {
    guard let old = members[memberID]?.protocols else { return }
    count(old, by: -1)
    count(protocols, by: 1)
    members[memberID]?.protocols = protocols
    members[memberID]?.rebalanceTimeout = rebalance
    members[memberID]?.sessionTimeout = session
  }

  private mutating func count(_ protocols: [GroupProtocol], by change: Int) {
    for name in Set(protocols.map(\.name)) {
      let offered = (offers[name] ?? 0) + change
      offers[name] = offered > 0 ? offered : nil
    }
  }

  /// Whether some protocol of `protocols` is offered by every member.
  func supports(_ type: String, _ protocols: [GroupProtocol]) -> Bool {
    if type.isEmpty || protocols.isEmpty { return false }
    if members.isEmpty { return true }
    return type == protocolType && protocols.contains { offers[$0.name] == members.count }
  }

  /// The protocol most members prefer among those that all offer; nil without members.
  func selectProtocol() -> String? {
    let candidates = Set(offers.filter { $0.value == members.count }.keys)
    var votes: [String: Int] = [:]
    var best: String?
    // A tie goes to the choice of whoever has been here longest.
    var ballots: [String] = []
    for id in order {
      guard let vote = members[id]?.vote(among: candidates) else { continue }
      if votes[vote] == nil { ballots.append(vote) }
      votes[vote, default: 0] += 1
    }
    for ballot in ballots where (votes[ballot] ?? 0) > (best.flatMap { votes[$0] } ?? 0) { best = ballot }
    return best
  }

  mutating func answerJoin(of memberID: String, _ result: JoinResult, _ actions: inout [GroupAction]) {
    guard let ticket = members[memberID]?.join else { return }
    members[memberID]?.join = nil
    waitingJoins -= 1
    actions.append(.answerJoin(ticket, result))
  }

  mutating func answerSync(of memberID: String, _ result: SyncResult, _ actions: inout [GroupAction]) {
    guard let ticket = members[memberID]?.sync else { return }
    members[memberID]?.sync = nil
    actions.append(.answerSync(ticket, result))
  }

  /// A member's join waits from now on; an older one of its own is sent to try again.
  mutating func park(join ticket: UInt64, of memberID: String, _ actions: inout [GroupAction]) {
    answerJoin(of: memberID, JoinResult(error: .rebalanceInProgress, memberID: memberID), &actions)
    guard members[memberID] != nil else { return }
    members[memberID]?.join = ticket
    waitingJoins += 1
  }
}
