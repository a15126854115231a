// Generated from Schemas/Metadata.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

package import WeirBase

/// Metadata (key 3), versions 0 to 13. Tells brokers, topics and leaders.
package struct MetadataResponse: WireResponse {
  package static var api: ApiKey { .metadata }
  package static var versions: ClosedRange<Int16> { 0...13 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 9 }

  /// Milliseconds the client is to wait; 0 when no quota is exceeded. From version 3.
  package var throttleTimeMs: Int32 = 0
  package var brokers: [MetadataResponseBroker] = []
  /// Null when it has none. From version 2.
  package var clusterId: String? = nil
  /// -1 when there is none. From version 1.
  package var controllerId: Int32 = -1
  package var topics: [MetadataResponseTopic] = []
  /// A bit per operation; the lowest number when not asked for. Versions 8 to 10.
  package var clusterAuthorizedOperations: Int32 = -2147483648
  /// An `ErrorCode`. Version 13.
  package var errorCode: Int16 = 0
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    throttleTimeMs: Int32 = 0,
    brokers: [MetadataResponseBroker] = [],
    clusterId: String? = nil,
    controllerId: Int32 = -1,
    topics: [MetadataResponseTopic] = [],
    clusterAuthorizedOperations: Int32 = -2147483648,
    errorCode: Int16 = 0,
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.throttleTimeMs = throttleTimeMs
    self.brokers = brokers
    self.clusterId = clusterId
    self.controllerId = controllerId
    self.topics = topics
    self.clusterAuthorizedOperations = clusterAuthorizedOperations
    self.errorCode = errorCode
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 3 {
        throttleTimeMs = try reader.int32()
      }
      brokers = try reader.array("brokers", compact: version >= 9, minimum: 10) {
        (reader: inout WireReader) throws(WireError) in
        try MetadataResponseBroker(from: &reader, version: version)
      }
      if version >= 2 {
        clusterId = try reader.optionalString(compact: version >= 9)
      }
      if version >= 1 {
        controllerId = try reader.int32()
      }
      topics = try reader.array("topics", compact: version >= 9, minimum: 8) {
        (reader: inout WireReader) throws(WireError) in
        try MetadataResponseTopic(from: &reader, version: version)
      }
      if version >= 8 && version <= 10 {
        clusterAuthorizedOperations = try reader.int32()
      }
      if version == 13 {
        errorCode = try reader.int16()
      }
      if version >= 9 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("MetadataResponse")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      if version >= 3 {
        writer.int32(throttleTimeMs)
      }
      try writer.array("brokers", brokers, compact: version >= 9) {
        (writer: inout WireWriter, element: MetadataResponseBroker) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 2 {
        try writer.optionalString(clusterId, compact: version >= 9)
      }
      if version >= 1 {
        writer.int32(controllerId)
      }
      try writer.array("topics", topics, compact: version >= 9) {
        (writer: inout WireWriter, element: MetadataResponseTopic) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 8 && version <= 10 {
        writer.int32(clusterAuthorizedOperations)
      } else if clusterAuthorizedOperations != -2147483648 {
        throw .fieldNotInVersion("clusterAuthorizedOperations", version)
      }
      if version == 13 {
        writer.int16(errorCode)
      }
      if version >= 9 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("MetadataResponse")
    }
  }

  /// What `brokers` holds.
  package struct MetadataResponseBroker: Equatable, Sendable {
    package var nodeId: Int32 = 0
    /// As clients dial it.
    package var host: String = ""
    package var port: Int32 = 0
    /// Null when the broker has none. From version 1.
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
      host = try reader.string(compact: version >= 9)
      port = try reader.int32()
      if version >= 1 {
        rack = try reader.optionalString(compact: version >= 9)
      }
      if version >= 9 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int32(nodeId)
      try writer.string(host, compact: version >= 9)
      writer.int32(port)
      if version >= 1 {
        try writer.optionalString(rack, compact: version >= 9)
      }
      if version >= 9 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `topics` holds.
  package struct MetadataResponseTopic: Equatable, Sendable {
    /// An `ErrorCode`.
    package var errorCode: Int16 = 0
    /// Null when the topic is named by id alone.
    package var name: String? = ""
    /// Names the topic in place of its name. From version 10.
    package var topicId: UUID128 = .zero
    /// Whether the topic is the cluster's own. From version 1.
    package var isInternal: Bool = false
    package var partitions: [MetadataResponsePartition] = []
    /// A bit per operation; the lowest number when not asked for. From version 8.
    package var topicAuthorizedOperations: Int32 = -2147483648
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      errorCode: Int16 = 0,
      name: String? = "",
      topicId: UUID128 = .zero,
      isInternal: Bool = false,
      partitions: [MetadataResponsePartition] = [],
      topicAuthorizedOperations: Int32 = -2147483648,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.errorCode = errorCode
      self.name = name
      self.topicId = topicId
      self.isInternal = isInternal
      self.partitions = partitions
      self.topicAuthorizedOperations = topicAuthorizedOperations
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      errorCode = try reader.int16()
      name = try reader.optionalString(nullable: version >= 12, compact: version >= 9)
      if version >= 10 {
        topicId = try reader.uuid()
      }
      if version >= 1 {
        isInternal = try reader.bool()
      }
      partitions = try reader.array("partitions", compact: version >= 9, minimum: 18) {
        (reader: inout WireReader) throws(WireError) in
        try MetadataResponsePartition(from: &reader, version: version)
      }
      if version >= 8 {
        topicAuthorizedOperations = try reader.int32()
      }
      if version >= 9 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int16(errorCode)
      try writer.optionalString(name, nullable: version >= 12, compact: version >= 9)
      if version >= 10 {
        writer.uuid(topicId)
      }
      if version >= 1 {
        writer.bool(isInternal)
      }
      try writer.array("partitions", partitions, compact: version >= 9) {
        (writer: inout WireWriter, element: MetadataResponsePartition) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 8 {
        writer.int32(topicAuthorizedOperations)
      } else if topicAuthorizedOperations != -2147483648 {
        throw .fieldNotInVersion("topicAuthorizedOperations", version)
      }
      if version >= 9 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `partitions` holds.
  package struct MetadataResponsePartition: Equatable, Sendable {
    /// An `ErrorCode`.
    package var errorCode: Int16 = 0
    package var partitionIndex: Int32 = 0
    /// -1 when unknown.
    package var leaderId: Int32 = 0
    /// -1 when unknown. From version 7.
    package var leaderEpoch: Int32 = -1
    /// Brokers that hold the partition.
    package var replicaNodes: [Int32] = []
    /// Brokers that are in sync.
    package var isrNodes: [Int32] = []
    /// Brokers whose replica is offline. From version 5.
    package var offlineReplicas: [Int32] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      errorCode: Int16 = 0,
      partitionIndex: Int32 = 0,
      leaderId: Int32 = 0,
      leaderEpoch: Int32 = -1,
      replicaNodes: [Int32] = [],
      isrNodes: [Int32] = [],
      offlineReplicas: [Int32] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.errorCode = errorCode
      self.partitionIndex = partitionIndex
      self.leaderId = leaderId
      self.leaderEpoch = leaderEpoch
      self.replicaNodes = replicaNodes
      self.isrNodes = isrNodes
      self.offlineReplicas = offlineReplicas
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      errorCode = try reader.int16()
      partitionIndex = try reader.int32()
      leaderId = try reader.int32()
      if version >= 7 {
        leaderEpoch = try reader.int32()
      }
      replicaNodes = try reader.array("replicaNodes", compact: version >= 9, minimum: 4) {
        (reader: inout WireReader) throws(WireError) in
        try reader.int32()
      }
      isrNodes = try reader.array("isrNodes", compact: version >= 9, minimum: 4) {
        (reader: inout WireReader) throws(WireError) in
        try reader.int32()
      }
      if version >= 5 {
        offlineReplicas = try reader.array("offlineReplicas", compact: version >= 9, minimum: 4) {
          (reader: inout WireReader) throws(WireError) in
          try reader.int32()
        }
      }
      if version >= 9 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int16(errorCode)
      writer.int32(partitionIndex)
      writer.int32(leaderId)
      if version >= 7 {
        writer.int32(leaderEpoch)
      }
      try writer.array("replicaNodes", replicaNodes, compact: version >= 9) {
        (writer: inout WireWriter, element: Int32) throws(WireError) in
        writer.int32(element)
      }
      try writer.array("isrNodes", isrNodes, compact: version >= 9) {
        (writer: inout WireWriter, element: Int32) throws(WireError) in
        writer.int32(element)
      }
      if version >= 5 {
        try writer.array("offlineReplicas", offlineReplicas, compact: version >= 9) {
          (writer: inout WireWriter, element: Int32) throws(WireError) in
          writer.int32(element)
        }
      }
      if version >= 9 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
