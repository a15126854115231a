import WeirBase
import WeirWire

/// All groups of the node with everything that waits; guarded by the coordinator's lock.
struct GroupTable {
  enum Phase { case loading, serving, stopped }

  /// A group with what was committed for it.
  struct Entry {
    var classic: ClassicGroup
    var offsets = GroupOffsets()
    /// Tells a group from a later one of the same name.
    let incarnation: UInt64
    /// What the journal holds of the group itself.
    var record = GroupRecord()
    /// Steady milliseconds; expired offsets are looked for then, and whether the group may be forgotten.
    var retireDeadline: Int64

    var nextDeadline: Int64 { min(classic.nextDeadline, retireDeadline) }
  }

  /// An append that waits for its turn.
  struct Append {
    let entries: [OffsetsEntry]
    let done: @Sendable (ErrorCode) -> Void
  }

  /// What is done when the lock is free again.
  enum Effect {
    case call(@Sendable () -> Void)
    case report(EventLevel, String)
  }

  var phase = Phase.loading
  var groups: [String: Entry] = [:]
  var joins: [UInt64: @Sendable (JoinResult) -> Void] = [:]
  var syncs: [UInt64: @Sendable (SyncResult) -> Void] = [:]
  var effects: [Effect] = []
  /// Appends in the order of the changes they come from.
  var outbox: [Append] = []
  /// Somebody is handing the outbox to the journal.
  var isDraining = false
  /// Steady milliseconds; no group has to act before.
  var nextDeadline = Int64.max
  var timer = Timer()
  private var lastNumber: UInt64 = 0

  struct Timer {
    var deadline = Int64.max
    var number: UInt64 = 0
    var job: (any Cancellable)?
  }

  /// A number not used before: tickets, sequences, incarnations.
  mutating func number() -> UInt64 {
    lastNumber &+= 1
    return lastNumber
  }

  /// Why nothing is served now; `.none` if all is well.
  var refusal: ErrorCode {
    switch phase {
    case .loading: .coordinatorLoadInProgress
    case .serving: .none
    case .stopped: .coordinatorNotAvailable
    }
  }

  /// Makes a group that is not there yet; false if there are too many.
  mutating func make(_ id: String, _ settings: GroupSettings, _ now: GroupMoment) -> Bool {
    if groups[id] != nil { return true }
    if phase == .serving && groups.count >= settings.groupsMax { return false }
    groups[id] = Entry(
      classic: ClassicGroup(id: id, settings: settings, now: now), incarnation: number(),
      retireDeadline: now.after(settings.emptyGroupMillis))
    note(id)
    return true
  }

  /// A group changed: its deadline may be nearer now.
  mutating func note(_ id: String) {
    if let entry = groups[id] { nextDeadline = min(nextDeadline, entry.nextDeadline) }
  }

  mutating func answer(join ticket: UInt64, _ result: JoinResult) {
    guard let reply = joins.removeValue(forKey: ticket) else { return }
    effects.append(.call { reply(result) })
  }

  mutating func answer(sync ticket: UInt64, _ result: SyncResult) {
    guard let reply = syncs.removeValue(forKey: ticket) else { return }
    effects.append(.call { reply(result) })
  }
}
