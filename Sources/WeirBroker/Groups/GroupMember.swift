/// A member of a classic group.
struct GroupMember {
  var id: String
  let instanceID: String?
  let clientID: String
  let clientHost: String
  /// Milliseconds.
  var rebalanceTimeout: Int32
  /// Milliseconds.
  var sessionTimeout: Int32
  /// In order of preference.
  var protocols: [GroupProtocol]
  var assignment: [UInt8] = []
  /// The join that waits for the next generation.
  var join: UInt64?
  /// The sync that waits for the leader's assignments.
  var sync: UInt64?
  /// Has not been told its id yet, so cannot send heartbeats.
  var isNew = false
  /// Steady milliseconds; the session ends then, unless the member waits in a join or sync.
  var deadline: Int64 = .max

  /// Whether the group has to act when `deadline` has passed.
  func hasExpired(at now: Int64) -> Bool {
    deadline <= now && (isNew || (join == nil && sync == nil))
  }

  func metadata(under name: String?) -> [UInt8] {
    protocols.first { $0.name == name }?.metadata ?? []
  }

  /// Its first choice among `candidates`.
  func vote(among candidates: Set<String>) -> String? {
    protocols.first { candidates.contains($0.name) }?.name
  }
}
