// Generated from Schemas/ListGroups.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// ListGroups (key 16), versions 0 to 5. Names the groups.
package struct ListGroupsRequest: WireRequest {
  package typealias Response = ListGroupsResponse
  package static var api: ApiKey { .listGroups }
  package static var versions: ClosedRange<Int16> { 0...5 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

  /// Empty for all. From version 4.
  package var statesFilter: [String] = []
  /// Empty for all. Version 5.
  package var typesFilter: [String] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    statesFilter: [String] = [],
    typesFilter: [String] = [],
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.statesFilter = statesFilter
    self.typesFilter = typesFilter
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 4 {
        statesFilter = try reader.array("statesFilter", compact: true, minimum: 1) {
          (reader: inout WireReader) throws(WireError) in
          try reader.string(compact: true)
        }
      }
      if version == 5 {
        typesFilter = try reader.array("typesFilter", compact: true, minimum: 1) {
          (reader: inout WireReader) throws(WireError) in
          try reader.string(compact: true)
        }
      }
      if version >= 3 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("ListGroupsRequest")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 4 {
        try writer.array("statesFilter", statesFilter, compact: true) {
          (writer: inout WireWriter, element: String) throws(WireError) in
          try writer.string(element, compact: true)
        }
      } else if !statesFilter.isEmpty {
        throw .fieldNotInVersion("statesFilter", version)
      }
      if version == 5 {
        try writer.array("typesFilter", typesFilter, compact: true) {
          (writer: inout WireWriter, element: String) throws(WireError) in
          try writer.string(element, compact: true)
        }
      } else if !typesFilter.isEmpty {
        throw .fieldNotInVersion("typesFilter", version)
      }
      if version >= 3 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("ListGroupsRequest")
    }
  }
}
