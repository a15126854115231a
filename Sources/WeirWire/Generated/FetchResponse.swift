// Generated from Schemas/Fetch.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

package import NIOCore
package import WeirBase

/// Fetch (key 1), versions 4 to 18. Reads record batches. Versions below 4 would need older record formats.
package struct FetchResponse: WireResponse {
  package static var api: ApiKey { .fetch }
  package static var versions: ClosedRange<Int16> { 4...18 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 12 }

  /// Milliseconds the client is to wait; 0 when no quota is exceeded.
  package var throttleTimeMs: Int32 = 0
  /// An `ErrorCode`. From version 7.
  package var errorCode: Int16 = 0
  /// 0 for none (KIP-227). From version 7.
  package var sessionId: Int32 = 0
  /// In incremental sessions only partitions with news.
  package var responses: [FetchableTopicResponse] = []
  /// Where the leaders named above are (KIP-951). From version 16. Tag 0.
  package var nodeEndpoints: [NodeEndpoint] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    throttleTimeMs: Int32 = 0,
    errorCode: Int16 = 0,
    sessionId: Int32 = 0,
    responses: [FetchableTopicResponse] = [],
    nodeEndpoints: [NodeEndpoint] = [],
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.throttleTimeMs = throttleTimeMs
    self.errorCode = errorCode
    self.sessionId = sessionId
    self.responses = responses
    self.nodeEndpoints = nodeEndpoints
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      throttleTimeMs = try reader.int32()
      if version >= 7 {
        errorCode = try reader.int16()
      }
      if version >= 7 {
        sessionId = try reader.int32()
      }
      responses = try reader.array("responses", compact: version >= 12, minimum: 3) {
        (reader: inout WireReader) throws(WireError) in
        try FetchableTopicResponse(from: &reader, version: version)
      }
      if version >= 12 {
        for _ in 0..<(try reader.tagCount()) {
          let (tag, outerEnd) = try reader.enterTag()
          switch tag {
          case 0 where version >= 16:
            nodeEndpoints = try reader.array("nodeEndpoints", compact: true, minimum: 11) {
              (reader: inout WireReader) throws(WireError) in
              try NodeEndpoint(from: &reader, version: version)
            }
          default:
            unknownTaggedFields.append(try reader.unknownField(tag))
          }
          reader.leaveTag(outerEnd)
        }
      }
    } catch {
      throw error.within("FetchResponse")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      writer.int32(throttleTimeMs)
      if version >= 7 {
        writer.int16(errorCode)
      }
      if version >= 7 {
        writer.int32(sessionId)
      } else if sessionId != 0 {
        throw .fieldNotInVersion("sessionId", version)
      }
      try writer.array("responses", responses, compact: version >= 12) {
        (writer: inout WireWriter, element: FetchableTopicResponse) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if !(version >= 16) && !nodeEndpoints.isEmpty {
        throw .fieldNotInVersion("nodeEndpoints", version)
      }
      if version >= 12 {
        var taggedFields = unknownTaggedFields
        if version >= 16 && !nodeEndpoints.isEmpty {
          let taggedField = try TaggedField(0) { (writer: inout WireWriter) throws(WireError) in
            try writer.array("nodeEndpoints", nodeEndpoints, compact: true) {
              (writer: inout WireWriter, element: NodeEndpoint) throws(WireError) in
              try element.encode(into: &writer, version: version)
            }
          }
          taggedFields.append(taggedField)
        }
        try writer.taggedFields(taggedFields)
      }
    } catch {
      throw error.within("FetchResponse")
    }
  }

  /// What `responses` holds.
  package struct FetchableTopicResponse: Equatable, Sendable {
    /// Versions 4 to 12.
    package var topic: String = ""
    /// Names the topic in place of its name. From version 13.
    package var topicId: UUID128 = .zero
    package var partitions: [PartitionData] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      topic: String = "",
      topicId: UUID128 = .zero,
      partitions: [PartitionData] = [],
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
      partitions = try reader.array("partitions", compact: version >= 12, minimum: 30) {
        (reader: inout WireReader) throws(WireError) in
        try PartitionData(from: &reader, version: version)
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
        (writer: inout WireWriter, element: PartitionData) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 12 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `partitions` holds.
  package struct PartitionData: Equatable, Sendable {
    package var partitionIndex: Int32 = 0
    /// An `ErrorCode`.
    package var errorCode: Int16 = 0
    package var highWatermark: Int64 = 0
    /// No open transaction reaches below it.
    package var lastStableOffset: Int64 = -1
    /// -1 when unknown; followers only in requests. From version 5.
    package var logStartOffset: Int64 = -1
    /// Where the reader's log parts from the leader's (KIP-320). From version 12. Tag 0.
    package var divergingEpoch: EpochEndOffset = EpochEndOffset()
    /// Sent when the leader is another one (KIP-951). From version 12. Tag 1.
    package var currentLeader: LeaderIdAndEpoch = LeaderIdAndEpoch()
    /// The metadata log only. From version 12. Tag 2.
    package var snapshotId: SnapshotId = SnapshotId()
    /// For readers of committed records; null for others.
    package var abortedTransactions: [AbortedTransaction]? = []
    /// -1: go on reading here (KIP-392). From version 11.
    package var preferredReadReplica: Int32 = -1
    /// Whole batches; the last may be cut short.
    package var records: ByteBuffer? = nil
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      partitionIndex: Int32 = 0,
      errorCode: Int16 = 0,
      highWatermark: Int64 = 0,
      lastStableOffset: Int64 = -1,
      logStartOffset: Int64 = -1,
      divergingEpoch: EpochEndOffset = EpochEndOffset(),
      currentLeader: LeaderIdAndEpoch = LeaderIdAndEpoch(),
      snapshotId: SnapshotId = SnapshotId(),
      abortedTransactions: [AbortedTransaction]? = [],
      preferredReadReplica: Int32 = -1,
      records: ByteBuffer? = nil,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.partitionIndex = partitionIndex
      self.errorCode = errorCode
      self.highWatermark = highWatermark
      self.lastStableOffset = lastStableOffset
      self.logStartOffset = logStartOffset
      self.divergingEpoch = divergingEpoch
      self.currentLeader = currentLeader
      self.snapshotId = snapshotId
      self.abortedTransactions = abortedTransactions
      self.preferredReadReplica = preferredReadReplica
      self.records = records
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      partitionIndex = try reader.int32()
      errorCode = try reader.int16()
      highWatermark = try reader.int64()
      lastStableOffset = try reader.int64()
      if version >= 5 {
        logStartOffset = try reader.int64()
      }
      abortedTransactions = try reader.optionalArray("abortedTransactions", compact: version >= 12, minimum: 16) {
        (reader: inout WireReader) throws(WireError) in
        try AbortedTransaction(from: &reader, version: version)
      }
      if version >= 11 {
        preferredReadReplica = try reader.int32()
      }
      records = try reader.records(compact: version >= 12)
      if version >= 12 {
        for _ in 0..<(try reader.tagCount()) {
          let (tag, outerEnd) = try reader.enterTag()
          switch tag {
          case 0:
            divergingEpoch = try EpochEndOffset(from: &reader, version: version)
          case 1:
            currentLeader = try LeaderIdAndEpoch(from: &reader, version: version)
          case 2:
            snapshotId = try SnapshotId(from: &reader, version: version)
          default:
            unknownTaggedFields.append(try reader.unknownField(tag))
          }
          reader.leaveTag(outerEnd)
        }
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int32(partitionIndex)
      writer.int16(errorCode)
      writer.int64(highWatermark)
      writer.int64(lastStableOffset)
      if version >= 5 {
        writer.int64(logStartOffset)
      }
      if !(version >= 12) && divergingEpoch != EpochEndOffset() {
        throw .fieldNotInVersion("divergingEpoch", version)
      }
      if !(version >= 12) && currentLeader != LeaderIdAndEpoch() {
        throw .fieldNotInVersion("currentLeader", version)
      }
      if !(version >= 12) && snapshotId != SnapshotId() {
        throw .fieldNotInVersion("snapshotId", version)
      }
      try writer.optionalArray("abortedTransactions", abortedTransactions, compact: version >= 12) {
        (writer: inout WireWriter, element: AbortedTransaction) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 11 {
        writer.int32(preferredReadReplica)
      } else if preferredReadReplica != -1 {
        throw .fieldNotInVersion("preferredReadReplica", version)
      }
      try writer.records(records, compact: version >= 12)
      if version >= 12 {
        var taggedFields = unknownTaggedFields
        if divergingEpoch != EpochEndOffset() {
          let taggedField = try TaggedField(0) { (writer: inout WireWriter) throws(WireError) in
            try divergingEpoch.encode(into: &writer, version: version)
          }
          taggedFields.append(taggedField)
        }
        if currentLeader != LeaderIdAndEpoch() {
          let taggedField = try TaggedField(1) { (writer: inout WireWriter) throws(WireError) in
            try currentLeader.encode(into: &writer, version: version)
          }
          taggedFields.append(taggedField)
        }
        if snapshotId != SnapshotId() {
          let taggedField = try TaggedField(2) { (writer: inout WireWriter) throws(WireError) in
            try snapshotId.encode(into: &writer, version: version)
          }
          taggedFields.append(taggedField)
        }
        try writer.taggedFields(taggedFields)
      }
    }
  }

  /// What `divergingEpoch` holds.
  package struct EpochEndOffset: Equatable, Sendable {
    package var epoch: Int32 = -1
    package var endOffset: Int64 = -1
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      epoch: Int32 = -1,
      endOffset: Int64 = -1,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.epoch = epoch
      self.endOffset = endOffset
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      epoch = try reader.int32()
      endOffset = try reader.int64()
      unknownTaggedFields = try reader.taggedFields()
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int32(epoch)
      writer.int64(endOffset)
      try writer.taggedFields(unknownTaggedFields)
    }
  }

  /// What `currentLeader` holds.
  package struct LeaderIdAndEpoch: Equatable, Sendable {
    /// -1 when unknown.
    package var leaderId: Int32 = -1
    /// -1 when unknown.
    package var leaderEpoch: Int32 = -1
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      leaderId: Int32 = -1,
      leaderEpoch: Int32 = -1,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.leaderId = leaderId
      self.leaderEpoch = leaderEpoch
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      leaderId = try reader.int32()
      leaderEpoch = try reader.int32()
      unknownTaggedFields = try reader.taggedFields()
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int32(leaderId)
      writer.int32(leaderEpoch)
      try writer.taggedFields(unknownTaggedFields)
    }
  }

  /// What `snapshotId` holds.
  package struct SnapshotId: Equatable, Sendable {
    package var endOffset: Int64 = -1
    package var epoch: Int32 = -1
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      endOffset: Int64 = -1,
      epoch: Int32 = -1,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.endOffset = endOffset
      self.epoch = epoch
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      endOffset = try reader.int64()
      epoch = try reader.int32()
      unknownTaggedFields = try reader.taggedFields()
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int64(endOffset)
      writer.int32(epoch)
      try writer.taggedFields(unknownTaggedFields)
    }
  }

  /// What `abortedTransactions` holds.
  package struct AbortedTransaction: Equatable, Sendable {
    /// -1 for none.
    package var producerId: Int64 = 0
    /// Of the aborted transaction.
    package var firstOffset: Int64 = 0
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      producerId: Int64 = 0,
      firstOffset: Int64 = 0,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.producerId = producerId
      self.firstOffset = firstOffset
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      producerId = try reader.int64()
      firstOffset = try reader.int64()
      if version >= 12 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int64(producerId)
      writer.int64(firstOffset)
      if version >= 12 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `nodeEndpoints` holds.
  package struct NodeEndpoint: Equatable, Sendable {
    package var nodeId: Int32 = 0
    /// As clients dial it.
    package var host: String = ""
    package var port: Int32 = 0
    /// Null when the broker has none.
    package var rack: String? = nil
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      nodeId: Int32 = 0,
      host: String = "",
      port: Int32 = 0,
      rack: String? = nil,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.nodeId = nodeId
      self.host = host
      self.port = port
      self.rack = rack
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      nodeId = try reader.int32()
      host = try reader.string(compact: true)
      port = try reader.int32()
      rack = try reader.optionalString(compact: true)
      unknownTaggedFields = try reader.taggedFields()
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int32(nodeId)
      try writer.string(host, compact: true)
      writer.int32(port)
      try writer.optionalString(rack, compact: true)
      try writer.taggedFields(unknownTaggedFields)
    }
  }
}
