// Generated from Schemas/JoinGroup.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// JoinGroup (key 11), versions 0 to 9. Enters a group, or enters it again when it rebalances.
package struct JoinGroupResponse: WireResponse {
  package static var api: ApiKey { .joinGroup }
  package static var versions: ClosedRange<Int16> { 0...9 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 6 }

  /// Milliseconds the client is to wait; 0 when no quota is exceeded. From version 2.
  package var throttleTimeMs: Int32 = 0
  /// An `ErrorCode`.
  package var errorCode: Int16 = 0
  /// -1 outside a generation.
  package var generationId: Int32 = -1
  /// "consumer" for consumers. From version 7.
  package var protocolType: String? = nil
  /// The protocol chosen; null from version 7 on with an error.
  package var protocolName: String? = ""
  /// The leader's member id.
  package var leader: String = ""
  /// The leader is not to assign anew (KIP-814). Version 9.
  package var skipAssignment: Bool = false
  /// Given by the coordinator; empty before.
  package var memberId: String = ""
  /// Told to the leader only.
  package var members: [JoinGroupResponseMember] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    throttleTimeMs: Int32 = 0,
    errorCode: Int16 = 0,
    generationId: Int32 = -1,
    protocolType: String? = nil,
    protocolName: String? = "",
    leader: String = "",
    skipAssignment: Bool = false,
    memberId: String = "",
    members: [JoinGroupResponseMember] = [],
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.throttleTimeMs = throttleTimeMs
    self.errorCode = errorCode
    self.generationId = generationId
    self.protocolType = protocolType
    self.protocolName = protocolName
    self.leader = leader
    self.skipAssignment = skipAssignment
    self.memberId = memberId
    self.members = members
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 2 {
        throttleTimeMs = try reader.int32()
      }
      errorCode = try reader.int16()
      generationId = try reader.int32()
      if version >= 7 {
        protocolType = try reader.optionalString(compact: true)
      }
      protocolName = try reader.optionalString(nullable: version >= 7, compact: version >= 6)
      leader = try reader.string(compact: version >= 6)
      if version == 9 {
        skipAssignment = try reader.bool()
      }
      memberId = try reader.string(compact: version >= 6)
      members = try reader.array("members", compact: version >= 6, minimum: 4) {
        (reader: inout WireReader) throws(WireError) in
        try JoinGroupResponseMember(from: &reader, version: version)
      }
      if version >= 6 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("JoinGroupResponse")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 2 {
        writer.int32(throttleTimeMs)
      }
      writer.int16(errorCode)
      writer.int32(generationId)
      if version >= 7 {
        try writer.optionalString(protocolType, compact: true)
      }
      try writer.optionalString(protocolName, nullable: version >= 7, compact: version >= 6)
      try writer.string(leader, compact: version >= 6)
      if version == 9 {
        writer.bool(skipAssignment)
      } else if skipAssignment {
        throw .fieldNotInVersion("skipAssignment", version)
      }
      try writer.string(memberId, compact: version >= 6)
      try writer.array("members", members, compact: version >= 6) {
        (writer: inout WireWriter, element: JoinGroupResponseMember) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 6 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("JoinGroupResponse")
    }
  }

  /// What `members` holds.
  package struct JoinGroupResponseMember: Equatable, Sendable {
    /// Given by the coordinator; empty before.
    package var memberId: String = ""
    /// Set by static members (KIP-345), else null. From version 5.
    package var groupInstanceId: String? = nil
    /// Opaque: a subscription, for consumers.
    package var metadata: [UInt8] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      memberId: String = "",
      groupInstanceId: String? = nil,
      metadata: [UInt8] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.memberId = memberId
      self.groupInstanceId = groupInstanceId
      self.metadata = metadata
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      memberId = try reader.string(compact: version >= 6)
      if version >= 5 {
        groupInstanceId = try reader.optionalString(compact: version >= 6)
      }
      metadata = try reader.bytes(compact: version >= 6)
      if version >= 6 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(memberId, compact: version >= 6)
      if version >= 5 {
        try writer.optionalString(groupInstanceId, compact: version >= 6)
      }
      try writer.bytes(metadata, compact: version >= 6)
      if version >= 6 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
