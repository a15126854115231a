/// A group as DescribeGroups shows it.
package struct GroupDescription: Sendable {
  package struct Member: Sendable {
    package var id: String
    package var instanceID: String?
    package var clientID: String
    package var clientHost: String
    /// Empty unless the group is Stable.
    package var metadata: [UInt8]
    /// Empty unless the group is Stable.
    package var assignment: [UInt8]
  }

  package var groupID: String
  package var state: GroupState
  package var protocolType: String
  /// Empty unless the group is Stable.
  package var protocolName: String
  package var members: [Member]
}

/// A group as ListGroups shows it.
package struct GroupListing: Sendable {
  package var groupID: String
  package var protocolType: String
  package var state: GroupState
  /// KIP-848's group type; all groups here are "classic".
  package var type: String
}
