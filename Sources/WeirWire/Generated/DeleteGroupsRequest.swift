// Generated from Schemas/DeleteGroups.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// DeleteGroups (key 42), versions 0 to 2. Removes groups without members.
package struct DeleteGroupsRequest: WireRequest {
  package typealias Response = DeleteGroupsResponse
  package static var api: ApiKey { .deleteGroups }
  package static var versions: ClosedRange<Int16> { 0...2 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

  package var groupsNames: [String] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    groupsNames: [String] = [],
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.groupsNames = groupsNames
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      groupsNames = try reader.array("groupsNames", compact: version >= 2, minimum: 1) {
        (reader: inout WireReader) throws(WireError) in
        try reader.string(compact: version >= 2)
      }
      if version >= 2 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("DeleteGroupsRequest")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      try writer.array("groupsNames", groupsNames, compact: version >= 2) {
        (writer: inout WireWriter, element: String) throws(WireError) in
        try writer.string(element, compact: version >= 2)
      }
      if version >= 2 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("DeleteGroupsRequest")
    }
  }
}
