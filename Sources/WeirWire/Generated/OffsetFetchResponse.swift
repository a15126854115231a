// Generated from Schemas/OffsetFetch.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

package import WeirBase

/// OffsetFetch (key 9), versions 1 to 10. Tells how far a group has read. From version 8 on for many groups at once.
package struct OffsetFetchResponse: WireResponse {
  package static var api: ApiKey { .offsetFetch }
  package static var versions: ClosedRange<Int16> { 1...10 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 6 }

  /// Milliseconds the client is to wait; 0 when no quota is exceeded. From version 3.
  package var throttleTimeMs: Int32 = 0
  /// Versions 1 to 7.
  package var topics: [OffsetFetchResponseTopic] = []
  /// An `ErrorCode`. Versions 2 to 7.
  package var errorCode: Int16 = 0
  /// From version 8.
  package var groups: [OffsetFetchResponseGroup] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    throttleTimeMs: Int32 = 0,
    topics: [OffsetFetchResponseTopic] = [],
    errorCode: Int16 = 0,
    groups: [OffsetFetchResponseGroup] = [],
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.throttleTimeMs = throttleTimeMs
    self.topics = topics
    self.errorCode = errorCode
    self.groups = groups
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 3 {
        throttleTimeMs = try reader.int32()
      }
      if version <= 7 {
        topics = try reader.array("topics", compact: version >= 6, minimum: 3) {
          (reader: inout WireReader) throws(WireError) in
          try OffsetFetchResponseTopic(from: &reader, version: version)
        }
      }
      if version >= 2 && version <= 7 {
        errorCode = try reader.int16()
      }
      if version >= 8 {
        groups = try reader.array("groups", compact: true, minimum: 5) {
          (reader: inout WireReader) throws(WireError) in
          try OffsetFetchResponseGroup(from: &reader, version: version)
        }
      }
      if version >= 6 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("OffsetFetchResponse")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 3 {
        writer.int32(throttleTimeMs)
      }
      if version <= 7 {
        try writer.array("topics", topics, compact: version >= 6) {
          (writer: inout WireWriter, element: OffsetFetchResponseTopic) throws(WireError) in
          try element.encode(into: &writer, version: version)
        }
      } else if !topics.isEmpty {
        throw .fieldNotInVersion("topics", version)
      }
      if version >= 2 && version <= 7 {
        writer.int16(errorCode)
      }
      if version >= 8 {
        try writer.array("groups", groups, compact: true) {
          (writer: inout WireWriter, element: OffsetFetchResponseGroup) throws(WireError) in
          try element.encode(into: &writer, version: version)
        }
      } else if !groups.isEmpty {
        throw .fieldNotInVersion("groups", version)
      }
      if version >= 6 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("OffsetFetchResponse")
    }
  }

  /// What `topics` holds.
  package struct OffsetFetchResponseTopic: Equatable, Sendable {
    package var name: String = ""
    package var partitions: [OffsetFetchResponsePartition] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String = "",
      partitions: [OffsetFetchResponsePartition] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.partitions = partitions
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      name = try reader.string(compact: version >= 6)
      partitions = try reader.array("partitions", compact: version >= 6, minimum: 16) {
        (reader: inout WireReader) throws(WireError) in
        try OffsetFetchResponsePartition(from: &reader, version: version)
      }
      if version >= 6 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(name, compact: version >= 6)
      try writer.array("partitions", partitions, compact: version >= 6) {
        (writer: inout WireWriter, element: OffsetFetchResponsePartition) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 6 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `partitions` holds.
  package struct OffsetFetchResponsePartition: Equatable, Sendable {
    package var partitionIndex: Int32 = 0
    /// -1 when none is committed.
    package var committedOffset: Int64 = 0
    /// -1 when the client did not say. From version 5.
    package var committedLeaderEpoch: Int32 = -1
    /// The client's own words.
    package var metadata: String? = ""
    /// An `ErrorCode`.
    package var errorCode: Int16 = 0
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      partitionIndex: Int32 = 0,
      committedOffset: Int64 = 0,
      committedLeaderEpoch: Int32 = -1,
      metadata: String? = "",
      errorCode: Int16 = 0,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.partitionIndex = partitionIndex
      self.committedOffset = committedOffset
      self.committedLeaderEpoch = committedLeaderEpoch
      self.metadata = metadata
      self.errorCode = errorCode
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      partitionIndex = try reader.int32()
      committedOffset = try reader.int64()
      if version >= 5 {
        committedLeaderEpoch = try reader.int32()
      }
      metadata = try reader.optionalString(compact: version >= 6)
      errorCode = try reader.int16()
      if version >= 6 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int32(partitionIndex)
      writer.int64(committedOffset)
      if version >= 5 {
        writer.int32(committedLeaderEpoch)
      }
      try writer.optionalString(metadata, compact: version >= 6)
      writer.int16(errorCode)
      if version >= 6 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `groups` holds.
  package struct OffsetFetchResponseGroup: Equatable, Sendable {
    package var groupId: String = ""
    package var topics: [OffsetFetchResponseTopics] = []
    /// An `ErrorCode`.
    package var errorCode: Int16 = 0
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      groupId: String = "",
      topics: [OffsetFetchResponseTopics] = [],
      errorCode: Int16 = 0,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.groupId = groupId
      self.topics = topics
      self.errorCode = errorCode
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      groupId = try reader.string(compact: true)
      topics = try reader.array("topics", compact: true, minimum: 3) {
        (reader: inout WireReader) throws(WireError) in
        try OffsetFetchResponseTopics(from: &reader, version: version)
      }
      errorCode = try reader.int16()
      unknownTaggedFields = try reader.taggedFields()
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(groupId, compact: true)
      try writer.array("topics", topics, compact: true) {
        (writer: inout WireWriter, element: OffsetFetchResponseTopics) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      writer.int16(errorCode)
      try writer.taggedFields(unknownTaggedFields)
    }
  }

  /// What `topics` holds.
  package struct OffsetFetchResponseTopics: Equatable, Sendable {
    /// Versions 8 to 9.
    package var name: String = ""
    /// Names the topic in place of its name. Version 10.
    package var topicId: UUID128 = .zero
    package var partitions: [OffsetFetchResponsePartitions] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String = "",
      topicId: UUID128 = .zero,
      partitions: [OffsetFetchResponsePartitions] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.topicId = topicId
      self.partitions = partitions
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      if version <= 9 {
        name = try reader.string(compact: true)
      }
      if version == 10 {
        topicId = try reader.uuid()
      }
      partitions = try reader.array("partitions", compact: true, minimum: 20) {
        (reader: inout WireReader) throws(WireError) in
        try OffsetFetchResponsePartitions(from: &reader, version: version)
      }
      unknownTaggedFields = try reader.taggedFields()
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      if version <= 9 {
        try writer.string(name, compact: true)
      }
      if version == 10 {
        writer.uuid(topicId)
      }
      try writer.array("partitions", partitions, compact: true) {
        (writer: inout WireWriter, element: OffsetFetchResponsePartitions) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      try writer.taggedFields(unknownTaggedFields)
    }
  }

  /// What `partitions` holds.
  package struct OffsetFetchResponsePartitions: Equatable, Sendable {
    package var partitionIndex: Int32 = 0
    /// -1 when none is committed.
    package var committedOffset: Int64 = 0
    /// -1 when the client did not say.
    package var committedLeaderEpoch: Int32 = -1
    /// The client's own words.
    package var metadata: String? = ""
    /// An `ErrorCode`.
    package var errorCode: Int16 = 0
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      partitionIndex: Int32 = 0,
      committedOffset: Int64 = 0,
      committedLeaderEpoch: Int32 = -1,
      metadata: String? = "",
      errorCode: Int16 = 0,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.partitionIndex = partitionIndex
      self.committedOffset = committedOffset
      self.committedLeaderEpoch = committedLeaderEpoch
      self.metadata = metadata
      self.errorCode = errorCode
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      partitionIndex = try reader.int32()
      committedOffset = try reader.int64()
      committedLeaderEpoch = try reader.int32()
      metadata = try reader.optionalString(compact: true)
      errorCode = try reader.int16()
      unknownTaggedFields = try reader.taggedFields()
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int32(partitionIndex)
      writer.int64(committedOffset)
      writer.int32(committedLeaderEpoch)
      try writer.optionalString(metadata, compact: true)
      writer.int16(errorCode)
      try writer.taggedFields(unknownTaggedFields)
    }
  }
}
