// Generated from Schemas/LeaveGroup.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// LeaveGroup (key 13), versions 0 to 5. Takes members out of a group.
package struct LeaveGroupRequest: WireRequest {
  package typealias Response = LeaveGroupResponse
  package static var api: ApiKey { .leaveGroup }
  package static var versions: ClosedRange<Int16> { 0...5 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

  package var groupId: String = ""
  /// Versions before 3 name one; from 3 on see `members`. Versions 0 to 2.
  package var memberId: String = ""
  /// Versions from 3 on name many (KIP-345). From version 3.
  package var members: [MemberIdentity] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    groupId: String = "",
    memberId: String = "",
    members: [MemberIdentity] = [],
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.groupId = groupId
    self.memberId = memberId
    self.members = members
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      groupId = try reader.string(compact: version >= 4)
      if version <= 2 {
        memberId = try reader.string(compact: false)
      }
      if version >= 3 {
        members = try reader.array("members", compact: version >= 4, minimum: 3) {
          (reader: inout WireReader) throws(WireError) in
          try MemberIdentity(from: &reader, version: version)
        }
      }
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("LeaveGroupRequest")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      try writer.string(groupId, compact: version >= 4)
      if version <= 2 {
        try writer.string(memberId, compact: false)
      } else if !memberId.isEmpty {
        throw .fieldNotInVersion("memberId", version)
      }
      if version >= 3 {
        try writer.array("members", members, compact: version >= 4) {
          (writer: inout WireWriter, element: MemberIdentity) throws(WireError) in
          try element.encode(into: &writer, version: version)
        }
      } else if !members.isEmpty {
        throw .fieldNotInVersion("members", version)
      }
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("LeaveGroupRequest")
    }
  }

  /// What `members` holds.
  package struct MemberIdentity: Equatable, Sendable {
    /// Versions before 3 name one; from 3 on see `members`.
    package var memberId: String = ""
    /// Set by static members (KIP-345), else null.
    package var groupInstanceId: String? = nil
    /// Why it leaves, for the log (KIP-800). Version 5.
    package var reason: String? = nil
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      memberId: String = "",
      groupInstanceId: String? = nil,
      reason: String? = nil,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.memberId = memberId
      self.groupInstanceId = groupInstanceId
      self.reason = reason
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      memberId = try reader.string(compact: version >= 4)
      groupInstanceId = try reader.optionalString(compact: version >= 4)
      if version == 5 {
        reason = try reader.optionalString(compact: true)
      }
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(memberId, compact: version >= 4)
      try writer.optionalString(groupInstanceId, compact: version >= 4)
      if version == 5 {
        try writer.optionalString(reason, compact: true)
      }
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
