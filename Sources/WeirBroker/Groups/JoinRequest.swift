/// One protocol (assignor) a member offers, with what it says under it.
package struct GroupProtocol: Sendable, Equatable {
  package var name: String
  package var metadata: [UInt8]

  package init(name: String, metadata: [UInt8]) {
    self.name = name
    self.metadata = metadata
  }
}

/// A wish to enter a group's next generation (JoinGroup, versions 0 to 9).
package struct JoinRequest: Sendable {
  package var groupID: String
  /// Empty for a member that has none yet.
  package var memberID: String
  /// A static member's name (KIP-345), else nil.
  package var instanceID: String?
  package var clientID: String
  package var clientHost: String
  /// Milliseconds.
  package var sessionTimeout: Int32
  /// Milliseconds; below zero (version 0 has none): the session timeout.
  package var rebalanceTimeout: Int32
  package var protocolType: String
  /// In order of preference.
  package var protocols: [GroupProtocol]
  /// Version 4 and later (KIP-394): a member without an id is told one first.
  package var requiresKnownMemberID: Bool
  /// Version 9 and later (KIP-814): a leader can be told not to assign.
  package var supportsSkipAssignment: Bool

  package init(
    groupID: String, memberID: String = "", instanceID: String? = nil, clientID: String = "",
    clientHost: String = "", sessionTimeout: Int32 = 45_000, rebalanceTimeout: Int32 = -1,
    protocolType: String = "consumer", protocols: [GroupProtocol] = [], requiresKnownMemberID: Bool = true,
    supportsSkipAssignment: Bool = true
  ) {
    self.groupID = groupID
    self.memberID = memberID
    self.instanceID = instanceID
    self.clientID = clientID
    self.clientHost = clientHost
    self.sessionTimeout = sessionTimeout
    self.rebalanceTimeout = rebalanceTimeout
    self.protocolType = protocolType
    self.protocols = protocols
    self.requiresKnownMemberID = requiresKnownMemberID
    self.supportsSkipAssignment = supportsSkipAssignment
  }
}
