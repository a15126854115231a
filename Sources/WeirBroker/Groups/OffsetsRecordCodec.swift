import WeirBase

/// The records of the offsets topic, in Kafka's own formats (OffsetCommitKey and -Value, GroupMetadataKey and -Value).
///
/// Written: commit key 1 with value 3, group key 2 with value 3. Read: commit keys 0 and 1 with values 0 to 3, group
/// key 2 with values 0 to 3.
enum OffsetsRecordCodec {
  enum Key: Hashable, Sendable {
    case offset(group: String, topic: String, partition: Int32)
    case group(String)
  }

  /// Why a record cannot be read.
  enum Fault: Error {
    case bytes(ByteError)
    case unknownVersion(Int16)
  }

  /// Longest text these formats hold, in bytes of UTF-8.
  static let textBytesMax = Int(Int16.max)
  /// No array is believed to be longer, whatever the record says.
  static let membersMax = 1_000_000

  static func encode(_ key: Key) -> [UInt8] {
    var writer = ByteWriter()
    switch key {
    case .offset(let group, let topic, let partition):
      writer.integer(Int16(1))
      writer.text(group)
      writer.text(topic)
      writer.integer(partition)
    case .group(let group):
      writer.integer(Int16(2))
      writer.text(group)
    }
    return writer.bytes
  }

  static func encode(_ value: CommittedOffset) -> [UInt8] {
    var writer = ByteWriter()
    writer.integer(Int16(3))
    writer.integer(value.offset)
    writer.integer(value.leaderEpoch)
    writer.text(value.metadata)
    writer.integer(value.commitTimestamp)
    return writer.bytes
  }

  static func encode(_ value: GroupMetadata) -> [UInt8] {
    var writer = ByteWriter()
    writer.integer(Int16(3))
    writer.text(value.protocolType)
    writer.integer(value.generation)
    writer.text(value.protocolName)
    writer.text(value.leader)
    writer.integer(value.stateTimestamp)
    writer.integer(Int32(clamping: value.members.count))
    for member in value.members {
      writer.text(member.id)
      writer.text(member.instanceID)
      writer.text(member.clientID)
      writer.text(member.clientHost)
      writer.integer(member.rebalanceTimeout)
      writer.integer(member.sessionTimeout)
      writer.blob(member.subscription)
      writer.blob(member.assignment)
    }
    return writer.bytes
  }

  static func decodeKey(_ bytes: [UInt8]) throws(Fault) -> Key {
    try reading(bytes) { (reader: inout ByteReader) throws(Fault) -> Key in
      switch try reader.field(Int16.self) {
      case 0, 1:
        let group = try reader.text()
        return .offset(group: group, topic: try reader.text(), partition: try reader.field())
      case 2: return .group(try reader.text())
      case let version: throw .unknownVersion(version)
      }
    }
  }

  static func decodeOffset(_ bytes: [UInt8]) throws(Fault) -> CommittedOffset {
    try reading(bytes) { (reader: inout ByteReader) throws(Fault) -> CommittedOffset in
      let version = try reader.field(Int16.self)
      guard (0...3).contains(version) else { throw .unknownVersion(version) }
      let offset = try reader.field(Int64.self)
      let leaderEpoch = version >= 3 ? try reader.field(Int32.self) : -1
      let metadata = try reader.text()
      let timestamp = try reader.field(Int64.self)
      if version == 1 { _ = try reader.field(Int64.self) }
      return CommittedOffset(
        offset: offset, leaderEpoch: leaderEpoch, metadata: metadata, commitTimestamp: timestamp)
    }
  }

  static func decodeGroup(_ bytes: [UInt8]) throws(Fault) -> GroupMetadata {
    try reading(bytes) { (reader: inout ByteReader) throws(Fault) -> GroupMetadata in
      let version = try reader.field(Int16.self)
      guard (0...3).contains(version) else { throw .unknownVersion(version) }
      var value = GroupMetadata(
        protocolType: try reader.text(), generation: try reader.field(), protocolName: try reader.optionalText(),
        leader: try reader.optionalText(), stateTimestamp: version >= 2 ? try reader.field() : -1, members: [])
      let count = Int(try reader.field(Int32.self))
      guard (0...membersMax).contains(count) else { throw .bytes(.badLength(count)) }
      for _ in 0..<count { value.members.append(try member(&reader, version)) }
      return value
    }
  }

  private static func member(_ reader: inout ByteReader, _ version: Int16) throws(Fault) -> GroupMetadata.Member {
    let id = try reader.text()
    let instanceID = version >= 3 ? try reader.optionalText() : nil
    let clientID = try reader.text()
    let clientHost = try reader.text()
    let rebalance = version >= 1 ? try reader.field(Int32.self) : -1
    let session = try reader.field(Int32.self)
    return GroupMetadata.Member(
      id: id, instanceID: instanceID, clientID: clientID, clientHost: clientHost,
      rebalanceTimeout: rebalance < 0 ? session : rebalance, sessionTimeout: session,
      subscription: try reader.blob(), assignment: try reader.blob())
  }

  /// All of `bytes` must be read.
  private static func reading<T>(
    _ bytes: [UInt8], _ body: (inout ByteReader) throws(Fault) -> T
  ) throws(Fault) -> T {
    let result: Result<T, Fault> = bytes.withUnsafeBytes { buffer in
      var reader = ByteReader(buffer)
      do throws(Fault) {
        let value = try body(&reader)
        return reader.left == 0 ? .success(value) : .failure(.bytes(.badLength(reader.left)))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}
