// Generated from Schemas/Fetch.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

package import WeirBase

/// Fetch (key 1), versions 4 to 18. Reads record batches. Versions below 4 would need older record formats.
package struct FetchRequest: WireRequest {
  package typealias Response = FetchResponse
  package static var api: ApiKey { .fetch }
  package static var versions: ClosedRange<Int16> { 4...18 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 12 }

  /// Refused when it is another cluster. From version 12. Tag 0.
  package var clusterId: String? = nil
  /// -1 for consumers. Versions 4 to 14.
  package var replicaId: Int32 = -1
  /// Set by followers only (KIP-903). From version 15. Tag 1.
  package var replicaState: ReplicaState = ReplicaState()
  /// Milliseconds to wait for `minBytes`.
  package var maxWaitMs: Int32 = 0
  /// Answer as soon as this much is there.
  package var minBytes: Int32 = 0
  /// Of records, over all partitions; the first batch may exceed it (KIP-74).
  package var maxBytes: Int32 = 2147483647
  /// 0: everything; 1: committed records only.
  package var isolationLevel: Int8 = 0
  /// 0 for none (KIP-227). From version 7.
  package var sessionId: Int32 = 0
  /// -1: no session; 0: a new one (KIP-227). From version 7.
  package var sessionEpoch: Int32 = -1
  package var topics: [FetchTopic] = []
  /// What the session is to leave out from now on (KIP-227). From version 7.
  package var forgottenTopicsData: [ForgottenTopic] = []
  /// Where the consumer is, to choose a near replica (KIP-392). From version 11.
  package var rackId: String = ""
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    clusterId: String? = nil,
    replicaId: Int32 = -1,
    replicaState: ReplicaState = ReplicaState(),
    maxWaitMs: Int32 = 0,
    minBytes: Int32 = 0,
    maxBytes: Int32 = 2147483647,
    isolationLevel: Int8 = 0,
    sessionId: Int32 = 0,
    sessionEpoch: Int32 = -1,
    topics: [FetchTopic] = [],
    forgottenTopicsData: [ForgottenTopic] = [],
    rackId: String = "",
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.clusterId = clusterId
    self.replicaId = replicaId
    self.replicaState = replicaState
    self.maxWaitMs = maxWaitMs
    self.minBytes = minBytes
    self.maxBytes = maxBytes
    self.isolationLevel = isolationLevel
    self.sessionId = sessionId
    self.sessionEpoch = sessionEpoch
    self.topics = topics
    self.forgottenTopicsData = forgottenTopicsData
    self.rackId = rackId
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version <= 14 {
        replicaId = try reader.int32()
      }
      maxWaitMs = try reader.int32()
      minBytes = try reader.int32()
      maxBytes = try reader.int32()
      isolationLevel = try reader.int8()
      if version >= 7 {
        sessionId = try reader.int32()
      }
      if version >= 7 {
        sessionEpoch = try reader.int32()
      }
      topics = try reader.array("topics", compact: version >= 12, minimum: 3) {
        (reader: inout WireReader) throws(WireError) in
        try FetchTopic(from: &reader, version: version)
      }
      if version >= 7 {
        forgottenTopicsData = try reader.array("forgottenTopicsData", compact: version >= 12, minimum: 3) {
          (reader: inout WireReader) throws(WireError) in
          try ForgottenTopic(from: &reader, version: version)
        }
      }
      if version >= 11 {
        rackId = try reader.string(compact: version >= 12)
      }
      if version >= 12 {
        for _ in 0..<(try reader.tagCount()) {
          let (tag, outerEnd) = try reader.enterTag()
          switch tag {
          case 0:
            clusterId = try reader.optionalString(compact: true)
          case 1 where version >= 15:
            replicaState = try ReplicaState(from: &reader, version: version)
          default:
            unknownTaggedFields.append(try reader.unknownField(tag))
          }
          reader.leaveTag(outerEnd)
        }
      }
    } catch {
      throw error.within("FetchRequest")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version <= 14 {
        writer.int32(replicaId)
      } else if replicaId != -1 {
        throw .fieldNotInVersion("replicaId", version)
      }
      if !(version >= 15) && replicaState != ReplicaState() {
        throw .fieldNotInVersion("replicaState", version)
      }
      writer.int32(maxWaitMs)
      writer.int32(minBytes)
      writer.int32(maxBytes)
      writer.int8(isolationLevel)
      if version >= 7 {
        writer.int32(sessionId)
      }
      if version >= 7 {
        writer.int32(sessionEpoch)
      }
      try writer.array("topics", topics, compact: version >= 12) {
        (writer: inout WireWriter, element: FetchTopic) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 7 {
        try writer.array("forgottenTopicsData", forgottenTopicsData, compact: version >= 12) {
          (writer: inout WireWriter, element: ForgottenTopic) throws(WireError) in
          try element.encode(into: &writer, version: version)
        }
      } else if !forgottenTopicsData.isEmpty {
        throw .fieldNotInVersion("forgottenTopicsData", version)
      }
      if version >= 11 {
        try writer.string(rackId, compact: version >= 12)
      }
      if version >= 12 {
        var taggedFields = unknownTaggedFields
        if clusterId != nil {
          let taggedField = try TaggedField(0) { (writer: inout WireWriter) throws(WireError) in
            try writer.optionalString(clusterId, compact: true)
          }
          taggedFields.append(taggedField)
        }
        if version >= 15 && replicaState != ReplicaState() {
          let taggedField = try TaggedField(1) { (writer: inout WireWriter) throws(WireError) in
            try replicaState.encode(into: &writer, version: version)
          }
          taggedFields.append(taggedField)
        }
        try writer.taggedFields(taggedFields)
      }
    } catch {
      throw error.within("FetchRequest")
    }
  }

  /// What `replicaState` holds.
  package struct ReplicaState: Equatable, Sendable {
    /// -1 for consumers.
    package var replicaId: Int32 = -1
    /// -1 for none.
    package var replicaEpoch: Int64 = -1
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      replicaId: Int32 = -1,
      replicaEpoch: Int64 = -1,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.replicaId = replicaId
      self.replicaEpoch = replicaEpoch
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      replicaId = try reader.int32()
      replicaEpoch = try reader.int64()
      unknownTaggedFields = try reader.taggedFields()
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int32(replicaId)
      writer.int64(replicaEpoch)
      try writer.taggedFields(unknownTaggedFields)
    }
  }

  /// What `topics` holds.
  package struct FetchTopic: Equatable, Sendable {
    /// Versions 4 to 12.
    package var topic: String = ""
    /// Names the topic in place of its name. From version 13.
    package var topicId: UUID128 = .zero
    package var partitions: [FetchPartition] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      topic: String = "",
      topicId: UUID128 = .zero,
      partitions: [FetchPartition] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.topic = topic
      self.topicId = topicId
      self.partitions = partitions
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      if version <= 12 {
        topic = try reader.string(compact: version >= 12)
      }
      if version >= 13 {
        topicId = try reader.uuid()
      }
      partitions = try reader.array("partitions", compact: version >= 12, minimum: 16) {
        (reader: inout WireReader) throws(WireError) in
        try FetchPartition(from: &reader, version: version)
      }
      if version >= 12 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      if version <= 12 {
        try writer.string(topic, compact: version >= 12)
      }
      if version >= 13 {
        writer.uuid(topicId)
      }
      try writer.array("partitions", partitions, compact: version >= 12) {
        (writer: inout WireWriter, element: FetchPartition) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 12 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `partitions` holds.
  package struct FetchPartition: Equatable, Sendable {
    package var partition: Int32 = 0
    /// The epoch the client knows, checked against the leader's (KIP-320); -1 for none. From version 9.
    package var currentLeaderEpoch: Int32 = -1
    package var fetchOffset: Int64 = 0
    /// Epoch of the last batch read, to detect divergence; -1 for none. From version 12.
    package var lastFetchedEpoch: Int32 = -1
    /// -1 when unknown; followers only in requests. From version 5.
    package var logStartOffset: Int64 = -1
    /// Of records; the first batch may exceed it (KIP-74).
    package var partitionMaxBytes: Int32 = 0
    /// Followers only (KIP-853). From version 17. Tag 0.
    package var replicaDirectoryId: UUID128 = .zero
    /// Version 18. Tag 1.
    package var highWatermark: Int64 = 9223372036854775807
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      partition: Int32 = 0,
      currentLeaderEpoch: Int32 = -1,
      fetchOffset: Int64 = 0,
      lastFetchedEpoch: Int32 = -1,
      logStartOffset: Int64 = -1,
      partitionMaxBytes: Int32 = 0,
      replicaDirectoryId: UUID128 = .zero,
      highWatermark: Int64 = 9223372036854775807,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.partition = partition
      self.currentLeaderEpoch = currentLeaderEpoch
      self.fetchOffset = fetchOffset
      self.lastFetchedEpoch = lastFetchedEpoch
      self.logStartOffset = logStartOffset
      self.partitionMaxBytes = partitionMaxBytes
      self.replicaDirectoryId = replicaDirectoryId
      self.highWatermark = highWatermark
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      partition = try reader.int32()
      if version >= 9 {
        currentLeaderEpoch = try reader.int32()
      }
      fetchOffset = try reader.int64()
      if version >= 12 {
        lastFetchedEpoch = try reader.int32()
      }
      if version >= 5 {
        logStartOffset = try reader.int64()
      }
      partitionMaxBytes = try reader.int32()
      if version >= 12 {
        for _ in 0..<(try reader.tagCount()) {
          let (tag, outerEnd) = try reader.enterTag()
          switch tag {
          case 0 where version >= 17:
            replicaDirectoryId = try reader.uuid()
          case 1 where version == 18:
            highWatermark = try reader.int64()
          default:
            unknownTaggedFields.append(try reader.unknownField(tag))
          }
          reader.leaveTag(outerEnd)
        }
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int32(partition)
      if version >= 9 {
        writer.int32(currentLeaderEpoch)
      }
      writer.int64(fetchOffset)
      if version >= 12 {
        writer.int32(lastFetchedEpoch)
      } else if lastFetchedEpoch != -1 {
        throw .fieldNotInVersion("lastFetchedEpoch", version)
      }
      if version >= 5 {
        writer.int64(logStartOffset)
      }
      writer.int32(partitionMaxBytes)
      if version >= 12 {
        var taggedFields = unknownTaggedFields
        if version >= 17 && !replicaDirectoryId.isZero {
          let taggedField = try TaggedField(0) { (writer: inout WireWriter) throws(WireError) in
            writer.uuid(replicaDirectoryId)
          }
          taggedFields.append(taggedField)
        }
        if version == 18 && highWatermark != 9223372036854775807 {
          let taggedField = try TaggedField(1) { (writer: inout WireWriter) throws(WireError) in
            writer.int64(highWatermark)
          }
          taggedFields.append(taggedField)
        }
        try writer.taggedFields(taggedFields)
      }
    }
  }

  /// What `forgottenTopicsData` holds.
  package struct ForgottenTopic: Equatable, Sendable {
    /// Versions 7 to 12.
    package var topic: String = ""
    /// Names the topic in place of its name. From version 13.
    package var topicId: UUID128 = .zero
    package var partitions: [Int32] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      topic: String = "",
      topicId: UUID128 = .zero,
      partitions: [Int32] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.topic = topic
      self.topicId = topicId
      self.partitions = partitions
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      if version <= 12 {
        topic = try reader.string(compact: version >= 12)
      }
      if version >= 13 {
        topicId = try reader.uuid()
      }
      partitions = try reader.array("partitions", compact: version >= 12, minimum: 4) {
        (reader: inout WireReader) throws(WireError) in
        try reader.int32()
      }
      if version >= 12 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      if version <= 12 {
        try writer.string(topic, compact: version >= 12)
      }
      if version >= 13 {
        writer.uuid(topicId)
      }
      try writer.array("partitions", partitions, compact: version >= 12) {
        (writer: inout WireWriter, element: Int32) throws(WireError) in
        writer.int32(element)
      }
      if version >= 12 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
