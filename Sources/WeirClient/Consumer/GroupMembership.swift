import WeirWire

/// A member's part in the classic group protocol, as a state machine: told what the coordinator answered, it says what
/// to do next.
struct GroupMembership: Sendable, Equatable {
  enum Request: Sendable { case join, sync, heartbeat, commit }

  enum Reaction: Sendable, Equatable {
    case proceed
    /// The same request after a pause.
    case again
    /// The same request to whoever is the coordinator now.
    case findCoordinator
    /// Begin anew with JoinGroup.
    case rejoin
    case fail
  }

  /// Empty until the coordinator gives one.
  private(set) var memberID = ""
  /// -1 while not part of one.
  private(set) var generation: Int32 = -1

  mutating func joined(memberID: String, generation: Int32) {
    self.memberID = memberID
    self.generation = generation
  }

  /// The coordinator asks to join again under an id of its making (KIP-394).
  mutating func named(_ memberID: String) { self.memberID = memberID }

  mutating func left() { self = GroupMembership() }

  mutating func react(to code: Int16, in request: Request) -> Reaction {
    switch ErrorCode(rawValue: code) {
    case .some(.none): return .proceed
    case .memberIdRequired: return .rejoin
    case .coordinatorLoadInProgress: return .again
    case .coordinatorNotAvailable, .notCoordinator: return .findCoordinator
    case .rebalanceInProgress: return .rejoin
    case .illegalGeneration:
      generation = -1
      return .rejoin
    case .unknownMemberId:
      left()
      return .rejoin
    default: return .fail
    }
  }
}
