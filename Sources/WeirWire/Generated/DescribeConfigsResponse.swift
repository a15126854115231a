// Generated from Schemas/DescribeConfigs.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// DescribeConfigs (key 32), versions 0 to 4. Tells configurations.
package struct DescribeConfigsResponse: WireResponse {
  package static var api: ApiKey { .describeConfigs }
  package static var versions: ClosedRange<Int16> { 0...4 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

  /// Milliseconds the client is to wait; 0 when no quota is exceeded.
  package var throttleTimeMs: Int32 = 0
  package var results: [DescribeConfigsResult] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    throttleTimeMs: Int32 = 0,
    results: [DescribeConfigsResult] = [],
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
      results = try reader.array("results", compact: version >= 4, minimum: 7) {
        (reader: inout WireReader) throws(WireError) in
        try DescribeConfigsResult(from: &reader, version: version)
      }
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("DescribeConfigsResponse")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      writer.int32(throttleTimeMs)
      try writer.array("results", results, compact: version >= 4) {
        (writer: inout WireWriter, element: DescribeConfigsResult) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("DescribeConfigsResponse")
    }
  }

  /// What `results` holds.
  package struct DescribeConfigsResult: Equatable, Sendable {
    /// An `ErrorCode`.
    package var errorCode: Int16 = 0
    /// Words for the error, or null.
    package var errorMessage: String? = ""
    /// 2: topic; 4: broker; 8: broker logger; 32: group.
    package var resourceType: Int8 = 0
    package var resourceName: String = ""
    package var configs: [DescribeConfigsResourceResult] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      errorCode: Int16 = 0,
      errorMessage: String? = "",
      resourceType: Int8 = 0,
      resourceName: String = "",
      configs: [DescribeConfigsResourceResult] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.errorCode = errorCode
      self.errorMessage = errorMessage
      self.resourceType = resourceType
      self.resourceName = resourceName
      self.configs = configs
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      errorCode = try reader.int16()
      errorMessage = try reader.optionalString(compact: version >= 4)
      resourceType = try reader.int8()
      resourceName = try reader.string(compact: version >= 4)
      configs = try reader.array("configs", compact: version >= 4, minimum: 7) {
        (reader: inout WireReader) throws(WireError) in
        try DescribeConfigsResourceResult(from: &reader, version: version)
      }
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int16(errorCode)
      try writer.optionalString(errorMessage, compact: version >= 4)
      writer.int8(resourceType)
      try writer.string(resourceName, compact: version >= 4)
      try writer.array("configs", configs, compact: version >= 4) {
        (writer: inout WireWriter, element: DescribeConfigsResourceResult) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `configs` holds.
  package struct DescribeConfigsResourceResult: Equatable, Sendable {
    package var name: String = ""
    /// Null when sensitive or not set.
    package var value: String? = ""
    package var readOnly: Bool = false
    /// 1: topic; 2: dynamic broker; 4: static broker; 5: default. From version 1.
    package var configSource: Int8 = -1
    /// Version 0.
    package var isDefault: Bool = false
    /// The value is then null.
    package var isSensitive: Bool = false
    /// Where the value would come from, nearest first. From version 1.
    package var synonyms: [DescribeConfigsSynonym] = []
    /// 1: boolean; 2: string; 3: int; 4: short; 5: long; 6: double; 7: list; 8: class; 9: password. From version 3.
    package var configType: Int8 = 0
    /// From version 3.
    package var documentation: String? = ""
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String = "",
      value: String? = "",
      readOnly: Bool = false,
      configSource: Int8 = -1,
      isDefault: Bool = false,
      isSensitive: Bool = false,
      synonyms: [DescribeConfigsSynonym] = [],
      configType: Int8 = 0,
      documentation: String? = "",
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.value = value
      self.readOnly = readOnly
      self.configSource = configSource
      self.isDefault = isDefault
      self.isSensitive = isSensitive
      self.synonyms = synonyms
      self.configType = configType
      self.documentation = documentation
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      name = try reader.string(compact: version >= 4)
      value = try reader.optionalString(compact: version >= 4)
      readOnly = try reader.bool()
      if version >= 1 {
        configSource = try reader.int8()
      }
      if version == 0 {
        isDefault = try reader.bool()
      }
      isSensitive = try reader.bool()
      if version >= 1 {
        synonyms = try reader.array("synonyms", compact: version >= 4, minimum: 4) {
          (reader: inout WireReader) throws(WireError) in
          try DescribeConfigsSynonym(from: &reader, version: version)
        }
      }
      if version >= 3 {
        configType = try reader.int8()
      }
      if version >= 3 {
        documentation = try reader.optionalString(compact: version >= 4)
      }
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(name, compact: version >= 4)
      try writer.optionalString(value, compact: version >= 4)
      writer.bool(readOnly)
      if version >= 1 {
        writer.int8(configSource)
      }
      if version == 0 {
        writer.bool(isDefault)
      } else if isDefault {
        throw .fieldNotInVersion("isDefault", version)
      }
      writer.bool(isSensitive)
      if version >= 1 {
        try writer.array("synonyms", synonyms, compact: version >= 4) {
          (writer: inout WireWriter, element: DescribeConfigsSynonym) throws(WireError) in
          try element.encode(into: &writer, version: version)
        }
      }
      if version >= 3 {
        writer.int8(configType)
      }
      if version >= 3 {
        try writer.optionalString(documentation, compact: version >= 4)
      }
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `synonyms` holds.
  package struct DescribeConfigsSynonym: Equatable, Sendable {
    package var name: String = ""
    /// Null when sensitive or not set.
    package var value: String? = ""
    /// As `configSource`.
    package var source: Int8 = 0
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String = "",
      value: String? = "",
      source: Int8 = 0,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.value = value
      self.source = source
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      name = try reader.string(compact: version >= 4)
      value = try reader.optionalString(compact: version >= 4)
      source = try reader.int8()
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(name, compact: version >= 4)
      try writer.optionalString(value, compact: version >= 4)
      writer.int8(source)
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
