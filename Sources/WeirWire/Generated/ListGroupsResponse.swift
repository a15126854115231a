// Generated from Schemas/ListGroups.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// ListGroups (key 16), versions 0 to 5. Names the groups.
package struct ListGroupsResponse: WireResponse {
  package static var api: ApiKey { .listGroups }
  package static var versions: ClosedRange<Int16> { 0...5 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

  /// Milliseconds the client is to wait; 0 when no quota is exceeded. From version 1.
  package var throttleTimeMs: Int32 = 0
  /// An `ErrorCode`.
  package var errorCode: Int16 = 0
  package var groups: [ListedGroup] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    throttleTimeMs: Int32 = 0,
    errorCode: Int16 = 0,
    groups: [ListedGroup] = [],
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.throttleTimeMs = throttleTimeMs
    self.errorCode = errorCode
    self.groups = groups
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 1 {
        throttleTimeMs = try reader.int32()
      }
      errorCode = try reader.int16()
      groups = try reader.array("groups", compact: version >= 3, minimum: 3) {
        (reader: inout WireReader) throws(WireError) in
        try ListedGroup(from: &reader, version: version)
      }
      if version >= 3 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("ListGroupsResponse")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 1 {
        writer.int32(throttleTimeMs)
      }
      writer.int16(errorCode)
      try writer.array("groups", groups, compact: version >= 3) {
        (writer: inout WireWriter, element: ListedGroup) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 3 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("ListGroupsResponse")
    }
  }

  /// What `groups` holds.
  package struct ListedGroup: Equatable, Sendable {
    package var groupId: String = ""
    /// "consumer" for consumers.
    package var protocolType: String = ""
    /// As in `Stable`. From version 4.
    package var groupState: String = ""
    /// `classic`, `consumer`, ... Version 5.
    package var groupType: String = ""
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      groupId: String = "",
      protocolType: String = "",
      groupState: String = "",
      groupType: String = "",
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.groupId = groupId
      self.protocolType = protocolType
      self.groupState = groupState
      self.groupType = groupType
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      groupId = try reader.string(compact: version >= 3)
      protocolType = try reader.string(compact: version >= 3)
      if version >= 4 {
        groupState = try reader.string(compact: true)
      }
      if version == 5 {
        groupType = try reader.string(compact: true)
      }
      if version >= 3 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(groupId, compact: version >= 3)
      try writer.string(protocolType, compact: version >= 3)
      if version >= 4 {
        try writer.string(groupState, compact: true)
      }
      if version == 5 {
        try writer.string(groupType, compact: true)
      }
      if version >= 3 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
