// Generated from Schemas/DescribeConfigs.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// DescribeConfigs (key 32), versions 0 to 4. Tells configurations.
package struct DescribeConfigsRequest: WireRequest {
  package typealias Response = DescribeConfigsResponse
  package static var api: ApiKey { .describeConfigs }
  package static var versions: ClosedRange<Int16> { 0...4 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

  package var resources: [DescribeConfigsResource] = []
  /// From version 1.
  package var includeSynonyms: Bool = false
  /// From version 3.
  package var includeDocumentation: Bool = false
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    resources: [DescribeConfigsResource] = [],
    includeSynonyms: Bool = false,
    includeDocumentation: Bool = false,
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.resources = resources
    self.includeSynonyms = includeSynonyms
    self.includeDocumentation = includeDocumentation
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      resources = try reader.array("resources", compact: version >= 4, minimum: 4) {
        (reader: inout WireReader) throws(WireError) in
        try DescribeConfigsResource(from: &reader, version: version)
      }
      if version >= 1 {
        includeSynonyms = try reader.bool()
      }
      if version >= 3 {
        includeDocumentation = try reader.bool()
      }
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("DescribeConfigsRequest")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      try writer.array("resources", resources, compact: version >= 4) {
        (writer: inout WireWriter, element: DescribeConfigsResource) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 1 {
        writer.bool(includeSynonyms)
      } else if includeSynonyms {
        throw .fieldNotInVersion("includeSynonyms", version)
      }
      if version >= 3 {
        writer.bool(includeDocumentation)
      } else if includeDocumentation {
        throw .fieldNotInVersion("includeDocumentation", version)
      }
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("DescribeConfigsRequest")
    }
  }

  /// What `resources` holds.
  package struct DescribeConfigsResource: Equatable, Sendable {
    /// 2: topic; 4: broker; 8: broker logger; 32: group.
    package var resourceType: Int8 = 0
    package var resourceName: String = ""
    /// Null for all.
    package var configurationKeys: [String]? = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      resourceType: Int8 = 0,
      resourceName: String = "",
      configurationKeys: [String]? = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.resourceType = resourceType
      self.resourceName = resourceName
      self.configurationKeys = configurationKeys
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      resourceType = try reader.int8()
      resourceName = try reader.string(compact: version >= 4)
      configurationKeys = try reader.optionalArray("configurationKeys", compact: version >= 4, minimum: 1) {
        (reader: inout WireReader) throws(WireError) in
        try reader.string(compact: version >= 4)
      }
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int8(resourceType)
      try writer.string(resourceName, compact: version >= 4)
      try writer.optionalArray("configurationKeys", configurationKeys, compact: version >= 4) {
        (writer: inout WireWriter, element: String) throws(WireError) in
        try writer.string(element, compact: version >= 4)
      }
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
