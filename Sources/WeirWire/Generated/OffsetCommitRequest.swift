// Generated from Schemas/OffsetCommit.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

package import WeirBase

/// OffsetCommit (key 8), versions 1 to 10. Keeps how far a group has read.
package struct OffsetCommitRequest: WireRequest {
  package typealias Response = OffsetCommitResponse
  package static var api: ApiKey { .offsetCommit }
  package static var versions: ClosedRange<Int16> { 1...10 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 8 }

  package var groupId: String = ""
  /// -1 for commits outside a group's generations.
  package var generationIdOrMemberEpoch: Int32 = -1
  /// Given by the coordinator; empty before.
  package var memberId: String = ""
  /// Set by static members (KIP-345), else null. From version 7.
  package var groupInstanceId: String? = nil
  /// Milliseconds to keep the offset; -1 leaves it to the broker. No longer heeded. Versions 2 to 4.
  package var retentionTimeMs: Int64 = -1
  package var topics: [OffsetCommitRequestTopic] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    groupId: String = "",
    generationIdOrMemberEpoch: Int32 = -1,
    memberId: String = "",
    groupInstanceId: String? = nil,
    retentionTimeMs: Int64 = -1,
    topics: [OffsetCommitRequestTopic] = [],
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.groupId = groupId
    self.generationIdOrMemberEpoch = generationIdOrMemberEpoch
    self.memberId = memberId
    self.groupInstanceId = groupInstanceId
    self.retentionTimeMs = retentionTimeMs
    self.topics = topics
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      groupId = try reader.string(compact: version >= 8)
      generationIdOrMemberEpoch = try reader.int32()
      memberId = try reader.string(compact: version >= 8)
      if version >= 7 {
        groupInstanceId = try reader.optionalString(compact: version >= 8)
      }
      if version >= 2 && version <= 4 {
        retentionTimeMs = try reader.int64()
      }
      topics = try reader.array("topics", compact: version >= 8, minimum: 3) {
        (reader: inout WireReader) throws(WireError) in
        try OffsetCommitRequestTopic(from: &reader, version: version)
      }
      if version >= 8 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("OffsetCommitRequest")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      try writer.string(groupId, compact: version >= 8)
      writer.int32(generationIdOrMemberEpoch)
      try writer.string(memberId, compact: version >= 8)
      if version >= 7 {
        try writer.optionalString(groupInstanceId, compact: version >= 8)
      } else if groupInstanceId != nil {
        throw .fieldNotInVersion("groupInstanceId", version)
      }
      if version >= 2 && version <= 4 {
        writer.int64(retentionTimeMs)
      }
      try writer.array("topics", topics, compact: version >= 8) {
        (writer: inout WireWriter, element: OffsetCommitRequestTopic) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 8 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("OffsetCommitRequest")
    }
  }

  /// What `topics` holds.
  package struct OffsetCommitRequestTopic: Equatable, Sendable {
    /// Versions 1 to 9.
    package var name: String = ""
    /// Names the topic in place of its name. Version 10.
    package var topicId: UUID128 = .zero
    package var partitions: [OffsetCommitRequestPartition] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String = "",
      topicId: UUID128 = .zero,
      partitions: [OffsetCommitRequestPartition] = [],
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
      partitions = try reader.array("partitions", compact: version >= 8, minimum: 14) {
        (reader: inout WireReader) throws(WireError) in
        try OffsetCommitRequestPartition(from: &reader, version: version)
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
        (writer: inout WireWriter, element: OffsetCommitRequestPartition) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 8 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `partitions` holds.
  package struct OffsetCommitRequestPartition: Equatable, Sendable {
    package var partitionIndex: Int32 = 0
    package var committedOffset: Int64 = 0
    /// -1 when the client did not say. From version 6.
    package var committedLeaderEpoch: Int32 = -1
    /// -1: now. Version 1.
    package var commitTimestamp: Int64 = -1
    /// The client's own words.
    package var committedMetadata: String? = ""
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      partitionIndex: Int32 = 0,
      committedOffset: Int64 = 0,
      committedLeaderEpoch: Int32 = -1,
      commitTimestamp: Int64 = -1,
      committedMetadata: String? = "",
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.partitionIndex = partitionIndex
      self.committedOffset = committedOffset
      self.committedLeaderEpoch = committedLeaderEpoch
      self.commitTimestamp = commitTimestamp
      self.committedMetadata = committedMetadata
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      partitionIndex = try reader.int32()
      committedOffset = try reader.int64()
      if version >= 6 {
        committedLeaderEpoch = try reader.int32()
      }
      if version == 1 {
        commitTimestamp = try reader.int64()
      }
      committedMetadata = try reader.optionalString(compact: version >= 8)
      if version >= 8 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int32(partitionIndex)
      writer.int64(committedOffset)
      if version >= 6 {
        writer.int32(committedLeaderEpoch)
      }
      if version == 1 {
        writer.int64(commitTimestamp)
      } else if commitTimestamp != -1 {
        throw .fieldNotInVersion("commitTimestamp", version)
      }
      try writer.optionalString(committedMetadata, compact: version >= 8)
      if version >= 8 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
