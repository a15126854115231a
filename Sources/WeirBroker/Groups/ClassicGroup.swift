import WeirBase
import WeirWire

/// A consumer group under Kafka's classic protocol: a state machine without clock, lock or input and output.
///
/// Each event comes with the time and yields what is to be done. Tickets stand for joins and syncs that wait; every
/// ticket is answered once. Owners call `expire` once `nextDeadline` has passed; it may be early, never late.
struct ClassicGroup {
  let id: String
  let settings: GroupSettings

  var state = GroupState.empty
  var generation: Int32 = 0
  var protocolType: String?
  var protocolName: String?
  var leader: String?
  /// Wall clock, milliseconds, of the last change of state.
  var stateTimestamp: Int64

  var members: [String: GroupMember] = [:]
  /// Members in the order they came, so that answers do not depend on hashing.
  var order: [String] = []
  /// Member ids by instance id (KIP-345).
  var staticMembers: [String: String] = [:]
  /// How many members offer each protocol.
  var offers: [String: Int] = [:]
  /// Ids given out that have not come back yet (KIP-394), with when they are forgotten (steady milliseconds).
  var pending: [String: Int64] = [:]
  /// Members whose join waits.
  var waitingJoins = 0
  /// Members that have not asked for this generation's assignment.
  var unsynced: Set<String> = []

  /// Steady milliseconds; when the join phase ends at the latest.
  var joinDeadline: Int64?
  /// What is left of the rebalance timeout for more extensions of an empty group's first join phase; nil: not that.
  var initialRemaining: Int64?
  /// Somebody came since the first join phase was last extended.
  var newMemberAdded = false
  /// Steady milliseconds; when members that have not synced are removed.
  var syncDeadline: Int64?
  /// The leader's assignments of this generation are being stored.
  var isStoring = false

  /// Steady milliseconds; nothing can expire before. Kept as a lower bound, made exact by `expire`.
  private(set) var nextDeadline = Int64.max

  init(id: String, settings: GroupSettings, now: GroupMoment) {
    self.id = id
    self.settings = settings
    stateTimestamp = now.wall
  }

  mutating func wake(by deadline: Int64) { nextDeadline = min(nextDeadline, deadline) }

  mutating func enter(_ state: GroupState, _ now: GroupMoment) {
    self.state = state
    stateTimestamp = now.wall
  }

  /// Removes whoever's time is over and ends phases that lasted too long.
  mutating func expire(now: GroupMoment) -> [GroupAction] {
    var actions: [GroupAction] = []
    nextDeadline = .max
    expirePending(now, &actions)
    expireSessions(now, &actions)
    if let joinDeadline, joinDeadline <= now.steady { endJoinPhase(now, &actions) }
    if let syncDeadline, syncDeadline <= now.steady { expireSyncs(now, &actions) }
    findNextDeadline()
    return actions
  }

  private mutating func expirePending(_ now: GroupMoment, _ actions: inout [GroupAction]) {
    let late = pending.filter { $0.value <= now.steady }
    if late.isEmpty { return }
    for id in late.keys { pending[id] = nil }
    finishJoinsIfComplete(now, &actions)
  }

  private mutating func expireSessions(_ now: GroupMoment, _ actions: inout [GroupAction]) {
    for id in order where members[id]?.hasExpired(at: now.steady) == true {
      actions.append(.report(.info, "group \(self.id): member \(id) is removed: silent for its session timeout"))
      remove(id, error: .unknownMemberId, &actions)
      membersLeft(now, &actions)
    }
  }

  private mutating func findNextDeadline() {
    var next = min(joinDeadline ?? .max, syncDeadline ?? .max)
    for member in members.values where member.isNew || (member.join == nil && member.sync == nil) {
      next = min(next, member.deadline)
    }
    for deadline in pending.values { next = min(next, deadline) }
    nextDeadline = min(nextDeadline, next)
  }

  /// What to store of this generation.
  func metadata() -> GroupMetadata {
    GroupMetadata(
      protocolType: protocolType ?? "", generation: generation, protocolName: protocolName, leader: leader,
      stateTimestamp: stateTimestamp,
      members: order.compactMap { members[$0] }.map { member in
        GroupMetadata.Member(
          id: member.id, instanceID: member.instanceID, clientID: member.clientID, clientHost: member.clientHost,
          rebalanceTimeout: member.rebalanceTimeout, sessionTimeout: member.sessionTimeout,
          subscription: member.metadata(under: protocolName), assignment: member.assignment)
      })
  }
}
