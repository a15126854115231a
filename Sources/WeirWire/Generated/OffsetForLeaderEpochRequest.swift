// Generated from Schemas/OffsetForLeaderEpoch.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// OffsetForLeaderEpoch (key 23), versions 2 to 4. Tells where a leader epoch ends (KIP-320).
package struct OffsetForLeaderEpochRequest: WireRequest {
  package typealias Response = OffsetForLeaderEpochResponse
  package static var api: ApiKey { .offsetForLeaderEpoch }
  package static var versions: ClosedRange<Int16> { 2...4 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

  /// -1 for a follower unknown, -2 for consumers. From version 3.
  package var replicaId: Int32 = -2
  package var topics: [OffsetForLeaderTopic] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    replicaId: Int32 = -2,
    topics: [OffsetForLeaderTopic] = [],
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.replicaId = replicaId
    self.topics = topics
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 3 {
        replicaId = try reader.int32()
      }
      topics = try reader.array("topics", compact: version >= 4, minimum: 3) {
        (reader: inout WireReader) throws(WireError) in
        try OffsetForLeaderTopic(from: &reader, version: version)
      }
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("OffsetForLeaderEpochRequest")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 3 {
        writer.int32(replicaId)
      }
      try writer.array("topics", topics, compact: version >= 4) {
        (writer: inout WireWriter, element: OffsetForLeaderTopic) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("OffsetForLeaderEpochRequest")
    }
  }

  /// What `topics` holds.
  package struct OffsetForLeaderTopic: Equatable, Sendable {
    package var topic: String = ""
    package var partitions: [OffsetForLeaderPartition] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      topic: String = "",
      partitions: [OffsetForLeaderPartition] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.topic = topic
      self.partitions = partitions
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      topic = try reader.string(compact: version >= 4)
      partitions = try reader.array("partitions", compact: version >= 4, minimum: 12) {
        (reader: inout WireReader) throws(WireError) in
        try OffsetForLeaderPartition(from: &reader, version: version)
      }
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(topic, compact: version >= 4)
      try writer.array("partitions", partitions, compact: version >= 4) {
        (writer: inout WireWriter, element: OffsetForLeaderPartition) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `partitions` holds.
  package struct OffsetForLeaderPartition: Equatable, Sendable {
    package var partition: Int32 = 0
    /// The epoch the client knows, checked against the leader's (KIP-320); -1 for none.
    package var currentLeaderEpoch: Int32 = -1
    /// Requests: the epoch whose end is asked. Responses: the largest not above it; -1 for none.
    package var leaderEpoch: Int32 = 0
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      partition: Int32 = 0,
      currentLeaderEpoch: Int32 = -1,
      leaderEpoch: Int32 = 0,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.partition = partition
      self.currentLeaderEpoch = currentLeaderEpoch
      self.leaderEpoch = leaderEpoch
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      partition = try reader.int32()
      currentLeaderEpoch = try reader.int32()
      leaderEpoch = try reader.int32()
      if version >= 4 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int32(partition)
      writer.int32(currentLeaderEpoch)
      writer.int32(leaderEpoch)
      if version >= 4 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
