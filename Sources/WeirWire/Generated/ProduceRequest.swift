// Generated from Schemas/Produce.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

package import NIOCore
package import WeirBase

/// Produce (key 0), versions 3 to 13. Appends record batches. Versions below 3 carry older record formats and are not
/// read.
package struct ProduceRequest: WireRequest {
  package typealias Response = ProduceResponse
  package static var api: ApiKey { .produce }
  package static var versions: ClosedRange<Int16> { 3...13 }
  package static func isFlexible(_ version: Int16) -> Bool { version >= 9 }

  /// Null outside transactions.
  package var transactionalId: String? = nil
  /// 0: no answer; 1: written; -1: as safe as the topic asks for.
  package var acks: Int16 = 0
  /// Milliseconds until the broker gives up.
  package var timeoutMs: Int32 = 0
  package var topicData: [TopicProduceData] = []
  /// Tagged fields unknown here, as they came.
  package var unknownTaggedFields: [TaggedField] = []

  /// Every argument defaults to what Kafka takes for it.
  package init(
    transactionalId: String? = nil,
    acks: Int16 = 0,
    timeoutMs: Int32 = 0,
    topicData: [TopicProduceData] = [],
    unknownTaggedFields: [TaggedField] = []
  ) {
    self.transactionalId = transactionalId
    self.acks = acks
    self.timeoutMs = timeoutMs
    self.topicData = topicData
    self.unknownTaggedFields = unknownTaggedFields
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      transactionalId = try reader.optionalString(compact: version >= 9)
      acks = try reader.int16()
      timeoutMs = try reader.int32()
      topicData = try reader.array("topicData", compact: version >= 9, minimum: 3) {
        (reader: inout WireReader) throws(WireError) in
        try TopicProduceData(from: &reader, version: version)
      }
      if version >= 9 {
        unknownTaggedFields = try reader.taggedFields()
      }
    } catch {
      throw error.within("ProduceRequest")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      try writer.optionalString(transactionalId, compact: version >= 9)
      writer.int16(acks)
      writer.int32(timeoutMs)
      try writer.array("topicData", topicData, compact: version >= 9) {
        (writer: inout WireWriter, element: TopicProduceData) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 9 {
        try writer.taggedFields(unknownTaggedFields)
      }
    } catch {
      throw error.within("ProduceRequest")
    }
  }

  /// What `topicData` holds.
  package struct TopicProduceData: Equatable, Sendable {
    /// Versions 3 to 12.
    package var name: String = ""
    /// Names the topic in place of its name. Version 13.
    package var topicId: UUID128 = .zero
    package var partitionData: [PartitionProduceData] = []
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      name: String = "",
      topicId: UUID128 = .zero,
      partitionData: [PartitionProduceData] = [],
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.name = name
      self.topicId = topicId
      self.partitionData = partitionData
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      if version <= 12 {
        name = try reader.string(compact: version >= 9)
      }
      if version == 13 {
        topicId = try reader.uuid()
      }
      partitionData = try reader.array("partitionData", compact: version >= 9, minimum: 6) {
        (reader: inout WireReader) throws(WireError) in
        try PartitionProduceData(from: &reader, version: version)
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
      try writer.array("partitionData", partitionData, compact: version >= 9) {
        (writer: inout WireWriter, element: PartitionProduceData) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      if version >= 9 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }

  /// What `partitionData` holds.
  package struct PartitionProduceData: Equatable, Sendable {
    package var index: Int32 = 0
    /// One batch (magic 2).
    package var records: ByteBuffer? = nil
    /// Tagged fields unknown here, as they came.
    package var unknownTaggedFields: [TaggedField] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      index: Int32 = 0,
      records: ByteBuffer? = nil,
      unknownTaggedFields: [TaggedField] = []
    ) {
      self.index = index
      self.records = records
      self.unknownTaggedFields = unknownTaggedFields
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      index = try reader.int32()
      records = try reader.records(compact: version >= 9)
      if version >= 9 {
        unknownTaggedFields = try reader.taggedFields()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      writer.int32(index)
      try writer.records(records, compact: version >= 9)
      if version >= 9 {
        try writer.taggedFields(unknownTaggedFields)
      }
    }
  }
}
