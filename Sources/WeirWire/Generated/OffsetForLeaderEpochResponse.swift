// Generated from Schemas/OffsetForLeaderEpoch.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// OffsetForLeaderEpoch (key 23), versions 2 to 4. Tells where a leader epoch ends (KIP-320).
package struct OffsetForLeaderEpochResponse: WireResponse {
  package static var api: ApiKey { .offsetForLeaderEpoch }
  package static var versions: ClosedRange<Int16> { 2...4 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

  /// Milliseconds the client is to wait; 0 when no quota is exceeded.
  package var throttleTimeMs: Int32 = 0
  package var topics: [OffsetForLeaderTopicResult] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    throttleTimeMs: Int32 = 0,
    topics: [OffsetForLeaderTopicResult] = [],
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.throttleTimeMs = throttleTimeMs
    self.topics = topics
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      throttleTimeMs = try reader.int32()
      topics = try reader.array("topics", compact: version >= 4, minimum: 3) {
        (reader: inout WireReader) throws(WireError) in
        try OffsetForLeaderTopicResult(from: &reader, version: version)
      }
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("OffsetForLeaderEpochResponse")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      writer.int32(throttleTimeMs)
      try writer.array("topics", topics, compact: version >= 4) {
        (writer: inout WireWriter, element: OffsetForLeaderTopicResult) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("OffsetForLeaderEpochResponse")
    }
  }

  /// What `topics` holds.
  package struct OffsetForLeaderTopicResult: Equatable, Sendable {
    package var topic: String = ""
    package var partitions: [EpochEndOffset] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      topic: String = "",
      partitions: [EpochEndOffset] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.topic = topic
      self.partitions = partitions
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      topic = try reader.string(compact: version >= 4)
      partitions = try reader.array("partitions", compact: version >= 4, minimum: 18) {
        (reader: inout WireReader) throws(WireError) in
        try EpochEndOffset(from: &reader, version: version)
      }
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(topic, compact: version >= 4)
      try writer.array("partitions", partitions, compact: version >= 4) {
        (writer: inout WireWriter, element: EpochEndOffset) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `partitions` holds.
  package struct EpochEndOffset: Equatable, Sendable {
    /// An `ErrorCode`.
    package var errorCode: Int16 = 0
    package var partition: Int32 = 0
    /// Requests: the epoch whose end is asked. Responses: the largest not above it; -1 for none.
    package var leaderEpoch: Int32 = -1
    /// One past the epoch's last record; -1 for none.
    package var endOffset: Int64 = -1
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      errorCode: Int16 = 0,
      partition: Int32 = 0,
      leaderEpoch: Int32 = -1,
      endOffset: Int64 = -1,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.errorCode = errorCode
      self.partition = partition
      self.leaderEpoch = leaderEpoch
      self.endOffset = endOffset
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      errorCode = try reader.int16()
      partition = try reader.int32()
      leaderEpoch = try reader.int32()
      endOffset = try reader.int64()
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int16(errorCode)
      writer.int32(partition)
      writer.int32(leaderEpoch)
      writer.int64(endOffset)
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
