import WeirBase

/// Producer states at an offset, as a file: `WEIRPRO1`, offset (8), the segment (8) and position (8) where the batch of
/// that offset will lie, count (4), then each producer: id (8), epoch (2),
/// last use (8), count of batches (1), and each batch's first and last sequence (4, 4), base and last offset (8, 8) and
/// timestamp (8); a CRC-32C of all before it (4) ends the file. A cache: replaying the log gives the same.
struct ProducerSnapshot: Equatable, Sendable {
  var offset: Int64
  var segment: Int64
  var position: Int
  var states: ProducerStates

  static let magic = Array("WEIRPRO1".utf8)
  static let suffix = ".snapshot"
  /// A million producers; a larger file is not ours.
  static let fileBytesMax = 256 << 20

  func encode() -> [UInt8] {
    var out = ByteWriter(capacity: 64 + states.producers.count * 128)
    out.raw(Self.magic)
    out.integer(offset)
    out.integer(segment)
    out.integer(Int64(position))
    out.integer(UInt32(clamping: states.producers.count))
    for (id, producer) in states.producers.sorted(by: { $0.key < $1.key }) {
      out.integer(id)
      out.integer(producer.epoch)
      out.integer(producer.lastUsed)
      out.integer(UInt8(clamping: producer.batches.count))
      for batch in producer.batches {
        out.integer(batch.firstSequence)
        out.integer(batch.lastSequence)
        out.integer(batch.baseOffset)
        out.integer(batch.lastOffset)
        out.integer(batch.timestamp)
      }
    }
    out.integer(CRC32C.checksum(out.bytes))
    return out.bytes
  }

  /// Nil unless the bytes are whole and sound.
  static func decode(_ bytes: [UInt8]) -> ProducerSnapshot? {
    guard bytes.count >= magic.count + 32, bytes.starts(with: magic) else { return nil }
    return bytes.withUnsafeBytes { buffer in
      let body = UnsafeRawBufferPointer(rebasing: buffer[..<(buffer.count - 4)])
      var tail = ByteReader(UnsafeRawBufferPointer(rebasing: buffer[(buffer.count - 4)...]))
      guard (try? tail.integer(UInt32.self)) == CRC32C.checksum(body) else { return nil }
      var reader = ByteReader(UnsafeRawBufferPointer(rebasing: body[magic.count...]))
      return try? decode(&reader)
    }
  }

  private static func decode(_ reader: inout ByteReader) throws(ByteError) -> ProducerSnapshot {
    let offset = try reader.integer(Int64.self)
    let segment = try reader.integer(Int64.self)
    guard let position = Int(exactly: try reader.integer(Int64.self)), position >= 0 else { throw .badLength(-1) }
    let count = try reader.integer(UInt32.self)
    var producers: [Int64: ProducerStates.Producer] = [:]
    for _ in 0..<count {
      let id = try reader.integer(Int64.self)
      var producer = ProducerStates.Producer(
        epoch: try reader.integer(), batches: [], lastUsed: try reader.integer())
      for _ in 0..<(try reader.integer(UInt8.self)) {
        producer.batches.append(
          .init(
            firstSequence: try reader.integer(), lastSequence: try reader.integer(), baseOffset: try reader.integer(),
            lastOffset: try reader.integer(), timestamp: try reader.integer()))
      }
      producers[id] = producer
    }
    guard reader.left == 0 else { throw .badLength(reader.left) }
    return ProducerSnapshot(offset: offset, segment: segment, position: position, states: ProducerStates(producers))
  }
}
