// Generated from Schemas/ConsumerProtocolSubscription.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// ConsumerProtocolSubscription, versions 0 to 3. What a consumer tells the group when it joins. Its version stands
/// before it.
package struct ConsumerProtocolSubscription: WireBlob {
  package static var versions: ClosedRange<Int16> { 0...3 }
  package static func isFlexible(_ version: Int16) -> Bool { false }

  package var topics: [String] = []
  /// The assignor's own.
  package var userData: [UInt8]? = nil
  /// What the member holds, for cooperative rebalancing (KIP-429). From version 1.
  package var ownedPartitions: [TopicPartition] = []
  /// In which it got them (KIP-792); -1 for none. From version 2.
  package var generationId: Int32 = -1
  /// Where the member is (KIP-881). Version 3.
  package var rackId: String? = nil

  /// Every argument defaults to what Kafka takes for it.
  package init(
    topics: [String] = [],
    userData: [UInt8]? = nil,
    ownedPartitions: [TopicPartition] = [],
    generationId: Int32 = -1,
    rackId: String? = nil
  ) {
    self.topics = topics
    self.userData = userData
    self.ownedPartitions = ownedPartitions
    self.generationId = generationId
    self.rackId = rackId
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      topics = try reader.array("topics", compact: false, minimum: 2) {
        (reader: inout WireReader) throws(WireError) in
        try reader.string(compact: false)
      }
      userData = try reader.optionalBytes(compact: false)
      if version >= 1 {
        ownedPartitions = try reader.array("ownedPartitions", compact: false, minimum: 6) {
          (reader: inout WireReader) throws(WireError) in
          try TopicPartition(from: &reader, version: version)
        }
      }
      if version >= 2 {
        generationId = try reader.int32()
      }
      if version == 3 {
        rackId = try reader.optionalString(compact: false)
      }
    } catch {
      throw error.within("ConsumerProtocolSubscription")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      try writer.array("topics", topics, compact: false) {
        (writer: inout WireWriter, element: String) throws(WireError) in
        try writer.string(element, compact: false)
      }
      try writer.optionalBytes(userData, compact: false)
      if version >= 1 {
        try writer.array("ownedPartitions", ownedPartitions, compact: false) {
          (writer: inout WireWriter, element: TopicPartition) throws(WireError) in
          try element.encode(into: &writer, version: version)
        }
      }
      if version >= 2 {
        writer.int32(generationId)
      }
      if version == 3 {
        try writer.optionalString(rackId, compact: false)
      }
    } catch {
      throw error.within("ConsumerProtocolSubscription")
    }
  }

  /// What `ownedPartitions` holds.
  package struct TopicPartition: Equatable, Sendable {
    package var topic: String = ""
    package var partitions: [Int32] = []

    /// Every argument defaults to what Kafka takes for it.
    package init(
      topic: String = "",
      partitions: [Int32] = []
    ) {
      self.topic = topic
      self.partitions = partitions
    }

    package init(from reader: inout WireReader, version: Int16) throws(WireError) {
      topic = try reader.string(compact: false)
      partitions = try reader.array("partitions", compact: false, minimum: 4) {
        (reader: inout WireReader) throws(WireError) in
        try reader.int32()
      }
    }

    package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
      try writer.string(topic, compact: false)
      try writer.array("partitions", partitions, compact: false) {
        (writer: inout WireWriter, element: Int32) throws(WireError) in
        writer.int32(element)
      }
    }
  }
}
