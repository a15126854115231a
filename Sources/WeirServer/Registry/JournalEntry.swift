import WeirBase
import WeirBroker

/// One change of what the node holds, as the journal keeps it.
enum JournalEntry: Equatable, Sendable {
  case put(TopicDeclaration)
  case remove(String)
  /// Producer ids below this were given out.
  case producerIDsReserved(upTo: Int64)
}

/// The bytes of entries. Each stands in a frame: length (4 bytes), CRC-32C of the payload (4 bytes), payload; integers
/// big-endian, texts as length (4 bytes) and UTF-8.
enum JournalCodec {
  static let frameOverhead = 8
  /// Far above any entry: a topic with every setting takes under 20 KB.
  static let payloadBytesMax = 1 << 20

  private enum Kind {
    static let put: UInt8 = 1
    static let remove: UInt8 = 2
    static let producerIDs: UInt8 = 3
    /// A topic with a pipeline: what `put` holds, then the pipeline.
    static let putWithPipeline: UInt8 = 4
  }

  static func encode(_ entry: JournalEntry) -> [UInt8] {
    var payload = ByteWriter(capacity: 128)
    switch entry {
    case .put(let topic):
      payload.integer(topic.pipeline.isEmpty ? Kind.put : Kind.putWithPipeline)
      payload.text(topic.name)
      payload.integer(topic.id.high)
      payload.integer(topic.id.low)
      payload.integer(topic.partitions)
      payload.integer(UInt32(topic.config.count))
      for (name, value) in topic.config.sorted(by: { $0.key < $1.key }) {
        payload.text(name)
        payload.text(value)
      }
      if !topic.pipeline.isEmpty { payload.text(topic.pipeline) }
    case .remove(let name):
      payload.integer(Kind.remove)
      payload.text(name)
    case .producerIDsReserved(let bound):
      payload.integer(Kind.producerIDs)
      payload.integer(bound)
    }
    var frame = ByteWriter(capacity: payload.count + frameOverhead)
    frame.integer(UInt32(payload.count))
    frame.integer(CRC32C.checksum(payload.bytes))
    frame.raw(payload.bytes)
    return frame.bytes
  }

  /// The entry that begins at the reader's place; an error if it is not whole and sound.
  static func decode(_ reader: inout ByteReader) throws(ByteError) -> JournalEntry {
    let length = Int(try reader.integer(UInt32.self))
    let crc = try reader.integer(UInt32.self)
    guard length <= payloadBytesMax else { throw .badLength(length) }
    let payload = try reader.slice(length)
    guard CRC32C.checksum(payload) == crc else { throw .badText }
    var inner = ByteReader(payload)
    let entry = try decodePayload(&inner)
    guard inner.left == 0 else { throw .badLength(inner.left) }
    return entry
  }

  private static func decodePayload(_ reader: inout ByteReader) throws(ByteError) -> JournalEntry {
    switch try reader.integer(UInt8.self) {
    case Kind.put: return .put(try topic(&reader))
    case Kind.putWithPipeline:
      var topic = try topic(&reader)
      topic.pipeline = try reader.text()
      return .put(topic)
    case Kind.remove: return .remove(try reader.text())
    case Kind.producerIDs: return .producerIDsReserved(upTo: try reader.integer())
    case let other: throw .badLength(Int(other))
    }
  }

  private static func topic(_ reader: inout ByteReader) throws(ByteError) -> TopicDeclaration {
    let name = try reader.text()
    let id = UUID128(high: try reader.integer(), low: try reader.integer())
    let partitions = try reader.integer(Int32.self)
    guard partitions > 0 else { throw .badLength(Int(partitions)) }
    var config: [String: String] = [:]
    for _ in 0..<(try reader.integer(UInt32.self)) {
      let name = try reader.text()
      config[name] = try reader.text()
    }
    return TopicDeclaration(name: name, id: id, partitions: partitions, config: config)
  }
}

extension ByteWriter {
  fileprivate mutating func text(_ text: String) {
    integer(UInt32(text.utf8.count))
    raw(Array(text.utf8))
  }
}

extension ByteReader {
  fileprivate mutating func text() throws(ByteError) -> String {
    let length = Int(try integer(UInt32.self))
    let bytes = try slice(length)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .badText }
    return text
  }
}
