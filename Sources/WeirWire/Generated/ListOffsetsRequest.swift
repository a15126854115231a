// Generated from Schemas/ListOffsets.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// ListOffsets (key 2), versions 1 to 11. Finds offsets by time or by name.
package struct ListOffsetsRequest: WireRequest {
  package typealias Response = ListOffsetsResponse
  package static var api: ApiKey { .listOffsets }
  package static var versions: ClosedRange<Int16> { 1...11 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 6 }

  /// -1 for consumers.
  package var replicaId: Int32 = 0
  /// 0: everything; 1: committed records only. From version 2.
  package var isolationLevel: Int8 = 0
  package var topics: [ListOffsetsTopic] = []
  /// Milliseconds until the broker gives up. From version 10.
  package var timeoutMs: Int32 = 0
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    replicaId: Int32 = 0,
    isolationLevel: Int8 = 0,
    topics: [ListOffsetsTopic] = [],
    timeoutMs: Int32 = 0,
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.replicaId = replicaId
    self.isolationLevel = isolationLevel
    self.topics = topics
    self.timeoutMs = timeoutMs
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      replicaId = try reader.int32()
      if version >= 2 {
        isolationLevel = try reader.int8()
      }
      topics = try reader.array("topics", compact: version >= 6, minimum: 3) {
        (reader: inout WireReader) throws(WireError) in
        try ListOffsetsTopic(from: &reader, version: version)
      }
      if version >= 10 {
        timeoutMs = try reader.int32()
      }
      if version >= 6 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("ListOffsetsRequest")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      writer.int32(replicaId)
      if version >= 2 {
        writer.int8(isolationLevel)
      } else if isolationLevel != 0 {
        throw .fieldNotInVersion("isolationLevel", version)
      }
      try writer.array("topics", topics, compact: version >= 6) {
        (writer: inout WireWriter, element: ListOffsetsTopic) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 10 {
        writer.int32(timeoutMs)
      }
      if version >= 6 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("ListOffsetsRequest")
    }
  }

  /// What `topics` holds.
  package struct ListOffsetsTopic: Equatable, Sendable {
    package var name: String = ""
    package var partitions: [ListOffsetsPartition] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String = "",
      partitions: [ListOffsetsPartition] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.partitions = partitions
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      name = try reader.string(compact: version >= 6)
      partitions = try reader.array("partitions", compact: version >= 6, minimum: 12) {
        (reader: inout WireReader) throws(WireError) in
        try ListOffsetsPartition(from: &reader, version: version)
      }
      if version >= 6 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(name, compact: version >= 6)
      try writer.array("partitions", partitions, compact: version >= 6) {
        (writer: inout WireWriter, element: ListOffsetsPartition) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 6 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `partitions` holds.
  package struct ListOffsetsPartition: Equatable, Sendable {
    package var partitionIndex: Int32 = 0
    /// The epoch the client knows, checked against the leader's (KIP-320); -1 for none. From version 4.
    package var currentLeaderEpoch: Int32 = -1
    /// Milliseconds, or -1 end, -2 start, -3 largest timestamp, -4 local start, -5 end of tiered.
    package var timestamp: Int64 = 0
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      partitionIndex: Int32 = 0,
      currentLeaderEpoch: Int32 = -1,
      timestamp: Int64 = 0,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.partitionIndex = partitionIndex
      self.currentLeaderEpoch = currentLeaderEpoch
      self.timestamp = timestamp
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      partitionIndex = try reader.int32()
      if version >= 4 {
        currentLeaderEpoch = try reader.int32()
      }
      timestamp = try reader.int64()
      if version >= 6 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int32(partitionIndex)
      if version >= 4 {
        writer.int32(currentLeaderEpoch)
      }
      writer.int64(timestamp)
      if version >= 6 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
