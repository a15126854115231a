// Generated from Schemas/DeleteRecords.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// DeleteRecords (key 21), versions 0 to 2. Removes the records before an offset.
package struct DeleteRecordsResponse: WireResponse {
  package static var api: ApiKey { .deleteRecords }
  package static var versions: ClosedRange<Int16> { 0...2 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

  /// Milliseconds the client is to wait; 0 when no quota is exceeded.
  package var throttleTimeMs: Int32 = 0
  package var topics: [DeleteRecordsTopicResult] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    throttleTimeMs: Int32 = 0,
    topics: [DeleteRecordsTopicResult] = [],
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
      topics = try reader.array("topics", compact: version >= 2, minimum: 3) {
        (reader: inout WireReader) throws(WireError) in
        try DeleteRecordsTopicResult(from: &reader, version: version)
      }
      if version >= 2 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("DeleteRecordsResponse")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      writer.int32(throttleTimeMs)
      try writer.array("topics", topics, compact: version >= 2) {
        (writer: inout WireWriter, element: DeleteRecordsTopicResult) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 2 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("DeleteRecordsResponse")
    }
  }

  /// What `topics` holds.
  package struct DeleteRecordsTopicResult: Equatable, Sendable {
    package var name: String = ""
    package var partitions: [DeleteRecordsPartitionResult] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String = "",
      partitions: [DeleteRecordsPartitionResult] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.partitions = partitions
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      name = try reader.string(compact: version >= 2)
      partitions = try reader.array("partitions", compact: version >= 2, minimum: 14) {
        (reader: inout WireReader) throws(WireError) in
        try DeleteRecordsPartitionResult(from: &reader, version: version)
      }
      if version >= 2 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(name, compact: version >= 2)
      try writer.array("partitions", partitions, compact: version >= 2) {
        (writer: inout WireWriter, element: DeleteRecordsPartitionResult) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 2 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `partitions` holds.
  package struct DeleteRecordsPartitionResult: Equatable, Sendable {
    package var partitionIndex: Int32 = 0
    /// The log's start from now on; -1 with an error.
    package var lowWatermark: Int64 = 0
    /// An `ErrorCode`.
    package var errorCode: Int16 = 0
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      partitionIndex: Int32 = 0,
      lowWatermark: Int64 = 0,
      errorCode: Int16 = 0,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.partitionIndex = partitionIndex
      self.lowWatermark = lowWatermark
      self.errorCode = errorCode
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      partitionIndex = try reader.int32()
      lowWatermark = try reader.int64()
      errorCode = try reader.int16()
      if version >= 2 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int32(partitionIndex)
      writer.int64(lowWatermark)
      writer.int16(errorCode)
      if version >= 2 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
