// Generated from Schemas/CreateTopics.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

package import WeirBase

/// CreateTopics (key 19), versions 0 to 7. Makes topics.
package struct CreateTopicsResponse: WireResponse {
  package static var api: ApiKey { .createTopics }
  package static var versions: ClosedRange<Int16> { 0...7 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 5 }

  /// Milliseconds the client is to wait; 0 when no quota is exceeded. From version 2.
  package var throttleTimeMs: Int32 = 0
  package var topics: [CreatableTopicResult] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    throttleTimeMs: Int32 = 0,
    topics: [CreatableTopicResult] = [],
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.throttleTimeMs = throttleTimeMs
    self.topics = topics
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 2 {
        throttleTimeMs = try reader.int32()
      }
      topics = try reader.array("topics", compact: version >= 5, minimum: 4) {
        (reader: inout WireReader) throws(WireError) in
        try CreatableTopicResult(from: &reader, version: version)
      }
      if version >= 5 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("CreateTopicsResponse")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 2 {
        writer.int32(throttleTimeMs)
      }
      try writer.array("topics", topics, compact: version >= 5) {
        (writer: inout WireWriter, element: CreatableTopicResult) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 5 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("CreateTopicsResponse")
    }
  }

  /// What `topics` holds.
  package struct CreatableTopicResult: Equatable, Sendable {
    package var name: String = ""
    /// Names the topic in place of its name. Version 7.
    package var topicId: UUID128 = .zero
    /// An `ErrorCode`.
    package var errorCode: Int16 = 0
    /// Words for the error, or null. From version 1.
    package var errorMessage: String? = ""
    /// Why `configs` is empty, if it is. From version 5. Tag 0.
    package var topicConfigErrorCode: Int16 = 0
    /// -1: the broker's default, from version 4 on, or as `assignments` say. From version 5.
    package var numPartitions: Int32 = -1
    /// -1: the broker's default, from version 4 on, or as `assignments` say. From version 5.
    package var replicationFactor: Int16 = -1
    /// Requests: what differs from the defaults. Responses: what the topic got (KIP-525). From version 5.
    package var configs: [CreatableTopicConfigs]? = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String = "",
      topicId: UUID128 = .zero,
      errorCode: Int16 = 0,
      errorMessage: String? = "",
      topicConfigErrorCode: Int16 = 0,
      numPartitions: Int32 = -1,
      replicationFactor: Int16 = -1,
      configs: [CreatableTopicConfigs]? = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.topicId = topicId
      self.errorCode = errorCode
      self.errorMessage = errorMessage
      self.topicConfigErrorCode = topicConfigErrorCode
      self.numPartitions = numPartitions
      self.replicationFactor = replicationFactor
      self.configs = configs
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      name = try reader.string(compact: version >= 5)
      if version == 7 {
        topicId = try reader.uuid()
      }
      errorCode = try reader.int16()
      if version >= 1 {
        errorMessage = try reader.optionalString(compact: version >= 5)
      }
      if version >= 5 {
        numPartitions = try reader.int32()
      }
      if version >= 5 {
        replicationFactor = try reader.int16()
      }
      if version >= 5 {
        configs = try reader.optionalArray("configs", compact: true, minimum: 6) {
          (reader: inout WireReader) throws(WireError) in
          try CreatableTopicConfigs(from: &reader, version: version)
        }
      }
      if version >= 5 {
        for _ in 0..<(try reader.tagCount()) {
          let (tag, outerEnd) = try reader.enterTag()
          switch tag {
          case 0:
            topicConfigErrorCode = try reader.int16()
          default:
            unknownTaggedFields.append(try reader.unknownField(tag))
          }
          reader.leaveTag(outerEnd)
        }
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(name, compact: version >= 5)
      if version == 7 {
        writer.uuid(topicId)
      }
      writer.int16(errorCode)
      if version >= 1 {
        try writer.optionalString(errorMessage, compact: version >= 5)
      }
      if version >= 5 {
        writer.int32(numPartitions)
      }
      if version >= 5 {
        writer.int16(replicationFactor)
      }
      if version >= 5 {
        try writer.optionalArray("configs", configs, compact: true) {
          (writer: inout WireWriter, element: CreatableTopicConfigs) throws(WireError) in
          try element.encode(into: &writer, version: version)
        }
      }
      if version >= 5 {
        var taggedFields = unknownTaggedFields
        if topicConfigErrorCode != 0 {
          let taggedField = try TaggedField(0) { (writer: inout WireWriter) throws(WireError) in
            writer.int16(topicConfigErrorCode)
          }
          taggedFields.append(taggedField)
        }
        try writer.taggedFields(taggedFields)
      }
    }
  }

  /// What `configs` holds.
  package struct CreatableTopicConfigs: Equatable, Sendable {
    package var name: String = ""
    /// Null when not set.
    package var value: String? = ""
    package var readOnly: Bool = false
    /// As in DescribeConfigs.
    package var configSource: Int8 = -1
    /// The value is then null.
    package var isSensitive: Bool = false
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String = "",
      value: String? = "",
      readOnly: Bool = false,
      configSource: Int8 = -1,
      isSensitive: Bool = false,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.value = value
      self.readOnly = readOnly
      self.configSource = configSource
      self.isSensitive = isSensitive
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      name = try reader.string(compact: true)
      value = try reader.optionalString(compact: true)
      readOnly = try reader.bool()
      configSource = try reader.int8()
      isSensitive = try reader.bool()
      unknownTaggedFields = try reader.taggedFields()
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(name, compact: true)
      try writer.optionalString(value, compact: true)
      writer.bool(readOnly)
      writer.int8(configSource)
      writer.bool(isSensitive)
      try writer.taggedFields(unknownTaggedFields)
    }
  }
}
