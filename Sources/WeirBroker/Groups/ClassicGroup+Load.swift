/// Going on after a restart.
extension ClassicGroup {
  /// A group as it was stored: Stable if it has members, else Empty. Sessions begin with `beginSessions`.
  init(id: String, settings: GroupSettings, metadata: GroupMetadata, now: GroupMoment) {
    self.init(id: id, settings: settings, now: now)
    generation = max(0, metadata.generation)
    stateTimestamp = metadata.stateTimestamp < 0 ? now.wall : metadata.stateTimestamp
    protocolType = metadata.protocolType.isEmpty ? nil : metadata.protocolType
    guard let name = metadata.protocolName, !metadata.members.isEmpty else { return }
    for stored in metadata.members where members[stored.id] == nil {
      insert(
        GroupMember(
          id: stored.id, instanceID: stored.instanceID, clientID: stored.clientID, clientHost: stored.clientHost,
          rebalanceTimeout: max(0, stored.rebalanceTimeout), sessionTimeout: max(1, stored.sessionTimeout),
          protocols: [GroupProtocol(name: name, metadata: stored.subscription)], assignment: stored.assignment),
        protocolType: protocolType)
    }
    protocolName = name
    if let stored = metadata.leader, members[stored] != nil { leader = stored }
    state = .stable
  }

  /// Gives every member a whole session from now.
  mutating func beginSessions(_ now: GroupMoment) {
    for id in order { touch(id, now) }
  }
}
