// Generated from Schemas/CreateTopics.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// CreateTopics (key 19), versions 0 to 7. Makes topics.
package struct CreateTopicsRequest: WireRequest {
  package typealias Response = CreateTopicsResponse
  package static var api: ApiKey { .createTopics }
  package static var versions: ClosedRange<Int16> { 0...7 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 5 }

  package var topics: [CreatableTopic] = []
  /// Milliseconds until the broker gives up.
  package var timeoutMs: Int32 = 60000
  /// Checks everything and changes nothing. From version 1.
  package var validateOnly: Bool = false
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    topics: [CreatableTopic] = [],
    timeoutMs: Int32 = 60000,
    validateOnly: Bool = false,
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.topics = topics
    self.timeoutMs = timeoutMs
    self.validateOnly = validateOnly
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      topics = try reader.array("topics", compact: version >= 5, minimum: 10) {
        (reader: inout WireReader) throws(WireError) in
        try CreatableTopic(from: &reader, version: version)
      }
      timeoutMs = try reader.int32()
      if version >= 1 {
        validateOnly = try reader.bool()
      }
      if version >= 5 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("CreateTopicsRequest")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      try writer.array("topics", topics, compact: version >= 5) {
        (writer: inout WireWriter, element: CreatableTopic) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      writer.int32(timeoutMs)
      if version >= 1 {
        writer.bool(validateOnly)
      } else if validateOnly {
        throw .fieldNotInVersion("validateOnly", version)
      }
      if version >= 5 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("CreateTopicsRequest")
    }
  }

  /// What `topics` holds.
  package struct CreatableTopic: Equatable, Sendable {
    package var name: String = ""
    /// -1: the broker's default, from version 4 on, or as `assignments` say.
    package var numPartitions: Int32 = 0
    /// -1: the broker's default, from version 4 on, or as `assignments` say.
    package var replicationFactor: Int16 = 0
    /// Replicas chosen by hand, else empty.
    package var assignments: [CreatableReplicaAssignment] = []
    /// Requests: what differs from the defaults. Responses: what the topic got (KIP-525).
    package var configs: [CreatableTopicConfig] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String = "",
      numPartitions: Int32 = 0,
      replicationFactor: Int16 = 0,
      assignments: [CreatableReplicaAssignment] = [],
      configs: [CreatableTopicConfig] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.numPartitions = numPartitions
      self.replicationFactor = replicationFactor
      self.assignments = assignments
      self.configs = configs
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      name = try reader.string(compact: version >= 5)
      numPartitions = try reader.int32()
      replicationFactor = try reader.int16()
      assignments = try reader.array("assignments", compact: version >= 5, minimum: 6) {
        (reader: inout WireReader) throws(WireError) in
        try CreatableReplicaAssignment(from: &reader, version: version)
      }
      configs = try reader.array("configs", compact: version >= 5, minimum: 3) {
        (reader: inout WireReader) throws(WireError) in
        try CreatableTopicConfig(from: &reader, version: version)
      }
      if version >= 5 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(name, compact: version >= 5)
      writer.int32(numPartitions)
      writer.int16(replicationFactor)
      try writer.array("assignments", assignments, compact: version >= 5) {
        (writer: inout WireWriter, element: CreatableReplicaAssignment) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      try writer.array("configs", configs, compact: version >= 5) {
        (writer: inout WireWriter, element: CreatableTopicConfig) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 5 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `assignments` holds.
  package struct CreatableReplicaAssignment: Equatable, Sendable {
    package var partitionIndex: Int32 = 0
    package var brokerIds: [Int32] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      partitionIndex: Int32 = 0,
      brokerIds: [Int32] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.partitionIndex = partitionIndex
      self.brokerIds = brokerIds
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      partitionIndex = try reader.int32()
      brokerIds = try reader.array("brokerIds", compact: version >= 5, minimum: 4) {
        (reader: inout WireReader) throws(WireError) in
        try reader.int32()
      }
      if version >= 5 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int32(partitionIndex)
      try writer.array("brokerIds", brokerIds, compact: version >= 5) {
        (writer: inout WireWriter, element: Int32) throws(WireError) in
        writer.int32(element)
      }
      if version >= 5 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `configs` holds.
  package struct CreatableTopicConfig: Equatable, Sendable {
    package var name: String = ""
    /// Null when not set.
    package var value: String? = ""
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String = "",
      value: String? = "",
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.value = value
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      name = try reader.string(compact: version >= 5)
      value = try reader.optionalString(compact: version >= 5)
      if version >= 5 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(name, compact: version >= 5)
      try writer.optionalString(value, compact: version >= 5)
      if version >= 5 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
