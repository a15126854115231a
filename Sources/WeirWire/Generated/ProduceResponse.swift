// Generated from Schemas/Produce.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

package import WeirBase

/// Produce (key 0), versions 3 to 13. Appends record batches. Versions below 3 carry older record formats and are not
/// read.
package struct ProduceResponse: WireResponse {
  package static var api: ApiKey { .produce }
  package static var versions: ClosedRange<Int16> { 3...13 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 9 }

  package var responses: [TopicProduceResponse] = []
  /// Milliseconds the client is to wait; 0 when no quota is exceeded.
  package var throttleTimeMs: Int32 = 0
  /// Where the leaders named above are (KIP-951). From version 10. Tag 0.
  package var nodeEndpoints: [NodeEndpoint] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    responses: [TopicProduceResponse] = [],
    throttleTimeMs: Int32 = 0,
    nodeEndpoints: [NodeEndpoint] = [],
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.responses = responses
    self.throttleTimeMs = throttleTimeMs
    self.nodeEndpoints = nodeEndpoints
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      responses = try reader.array("responses", compact: version >= 9, minimum: 3) {
        (reader: inout WireReader) throws(WireError) in
        try TopicProduceResponse(from: &reader, version: version)
      }
      throttleTimeMs = try reader.int32()
      if version >= 9 {
        for _ in 0..<(try reader.tagCount()) {
          let (tag, outerEnd) = try reader.enterTag()
          switch tag {
          case 0 where version >= 10:
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
      throw error.within("ProduceResponse")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      try writer.array("responses", responses, compact: version >= 9) {
        (writer: inout WireWriter, element: TopicProduceResponse) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      writer.int32(throttleTimeMs)
      if !(version >= 10) && !nodeEndpoints.isEmpty {
        throw .fieldNotInVersion("nodeEndpoints", version)
      }
      if version >= 9 {
        var taggedFields = unknownTaggedFields
        if version >= 10 && !nodeEndpoints.isEmpty {
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
      throw error.within("ProduceResponse")
    }
  }

  /// What `responses` holds.
  package struct TopicProduceResponse: Equatable, Sendable {
    /// Versions 3 to 12.
    package var name: String = ""
    /// Names the topic in place of its name. Version 13.
    package var topicId: UUID128 = .zero
    package var partitionResponses: [PartitionProduceResponse] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String = "",
      topicId: UUID128 = .zero,
      partitionResponses: [PartitionProduceResponse] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.topicId = topicId
      self.partitionResponses = partitionResponses
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      if version <= 12 {
        name = try reader.string(compact: version >= 9)
      }
      if version == 13 {
        topicId = try reader.uuid()
      }
      partitionResponses = try reader.array("partitionResponses", compact: version >= 9, minimum: 22) {
        (reader: inout WireReader) throws(WireError) in
        try PartitionProduceResponse(from: &reader, version: version)
      }
      if version >= 9 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      if version <= 12 {
        try writer.string(name, compact: version >= 9)
      }
      if version == 13 {
        writer.uuid(topicId)
      }
      try writer.array("partitionResponses", partitionResponses, compact: version >= 9) {
        (writer: inout WireWriter, element: PartitionProduceResponse) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 9 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `partitionResponses` holds.
  package struct PartitionProduceResponse: Equatable, Sendable {
    package var index: Int32 = 0
    /// An `ErrorCode`.
    package var errorCode: Int16 = 0
    /// Offset given to the first record.
    package var baseOffset: Int64 = 0
    /// -1 when records keep the producer's timestamps.
    package var logAppendTimeMs: Int64 = -1
    /// -1 when unknown. From version 5.
    package var logStartOffset: Int64 = -1
    /// Records that had the batch refused. From version 8.
    package var recordErrors: [BatchIndexAndErrorMessage] = []
    /// Words for the error, or null. From version 8.
    package var errorMessage: String? = nil
    /// Sent with NOT_LEADER_OR_FOLLOWER (KIP-951). From version 10. Tag 0.
    package var currentLeader: LeaderIdAndEpoch = LeaderIdAndEpoch()
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      index: Int32 = 0,
      errorCode: Int16 = 0,
      baseOffset: Int64 = 0,
      logAppendTimeMs: Int64 = -1,
      logStartOffset: Int64 = -1,
      recordErrors: [BatchIndexAndErrorMessage] = [],
      errorMessage: String? = nil,
      currentLeader: LeaderIdAndEpoch = LeaderIdAndEpoch(),
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.index = index
      self.errorCode = errorCode
      self.baseOffset = baseOffset
      self.logAppendTimeMs = logAppendTimeMs
      self.logStartOffset = logStartOffset
      self.recordErrors = recordErrors
      self.errorMessage = errorMessage
      self.currentLeader = currentLeader
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      index = try reader.int32()
      errorCode = try reader.int16()
      baseOffset = try reader.int64()
      logAppendTimeMs = try reader.int64()
      if version >= 5 {
        logStartOffset = try reader.int64()
      }
      if version >= 8 {
        recordErrors = try reader.array("recordErrors", compact: version >= 9, minimum: 6) {
          (reader: inout WireReader) throws(WireError) in
          try BatchIndexAndErrorMessage(from: &reader, version: version)
        }
      }
      if version >= 8 {
        errorMessage = try reader.optionalString(compact: version >= 9)
      }
      if version >= 9 {
        for _ in 0..<(try reader.tagCount()) {
          let (tag, outerEnd) = try reader.enterTag()
          switch tag {
          case 0 where version >= 10:
            currentLeader = try LeaderIdAndEpoch(from: &reader, version: version)
          default:
            unknownTaggedFields.append(try reader.unknownField(tag))
          }
          reader.leaveTag(outerEnd)
        }
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int32(index)
      writer.int16(errorCode)
      writer.int64(baseOffset)
      writer.int64(logAppendTimeMs)
      if version >= 5 {
        writer.int64(logStartOffset)
      }
      if version >= 8 {
        try writer.array("recordErrors", recordErrors, compact: version >= 9) {
          (writer: inout WireWriter, element: BatchIndexAndErrorMessage) throws(WireError) in
          try element.encode(into: &writer, version: version)
        }
      }
      if version >= 8 {
        try writer.optionalString(errorMessage, compact: version >= 9)
      }
      if !(version >= 10) && currentLeader != LeaderIdAndEpoch() {
        throw .fieldNotInVersion("currentLeader", version)
      }
      if version >= 9 {
        var taggedFields = unknownTaggedFields
        if version >= 10 && currentLeader != LeaderIdAndEpoch() {
          let taggedField = try TaggedField(0) { (writer: inout WireWriter) throws(WireError) in
            try currentLeader.encode(into: &writer, version: version)
          }
          taggedFields.append(taggedField)
        }
        try writer.taggedFields(taggedFields)
      }
    }
  }

  /// What `recordErrors` holds.
  package struct BatchIndexAndErrorMessage: Equatable, Sendable {
    /// Counted from 0 within the batch.
    package var batchIndex: Int32 = 0
    /// What is wrong with the record.
    package var batchIndexErrorMessage: String? = nil
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      batchIndex: Int32 = 0,
      batchIndexErrorMessage: String? = nil,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.batchIndex = batchIndex
      self.batchIndexErrorMessage = batchIndexErrorMessage
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      batchIndex = try reader.int32()
      batchIndexErrorMessage = try reader.optionalString(compact: version >= 9)
      if version >= 9 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int32(batchIndex)
      try writer.optionalString(batchIndexErrorMessage, compact: version >= 9)
      if version >= 9 {
        try writer.taggedFields(unknownTaggedFields)
      }
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
