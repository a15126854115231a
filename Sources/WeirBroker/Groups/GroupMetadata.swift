/// What is stored of a group: one generation (GroupMetadataValue, version 3).
package struct GroupMetadata: Sendable, Equatable {
  package struct Member: Sendable, Equatable {
    package var id: String
    package var instanceID: String?
    package var clientID: String
    package var clientHost: String
    /// Milliseconds.
    package var rebalanceTimeout: Int32
    /// Milliseconds.
    package var sessionTimeout: Int32
    /// What it said under the chosen protocol.
    package var subscription: [UInt8]
    package var assignment: [UInt8]
  }

  package var protocolType: String
  package var generation: Int32
  /// Nil without members.
  package var protocolName: String?
  /// Nil without members.
  package var leader: String?
  /// Wall clock, milliseconds, of the last change of state; -1 if not known.
  package var stateTimestamp: Int64
  package var members: [Member]
}
