// Generated from Schemas/OffsetCommit.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

package import WeirBase

/// OffsetCommit (key 8), versions 1 to 10. Keeps how far a group has read.
package struct OffsetCommitResponse: WireResponse {
  package static var api: ApiKey { .offsetCommit }
  package static var versions: ClosedRange<Int16> { 1...10 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 8 }

  /// Milliseconds the client is to wait; 0 when no quota is exceeded. From version 3.
  package var throttleTimeMs: Int32 = 0
  package var topics: [OffsetCommitResponseTopic] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    throttleTimeMs: Int32 = 0,
    topics: [OffsetCommitResponseTopic] = [],
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.throttleTimeMs = throttleTimeMs
    self.topics = topics
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 3 {
        throttleTimeMs = try reader.int32()
      }
      topics = try reader.array("topics", compact: version >= 8, minimum: 3) {
        (reader: inout WireReader) throws(WireError) in
        try OffsetCommitResponseTopic(from: &reader, version: version)
      }
      if version >= 8 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("OffsetCommitResponse")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 3 {
        writer.int32(throttleTimeMs)
      }
      try writer.array("topics", topics, compact: version >= 8) {
        (writer: inout WireWriter, element: OffsetCommitResponseTopic) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 8 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("OffsetCommitResponse")
    }
  }

  /// What `topics` holds.
  package struct OffsetCommitResponseTopic: Equatable, Sendable {
    /// Versions 1 to 9.
    package var name: String = ""
    /// Names the topic in place of its name. Version 10.
    package var topicId: UUID128 = .zero
    package var partitions: [OffsetCommitResponsePartition] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String = "",
      topicId: UUID128 = .zero,
      partitions: [OffsetCommitResponsePartition] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.topicId = topicId
      self.partitions = partitions
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      if version <= 9 {
        name = try reader.string(compact: version >= 8)
      }
      if version == 10 {
        topicId = try reader.uuid()
      }
      partitions = try reader.array("partitions", compact: version >= 8, minimum: 6) {
        (reader: inout WireReader) throws(WireError) in
        try OffsetCommitResponsePartition(from: &reader, version: version)
      }
      if version >= 8 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      if version <= 9 {
        try writer.string(name, compact: version >= 8)
      }
      if version == 10 {
        writer.uuid(topicId)
      }
      try writer.array("partitions", partitions, compact: version >= 8) {
        (writer: inout WireWriter, element: OffsetCommitResponsePartition) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 8 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `partitions` holds.
  package struct OffsetCommitResponsePartition: Equatable, Sendable {
    package var partitionIndex: Int32 = 0
    /// An `ErrorCode`.
    package var errorCode: Int16 = 0
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      partitionIndex: Int32 = 0,
      errorCode: Int16 = 0,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.partitionIndex = partitionIndex
      self.errorCode = errorCode
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      partitionIndex = try reader.int32()
      errorCode = try reader.int16()
      if version >= 8 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int32(partitionIndex)
      writer.int16(errorCode)
      if version >= 8 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
