import WeirWire

/// The answer to a join.
package struct JoinResult: Sendable {
  /// A member as its leader sees it.
  package struct Member: Sendable, Equatable {
    package var id: String
    package var instanceID: String?
    /// What it said under the chosen protocol.
    package var metadata: [UInt8]
  }

  package var error: ErrorCode
  /// -1 with an error.
  package var generation: Int32 = -1
  /// Nil with an error; Kafka's versions before 7 write nothing for it.
  package var protocolType: String?
  /// Nil with an error; Kafka's versions before 7 write an empty text for it.
  package var protocolName: String?
  package var leader: String = ""
  package var skipAssignment: Bool = false
  package var memberID: String
  /// Empty but for the leader.
  package var members: [Member] = []

  package init(error: ErrorCode, memberID: String) {
    self.error = error
    self.memberID = memberID
  }
}
