import WeirWire

/// A wish for one's assignment, and from the leader everyone's (SyncGroup, versions 0 to 5).
package struct SyncRequest: Sendable {
  package var groupID: String
  package var generation: Int32
  package var memberID: String
  package var instanceID: String?
  /// Version 5 and later; nil: not said.
  package var protocolType: String?
  /// Version 5 and later; nil: not said.
  package var protocolName: String?
  /// The leader's only; who is not a member is left out, who is not named gets nothing.
  package var assignments: [(memberID: String, assignment: [UInt8])]

  package init(
    groupID: String, generation: Int32, memberID: String, instanceID: String? = nil, protocolType: String? = nil,
    protocolName: String? = nil, assignments: [(memberID: String, assignment: [UInt8])] = []
  ) {
    self.groupID = groupID
    self.generation = generation
    self.memberID = memberID
    self.instanceID = instanceID
    self.protocolType = protocolType
    self.protocolName = protocolName
    self.assignments = assignments
  }
}

/// The answer to a sync.
package struct SyncResult: Sendable {
  package var error: ErrorCode
  /// Nil with an error.
  package var protocolType: String?
  /// Nil with an error.
  package var protocolName: String?
  package var assignment: [UInt8] = []

  package init(error: ErrorCode) { self.error = error }
}
