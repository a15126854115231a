import WeirBase
import WeirWire

/// What a group wants done after an event.
enum GroupAction {
  case answerJoin(UInt64, JoinResult)
  case answerSync(UInt64, SyncResult)
  /// Keep `metadata`, then tell the group (`stored`) for what `purpose` it was.
  case store(GroupMetadata, StorePurpose)
  case report(EventLevel, String)
}

/// Why a group's metadata is stored.
enum StorePurpose: Equatable {
  /// The leader's assignments of a generation: the group becomes Stable when they are durable.
  case assignment(generation: Int32)
  /// A static member came back: its join is answered when its new id is durable.
  case replacement(StaticReplacement)
  /// The group has no members any more.
  case emptied
}

/// A static member that came back to a Stable group, and what it was before.
struct StaticReplacement: Equatable {
  let instanceID: String
  let oldID: String
  let newID: String
  let ticket: UInt64
  let oldLeader: String
  let wasLeader: Bool
  let oldProtocols: [GroupProtocol]
  let oldRebalanceTimeout: Int32
  let oldSessionTimeout: Int32
  let supportsSkipAssignment: Bool
}
