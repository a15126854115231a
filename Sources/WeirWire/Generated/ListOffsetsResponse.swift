// Generated from Schemas/ListOffsets.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// ListOffsets (key 2), versions 1 to 11. Finds offsets by time or by name.
package struct ListOffsetsResponse: WireResponse {
  package static var api: ApiKey { .listOffsets }
  package static var versions: ClosedRange<Int16> { 1...11 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 6 }

  /// Milliseconds the client is to wait; 0 when no quota is exceeded. From version 2.
  package var throttleTimeMs: Int32 = 0
  package var topics: [ListOffsetsTopicResponse] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    throttleTimeMs: Int32 = 0,
    topics: [ListOffsetsTopicResponse] = [],
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
      topics = try reader.array("topics", compact: version >= 6, minimum: 3) {
        (reader: inout WireReader) throws(WireError) in
        try ListOffsetsTopicResponse(from: &reader, version: version)
      }
      if version >= 6 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("ListOffsetsResponse")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 2 {
        writer.int32(throttleTimeMs)
      }
      try writer.array("topics", topics, compact: version >= 6) {
        (writer: inout WireWriter, element: ListOffsetsTopicResponse) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 6 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("ListOffsetsResponse")
    }
  }

  /// What `topics` holds.
  package struct ListOffsetsTopicResponse: Equatable, Sendable {
    package var name: String = ""
    package var partitions: [ListOffsetsPartitionResponse] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String = "",
      partitions: [ListOffsetsPartitionResponse] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.partitions = partitions
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      name = try reader.string(compact: version >= 6)
      partitions = try reader.array("partitions", compact: version >= 6, minimum: 22) {
        (reader: inout WireReader) throws(WireError) in
        try ListOffsetsPartitionResponse(from: &reader, version: version)
      }
      if version >= 6 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(name, compact: version >= 6)
      try writer.array("partitions", partitions, compact: version >= 6) {
        (writer: inout WireWriter, element: ListOffsetsPartitionResponse) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 6 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `partitions` holds.
  package struct ListOffsetsPartitionResponse: Equatable, Sendable {
    package var partitionIndex: Int32 = 0
    /// An `ErrorCode`.
    package var errorCode: Int16 = 0
    /// Milliseconds; -1 for none.
    package var timestamp: Int64 = -1
    /// -1 when there is none.
    package var offset: Int64 = -1
    /// -1 when unknown. From version 4.
    package var leaderEpoch: Int32 = -1
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      partitionIndex: Int32 = 0,
      errorCode: Int16 = 0,
      timestamp: Int64 = -1,
      offset: Int64 = -1,
      leaderEpoch: Int32 = -1,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.partitionIndex = partitionIndex
      self.errorCode = errorCode
      self.timestamp = timestamp
      self.offset = offset
      self.leaderEpoch = leaderEpoch
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      partitionIndex = try reader.int32()
      errorCode = try reader.int16()
      timestamp = try reader.int64()
      offset = try reader.int64()
      if version >= 4 {
        leaderEpoch = try reader.int32()
      }
      if version >= 6 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int32(partitionIndex)
      writer.int16(errorCode)
      writer.int64(timestamp)
      writer.int64(offset)
      if version >= 4 {
        writer.int32(leaderEpoch)
      } else if leaderEpoch != -1 {
        throw .fieldNotInVersion("leaderEpoch", version)
      }
      if version >= 6 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
