// Generated from Schemas/CreatePartitions.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// CreatePartitions (key 37), versions 0 to 3. Adds partitions to topics.
package struct CreatePartitionsRequest: WireRequest {
  package typealias Response = CreatePartitionsResponse
  package static var api: ApiKey { .createPartitions }
  package static var versions: ClosedRange<Int16> { 0...3 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

  package var topics: [CreatePartitionsTopic] = []
  /// Milliseconds until the broker gives up.
  package var timeoutMs: Int32 = 0
  /// Checks everything and changes nothing.
  package var validateOnly: Bool = false
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    topics: [CreatePartitionsTopic] = [],
    timeoutMs: Int32 = 0,
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
      topics = try reader.array("topics", compact: version >= 2, minimum: 7) {
        (reader: inout WireReader) throws(WireError) in
        try CreatePartitionsTopic(from: &reader, version: version)
      }
      timeoutMs = try reader.int32()
      validateOnly = try reader.bool()
      if version >= 2 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("CreatePartitionsRequest")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      try writer.array("topics", topics, compact: version >= 2) {
        (writer: inout WireWriter, element: CreatePartitionsTopic) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      writer.int32(timeoutMs)
      writer.bool(validateOnly)
      if version >= 2 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("CreatePartitionsRequest")
    }
  }

  /// What `topics` holds.
  package struct CreatePartitionsTopic: Equatable, Sendable {
    package var name: String = ""
    /// Partitions there shall be, the old ones included.
    package var count: Int32 = 0
    /// Replicas of the new partitions chosen by hand, or null.
    package var assignments: [CreatePartitionsAssignment]? = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String = "",
      count: Int32 = 0,
      assignments: [CreatePartitionsAssignment]? = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.count = count
      self.assignments = assignments
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      name = try reader.string(compact: version >= 2)
      count = try reader.int32()
      assignments = try reader.optionalArray("assignments", compact: version >= 2, minimum: 2) {
        (reader: inout WireReader) throws(WireError) in
        try CreatePartitionsAssignment(from: &reader, version: version)
      }
      if version >= 2 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(name, compact: version >= 2)
      writer.int32(count)
      try writer.optionalArray("assignments", assignments, compact: version >= 2) {
        (writer: inout WireWriter, element: CreatePartitionsAssignment) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 2 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `assignments` holds.
  package struct CreatePartitionsAssignment: Equatable, Sendable {
    package var brokerIds: [Int32] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      brokerIds: [Int32] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.brokerIds = brokerIds
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      brokerIds = try reader.array("brokerIds", compact: version >= 2, minimum: 4) {
        (reader: inout WireReader) throws(WireError) in
        try reader.int32()
      }
      if version >= 2 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.array("brokerIds", brokerIds, compact: version >= 2) {
        (writer: inout WireWriter, element: Int32) throws(WireError) in
        writer.int32(element)
      }
      if version >= 2 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
