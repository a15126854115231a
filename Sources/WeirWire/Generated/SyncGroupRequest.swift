// Generated from Schemas/SyncGroup.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// SyncGroup (key 14), versions 0 to 5. Hands out the leader's assignment.
package struct SyncGroupRequest: WireRequest {
  package typealias Response = SyncGroupResponse
  package static var api: ApiKey { .syncGroup }
  package static var versions: ClosedRange<Int16> { 0...5 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

  package var groupId: String = ""
  /// -1 outside a generation.
  package var generationId: Int32 = 0
  /// Given by the coordinator; empty before.
  package var memberId: String = ""
  /// Set by static members (KIP-345), else null. From version 3.
  package var groupInstanceId: String? = nil
  /// "consumer" for consumers. Version 5.
  package var protocolType: String? = nil
  /// Checked against the group's choice (KIP-559). Version 5.
  package var protocolName: String? = nil
  /// Sent by the leader only.
  package var assignments: [SyncGroupRequestAssignment] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    groupId: String = "",
    generationId: Int32 = 0,
    memberId: String = "",
    groupInstanceId: String? = nil,
    protocolType: String? = nil,
    protocolName: String? = nil,
    assignments: [SyncGroupRequestAssignment] = [],
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.groupId = groupId
    self.generationId = generationId
    self.memberId = memberId
    self.groupInstanceId = groupInstanceId
    self.protocolType = protocolType
    self.protocolName = protocolName
    self.assignments = assignments
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      groupId = try reader.string(compact: version >= 4)
      generationId = try reader.int32()
      memberId = try reader.string(compact: version >= 4)
      if version >= 3 {
        groupInstanceId = try reader.optionalString(compact: version >= 4)
      }
      if version == 5 {
        protocolType = try reader.optionalString(compact: true)
      }
      if version == 5 {
        protocolName = try reader.optionalString(compact: true)
      }
      assignments = try reader.array("assignments", compact: version >= 4, minimum: 3) {
        (reader: inout WireReader) throws(WireError) in
        try SyncGroupRequestAssignment(from: &reader, version: version)
      }
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("SyncGroupRequest")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      try writer.string(groupId, compact: version >= 4)
      writer.int32(generationId)
      try writer.string(memberId, compact: version >= 4)
      if version >= 3 {
        try writer.optionalString(groupInstanceId, compact: version >= 4)
      } else if groupInstanceId != nil {
        throw .fieldNotInVersion("groupInstanceId", version)
      }
      if version == 5 {
        try writer.optionalString(protocolType, compact: true)
      }
      if version == 5 {
        try writer.optionalString(protocolName, compact: true)
      }
      try writer.array("assignments", assignments, compact: version >= 4) {
        (writer: inout WireWriter, element: SyncGroupRequestAssignment) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("SyncGroupRequest")
    }
  }

  /// What `assignments` holds.
  package struct SyncGroupRequestAssignment: Equatable, Sendable {
    /// Given by the coordinator; empty before.
    package var memberId: String = ""
    /// Opaque: an assignment, for consumers.
    package var assignment: [UInt8] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      memberId: String = "",
      assignment: [UInt8] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.memberId = memberId
      self.assignment = assignment
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      memberId = try reader.string(compact: version >= 4)
      assignment = try reader.bytes(compact: version >= 4)
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(memberId, compact: version >= 4)
      try writer.bytes(assignment, compact: version >= 4)
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
