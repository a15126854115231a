// Generated from Schemas/DescribeGroups.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// DescribeGroups (key 15), versions 0 to 6. Tells a group's state and members.
package struct DescribeGroupsRequest: WireRequest {
  package typealias Response = DescribeGroupsResponse
  package static var api: ApiKey { .describeGroups }
  package static var versions: ClosedRange<Int16> { 0...6 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 5 }

  package var groups: [String] = []
  /// From version 3.
  package var includeAuthorizedOperations: Bool = false
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    groups: [String] = [],
    includeAuthorizedOperations: Bool = false,
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.groups = groups
    self.includeAuthorizedOperations = includeAuthorizedOperations
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      groups = try reader.array("groups", compact: version >= 5, minimum: 1) {
        (reader: inout WireReader) throws(WireError) in
        try reader.string(compact: version >= 5)
      }
      if version >= 3 {
        includeAuthorizedOperations = try reader.bool()
      }
      if version >= 5 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("DescribeGroupsRequest")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      try writer.array("groups", groups, compact: version >= 5) {
        (writer: inout WireWriter, element: String) throws(WireError) in
        try writer.string(element, compact: version >= 5)
      }
      if version >= 3 {
        writer.bool(includeAuthorizedOperations)
      } else if includeAuthorizedOperations {
        throw .fieldNotInVersion("includeAuthorizedOperations", version)
      }
      if version >= 5 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("DescribeGroupsRequest")
    }
  }
}
