// Generated from Schemas/DeleteRecords.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// DeleteRecords (key 21), versions 0 to 2. Removes the records before an offset.
package struct DeleteRecordsRequest: WireRequest {
  package typealias Response = DeleteRecordsResponse
  package static var api: ApiKey { .deleteRecords }
  package static var versions: ClosedRange<Int16> { 0...2 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

  package var topics: [DeleteRecordsTopic] = []
  /// Milliseconds until the broker gives up.
  package var timeoutMs: Int32 = 0
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    topics: [DeleteRecordsTopic] = [],
    timeoutMs: Int32 = 0,
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.topics = topics
    self.timeoutMs = timeoutMs
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      topics = try reader.array("topics", compact: version >= 2, minimum: 3) {
        (reader: inout WireReader) throws(WireError) in
        try DeleteRecordsTopic(from: &reader, version: version)
      }
      timeoutMs = try reader.int32()
      if version >= 2 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("DeleteRecordsRequest")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      try writer.array("topics", topics, compact: version >= 2) {
        (writer: inout WireWriter, element: DeleteRecordsTopic) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      writer.int32(timeoutMs)
      if version >= 2 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("DeleteRecordsRequest")
    }
  }

  /// What `topics` holds.
  package struct DeleteRecordsTopic: Equatable, Sendable {
    package var name: String = ""
    package var partitions: [DeleteRecordsPartition] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String = "",
      partitions: [DeleteRecordsPartition] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.partitions = partitions
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      name = try reader.string(compact: version >= 2)
      partitions = try reader.array("partitions", compact: version >= 2, minimum: 12) {
        (reader: inout WireReader) throws(WireError) in
        try DeleteRecordsPartition(from: &reader, version: version)
      }
      if version >= 2 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(name, compact: version >= 2)
      try writer.array("partitions", partitions, compact: version >= 2) {
        (writer: inout WireWriter, element: DeleteRecordsPartition) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 2 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `partitions` holds.
  package struct DeleteRecordsPartition: Equatable, Sendable {
    package var partitionIndex: Int32 = 0
    /// Records before it go; -1: up to the high watermark.
    package var offset: Int64 = 0
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      partitionIndex: Int32 = 0,
      offset: Int64 = 0,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.partitionIndex = partitionIndex
      self.offset = offset
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      partitionIndex = try reader.int32()
      offset = try reader.int64()
      if version >= 2 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int32(partitionIndex)
      writer.int64(offset)
      if version >= 2 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
