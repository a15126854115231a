// Generated from Schemas/LeaveGroup.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// LeaveGroup (key 13), versions 0 to 5. Takes members out of a group.
package struct LeaveGroupResponse: WireResponse {
  package static var api: ApiKey { .leaveGroup }
  package static var versions: ClosedRange<Int16> { 0...5 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

  /// Milliseconds the client is to wait; 0 when no quota is exceeded. From version 1.
  package var throttleTimeMs: Int32 = 0
  /// An `ErrorCode`.
  package var errorCode: Int16 = 0
  /// Versions from 3 on name many (KIP-345). From version 3.
  package var members: [MemberResponse] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    throttleTimeMs: Int32 = 0,
    errorCode: Int16 = 0,
    members: [MemberResponse] = [],
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.throttleTimeMs = throttleTimeMs
    self.errorCode = errorCode
    self.members = members
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 1 {
        throttleTimeMs = try reader.int32()
      }
      errorCode = try reader.int16()
      if version >= 3 {
        members = try reader.array("members", compact: version >= 4, minimum: 5) {
          (reader: inout WireReader) throws(WireError) in
          try MemberResponse(from: &reader, version: version)
        }
      }
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("LeaveGroupResponse")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 1 {
        writer.int32(throttleTimeMs)
      }
      writer.int16(errorCode)
      if version >= 3 {
        try writer.array("members", members, compact: version >= 4) {
          (writer: inout WireWriter, element: MemberResponse) throws(WireError) in
          try element.encode(into: &writer, version: version)
        }
      } else if !members.isEmpty {
        throw .fieldNotInVersion("members", version)
      }
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("LeaveGroupResponse")
    }
  }

  /// What `members` holds.
  package struct MemberResponse: Equatable, Sendable {
    /// Versions before 3 name one; from 3 on see `members`.
    package var memberId: String = ""
    /// Set by static members (KIP-345), else null.
    package var groupInstanceId: String? = ""
    /// An `ErrorCode`.
    package var errorCode: Int16 = 0
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      memberId: String = "",
      groupInstanceId: String? = "",
      errorCode: Int16 = 0,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.memberId = memberId
      self.groupInstanceId = groupInstanceId
      self.errorCode = errorCode
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      memberId = try reader.string(compact: version >= 4)
      groupInstanceId = try reader.optionalString(compact: version >= 4)
      errorCode = try reader.int16()
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(memberId, compact: version >= 4)
      try writer.optionalString(groupInstanceId, compact: version >= 4)
      writer.int16(errorCode)
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
