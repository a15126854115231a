// Generated from Schemas/DeleteGroups.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// DeleteGroups (key 42), versions 0 to 2. Removes groups without members.
package struct DeleteGroupsResponse: WireResponse {
  package static var api: ApiKey { .deleteGroups }
  package static var versions: ClosedRange<Int16> { 0...2 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

  /// Milliseconds the client is to wait; 0 when no quota is exceeded.
  package var throttleTimeMs: Int32 = 0
  package var results: [DeletableGroupResult] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    throttleTimeMs: Int32 = 0,
    results: [DeletableGroupResult] = [],
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.throttleTimeMs = throttleTimeMs
    self.results = results
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      throttleTimeMs = try reader.int32()
      results = try reader.array("results", compact: version >= 2, minimum: 4) {
        (reader: inout WireReader) throws(WireError) in
        try DeletableGroupResult(from: &reader, version: version)
      }
      if version >= 2 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("DeleteGroupsResponse")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      writer.int32(throttleTimeMs)
      try writer.array("results", results, compact: version >= 2) {
        (writer: inout WireWriter, element: DeletableGroupResult) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 2 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("DeleteGroupsResponse")
    }
  }

  /// What `results` holds.
  package struct DeletableGroupResult: Equatable, Sendable {
    package var groupId: String = ""
    /// An `ErrorCode`.
    package var errorCode: Int16 = 0
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      groupId: String = "",
      errorCode: Int16 = 0,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.groupId = groupId
      self.errorCode = errorCode
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      groupId = try reader.string(compact: version >= 2)
      errorCode = try reader.int16()
      if version >= 2 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(groupId, compact: version >= 2)
      writer.int16(errorCode)
      if version >= 2 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
