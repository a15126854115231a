// Generated from Schemas/OffsetFetch.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

package import WeirBase

/// OffsetFetch (key 9), versions 1 to 10. Tells how far a group has read. From version 8 on for many groups at once.
package struct OffsetFetchRequest: WireRequest {
  package typealias Response = OffsetFetchResponse
  package static var api: ApiKey { .offsetFetch }
  package static var versions: ClosedRange<Int16> { 1...10 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 6 }

  /// Versions 1 to 7.
  package var groupId: String = ""
  /// Null for all topics with offsets. Versions 1 to 7.
  package var topics: [OffsetFetchRequestTopic]? = []
  /// From version 8.
  package var groups: [OffsetFetchRequestGroup] = []
  /// Wait for open transactions to end (KIP-447). From version 7.
  package var requireStable: Bool = false
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    groupId: String = "",
    topics: [OffsetFetchRequestTopic]? = [],
    groups: [OffsetFetchRequestGroup] = [],
    requireStable: Bool = false,
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.groupId = groupId
    self.topics = topics
    self.groups = groups
    self.requireStable = requireStable
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version <= 7 {
        groupId = try reader.string(compact: version >= 6)
      }
      if version <= 7 {
        topics = try reader.optionalArray("topics", nullable: version >= 2, compact: version >= 6, minimum: 3) {
          (reader: inout WireReader) throws(WireError) in
          try OffsetFetchRequestTopic(from: &reader, version: version)
        }
      }
      if version >= 8 {
        groups = try reader.array("groups", compact: true, minimum: 3) {
          (reader: inout WireReader) throws(WireError) in
          try OffsetFetchRequestGroup(from: &reader, version: version)
        }
      }
      if version >= 7 {
        requireStable = try reader.bool()
      }
      if version >= 6 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("OffsetFetchRequest")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version <= 7 {
        try writer.string(groupId, compact: version >= 6)
      } else if !groupId.isEmpty {
        throw .fieldNotInVersion("groupId", version)
      }
      if version <= 7 {
        try writer.optionalArray("topics", topics, nullable: version >= 2, compact: version >= 6) {
          (writer: inout WireWriter, element: OffsetFetchRequestTopic) throws(WireError) in
          try element.encode(into: &writer, version: version)
        }
      } else if topics != [] {
        throw .fieldNotInVersion("topics", version)
      }
      if version >= 8 {
        try writer.array("groups", groups, compact: true) {
          (writer: inout WireWriter, element: OffsetFetchRequestGroup) throws(WireError) in
          try element.encode(into: &writer, version: version)
        }
      } else if !groups.isEmpty {
        throw .fieldNotInVersion("groups", version)
      }
      if version >= 7 {
        writer.bool(requireStable)
      } else if requireStable {
        throw .fieldNotInVersion("requireStable", version)
      }
      if version >= 6 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("OffsetFetchRequest")
    }
  }

  /// What `topics` holds.
  package struct OffsetFetchRequestTopic: Equatable, Sendable {
    package var name: String = ""
    package var partitionIndexes: [Int32] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String = "",
      partitionIndexes: [Int32] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.partitionIndexes = partitionIndexes
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      name = try reader.string(compact: version >= 6)
      partitionIndexes = try reader.array("partitionIndexes", compact: version >= 6, minimum: 4) {
        (reader: inout WireReader) throws(WireError) in
        try reader.int32()
      }
      if version >= 6 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(name, compact: version >= 6)
      try writer.array("partitionIndexes", partitionIndexes, compact: version >= 6) {
        (writer: inout WireWriter, element: Int32) throws(WireError) in
        writer.int32(element)
      }
      if version >= 6 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `groups` holds.
  package struct OffsetFetchRequestGroup: Equatable, Sendable {
    package var groupId: String = ""
    /// Null in the classic protocol. From version 9.
    package var memberId: String? = nil
    /// -1 in the classic protocol. From version 9.
    package var memberEpoch: Int32 = -1
    /// Null for all topics with offsets.
    package var topics: [OffsetFetchRequestTopics]? = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      groupId: String = "",
      memberId: String? = nil,
      memberEpoch: Int32 = -1,
      topics: [OffsetFetchRequestTopics]? = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.groupId = groupId
      self.memberId = memberId
      self.memberEpoch = memberEpoch
      self.topics = topics
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      groupId = try reader.string(compact: true)
      if version >= 9 {
        memberId = try reader.optionalString(compact: true)
      }
      if version >= 9 {
        memberEpoch = try reader.int32()
      }
      topics = try reader.optionalArray("topics", compact: true, minimum: 3) {
        (reader: inout WireReader) throws(WireError) in
        try OffsetFetchRequestTopics(from: &reader, version: version)
      }
      unknownTaggedFields = try reader.taggedFields()
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(groupId, compact: true)
      if version >= 9 {
        try writer.optionalString(memberId, compact: true)
      }
      if version >= 9 {
        writer.int32(memberEpoch)
      }
      try writer.optionalArray("topics", topics, compact: true) {
        (writer: inout WireWriter, element: OffsetFetchRequestTopics) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      try writer.taggedFields(unknownTaggedFields)
    }
  }

  /// What `topics` holds.
  package struct OffsetFetchRequestTopics: Equatable, Sendable {
    /// Versions 8 to 9.
    package var name: String = ""
    /// Names the topic in place of its name. Version 10.
    package var topicId: UUID128 = .zero
    package var partitionIndexes: [Int32] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String = "",
      topicId: UUID128 = .zero,
      partitionIndexes: [Int32] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.topicId = topicId
      self.partitionIndexes = partitionIndexes
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      if version <= 9 {
        name = try reader.string(compact: true)
      }
      if version == 10 {
        topicId = try reader.uuid()
      }
      partitionIndexes = try reader.array("partitionIndexes", compact: true, minimum: 4) {
        (reader: inout WireReader) throws(WireError) in
        try reader.int32()
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
      try writer.array("partitionIndexes", partitionIndexes, compact: true) {
        (writer: inout WireWriter, element: Int32) throws(WireError) in
        writer.int32(element)
      }
      try writer.taggedFields(unknownTaggedFields)
    }
  }
}
