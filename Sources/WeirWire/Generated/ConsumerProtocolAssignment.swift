// Generated from Schemas/ConsumerProtocolAssignment.wire by `swift run WeirWireGenerator`: change that, not this.
// swift-format-ignore-file

/// ConsumerProtocolAssignment, versions 0 to 3. What the group's leader assigns to a consumer. Its version stands
/// before it.
package struct ConsumerProtocolAssignment: WireBlob {
  package static var versions: ClosedRange<Int16> { 0...3 }
  package static func isFlexible(_ version: Int16) -> Bool { false }

  package var assignedPartitions: [TopicPartition] = []
  /// The assignor's own.
  package var userData: [UInt8]? = nil

  /// Every argument defaults to what Kafka takes for it.
  package init(
    assignedPartitions: [TopicPartition] = [],
    userData: [UInt8]? = nil
  ) {
    self.assignedPartitions = assignedPartitions
    self.userData = userData
  }

  package init(from reader: inout WireReader, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      assignedPartitions = try reader.array("assignedPartitions", compact: false, minimum: 6) {
        (reader: inout WireReader) throws(WireError) in
        try TopicPartition(from: &reader, version: version)
      }
      userData = try reader.optionalBytes(compact: false)
    } catch {
      throw error.within("ConsumerProtocolAssignment")
    }
  }

  package func encode(into writer: inout WireWriter, version: Int16) throws(WireError) {
    guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }
    do throws(WireError) {
      try writer.array("assignedPartitions", assignedPartitions, compact: false) {
        (writer: inout WireWriter, element: TopicPartition) throws(WireError) in
        try element.encode(into: &writer, version: version)
      }
      try writer.optionalBytes(userData, compact: false)
    } catch {
      throw error.within("ConsumerProtocolAssignment")
    }
  }

  /// What `assignedPartitions` holds.
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
