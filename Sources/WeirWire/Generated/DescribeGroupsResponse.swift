// Generated from Schemas/DescribeGroups.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// DescribeGroups (key 15), versions 0 to 6. Tells a group's state and members.
package struct DescribeGroupsResponse: WireResponse {
  package static var api: ApiKey { .describeGroups }
  package static var versions: ClosedRange<Int16> { 0...6 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 5 }

  /// Milliseconds the client is to wait; 0 when no quota is exceeded. From version 1.
  package var throttleTimeMs: Int32 = 0
  package var groups: [DescribedGroup] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    throttleTimeMs: Int32 = 0,
    groups: [DescribedGroup] = [],
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.throttleTimeMs = throttleTimeMs
    self.groups = groups
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 1 {
        throttleTimeMs = try reader.int32()
      }
      groups = try reader.array("groups", compact: version >= 5, minimum: 12) {
        (reader: inout WireReader) throws(WireError) in
        try DescribedGroup(from: &reader, version: version)
      }
      if version >= 5 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("DescribeGroupsResponse")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 1 {
        writer.int32(throttleTimeMs)
      }
      try writer.array("groups", groups, compact: version >= 5) {
        (writer: inout WireWriter, element: DescribedGroup) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 5 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("DescribeGroupsResponse")
    }
  }

  /// What `groups` holds.
  package struct DescribedGroup: Equatable, Sendable {
    /// An `ErrorCode`.
    package var errorCode: Int16 = 0
    /// Words for the error, or null. Version 6.
    package var errorMessage: String? = nil
    package var groupId: String = ""
    /// As in `Stable`; `Dead` when there is no such group.
    package var groupState: String = ""
    /// "consumer" for consumers.
    package var protocolType: String = ""
    /// The protocol chosen, or empty.
    package var protocolData: String = ""
    package var members: [DescribedGroupMember] = []
    /// A bit per operation; the lowest number when not asked for. From version 3.
    package var authorizedOperations: Int32 = -2147483648
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      errorCode: Int16 = 0,
      errorMessage: String? = nil,
      groupId: String = "",
      groupState: String = "",
      protocolType: String = "",
      protocolData: String = "",
      members: [DescribedGroupMember] = [],
      authorizedOperations: Int32 = -2147483648,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.errorCode = errorCode
      self.errorMessage = errorMessage
      self.groupId = groupId
      self.groupState = groupState
      self.protocolType = protocolType
      self.protocolData = protocolData
      self.members = members
      self.authorizedOperations = authorizedOperations
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      errorCode = try reader.int16()
      if version == 6 {
        errorMessage = try reader.optionalString(compact: true)
      }
      groupId = try reader.string(compact: version >= 5)
      groupState = try reader.string(compact: version >= 5)
      protocolType = try reader.string(compact: version >= 5)
      protocolData = try reader.string(compact: version >= 5)
      members = try reader.array("members", compact: version >= 5, minimum: 7) {
        (reader: inout WireReader) throws(WireError) in
        try DescribedGroupMember(from: &reader, version: version)
      }
      if version >= 3 {
        authorizedOperations = try reader.int32()
      }
      if version >= 5 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int16(errorCode)
      if version == 6 {
        try writer.optionalString(errorMessage, compact: true)
      } else if errorMessage != nil {
        throw .fieldNotInVersion("errorMessage", version)
      }
      try writer.string(groupId, compact: version >= 5)
      try writer.string(groupState, compact: version >= 5)
      try writer.string(protocolType, compact: version >= 5)
      try writer.string(protocolData, compact: version >= 5)
      try writer.array("members", members, compact: version >= 5) {
        (writer: inout WireWriter, element: DescribedGroupMember) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 3 {
        writer.int32(authorizedOperations)
      } else if authorizedOperations != -2147483648 {
        throw .fieldNotInVersion("authorizedOperations", version)
      }
      if version >= 5 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `members` holds.
  package struct DescribedGroupMember: Equatable, Sendable {
    /// Given by the coordinator; empty before.
    package var memberId: String = ""
    /// Set by static members (KIP-345), else null. From version 4.
    package var groupInstanceId: String? = nil
    package var clientId: String = ""
    /// The address the member joined from.
    package var clientHost: String = ""
    /// Opaque: a subscription, for consumers.
    package var memberMetadata: [UInt8] = []
    /// Opaque: an assignment, for consumers.
    package var memberAssignment: [UInt8] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      memberId: String = "",
      groupInstanceId: String? = nil,
      clientId: String = "",
      clientHost: String = "",
      memberMetadata: [UInt8] = [],
      memberAssignment: [UInt8] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.memberId = memberId
      self.groupInstanceId = groupInstanceId
      self.clientId = clientId
      self.clientHost = clientHost
      self.memberMetadata = memberMetadata
      self.memberAssignment = memberAssignment
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      memberId = try reader.string(compact: version >= 5)
      if version >= 4 {
        groupInstanceId = try reader.optionalString(compact: version >= 5)
      }
      clientId = try reader.string(compact: version >= 5)
      clientHost = try reader.string(compact: version >= 5)
      memberMetadata = try reader.bytes(compact: version >= 5)
      memberAssignment = try reader.bytes(compact: version >= 5)
      if version >= 5 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(memberId, compact: version >= 5)
      if version >= 4 {
        try writer.optionalString(groupInstanceId, compact: version >= 5)
      }
      try writer.string(clientId, compact: version >= 5)
      try writer.string(clientHost, compact: version >= 5)
      try writer.bytes(memberMetadata, compact: version >= 5)
      try writer.bytes(memberAssignment, compact: version >= 5)
      if version >= 5 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
