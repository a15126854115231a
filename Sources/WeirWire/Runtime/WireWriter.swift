package import NIOCore
package import WeirBase

/// Builds one message. Large record batches are not copied: they come out of `finish` as parts of their own.
package struct WireWriter {
  /// From this size on a part of its own (another element of a gathering write) is cheaper than a copy.
  private static let ownPartBytes = 4 << 10
  private static let stringBytesMax = 0x7fff

  private var buffer: ByteBuffer
  /// Record batches that belong into `buffer` at a position.
  private var inserts: [(position: Int, records: ByteBuffer)] = []
  private var insertedBytes = 0

  /// - Parameter capacityHint: bytes the message will about take, without its records.
  package init(allocator: ByteBufferAllocator = .init(), capacityHint: Int = 256) {
    buffer = allocator.buffer(capacity: max(0, capacityHint))
  }

  /// Bytes written so far, records included.
  package var count: Int { buffer.writerIndex &+ insertedBytes }

  /// The message as parts, in order. The writer is empty afterwards.
  package mutating func finish() -> [ByteBuffer] {
    defer { self = WireWriter(capacityHint: 0) }
    if inserts.isEmpty { return [buffer] }
    var parts: [ByteBuffer] = []
    parts.reserveCapacity(inserts.count &* 2 &+ 1)
    for (position, records) in inserts {
      if position > buffer.readerIndex, let part = buffer.readSlice(length: position &- buffer.readerIndex) {
        parts.append(part)
      }
      parts.append(records)
    }
    if buffer.readableBytes > 0 { parts.append(buffer) }
    return parts
  }

  /// The message in one piece.
  mutating func joined() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    for part in finish() { bytes.append(contentsOf: part.readableBytesView) }
    return bytes
  }
}

// MARK: Numbers

extension WireWriter {
  package mutating func int8(_ value: Int8) { buffer.writeInteger(value) }
  package mutating func int16(_ value: Int16) { buffer.writeInteger(value) }
  package mutating func int32(_ value: Int32) { buffer.writeInteger(value) }
  package mutating func int64(_ value: Int64) { buffer.writeInteger(value) }
  package mutating func bool(_ value: Bool) { buffer.writeInteger(value ? UInt8(1) : 0) }

  package mutating func uuid(_ value: UUID128) {
    buffer.writeMultipleIntegers(value.high, value.low)
  }

  package mutating func unsignedVarint(_ value: UInt32) {
    var rest = value
    while rest >= 0x80 {
      buffer.writeInteger(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest &>>= 7
    }
    buffer.writeInteger(UInt8(truncatingIfNeeded: rest))
  }
}

// MARK: Lengths

extension WireWriter {
  private mutating func length(_ count: Int, compact: Bool) throws(WireError) {
    guard let checked = Int32(exactly: count) else { throw WireError(.badLength(count)) }
    if compact {
      unsignedVarint(UInt32(bitPattern: checked) &+ 1)
    } else {
      int32(checked)
    }
  }

  private mutating func nullLength(_ nullable: Bool, compact: Bool) throws(WireError) {
    guard nullable else { throw WireError(.unexpectedNull) }
    if compact { unsignedVarint(0) } else { int32(-1) }
  }
}

// MARK: Text and bytes

extension WireWriter {
  /// Throws for more than 32,767 bytes of UTF-8.
  package mutating func string(_ value: String, compact: Bool) throws(WireError) {
    let count = value.utf8.count
    guard count <= Self.stringBytesMax else { throw WireError(.badLength(count)) }
    if compact {
      unsignedVarint(UInt32(truncatingIfNeeded: count) &+ 1)
    } else {
      int16(Int16(truncatingIfNeeded: count))
    }
    buffer.writeString(value)
  }

  /// - Parameter nullable: whether this version has null.
  package mutating func optionalString(
    _ value: String?, nullable: Bool = true, compact: Bool
  ) throws(WireError) {
    if let value { return try string(value, compact: compact) }
    guard nullable else { throw WireError(.unexpectedNull) }
    if compact { unsignedVarint(0) } else { int16(-1) }
  }

  package mutating func bytes(_ value: [UInt8], compact: Bool) throws(WireError) {
    try length(value.count, compact: compact)
    buffer.writeBytes(value)
  }

  /// - Parameter nullable: whether this version has null.
  package mutating func optionalBytes(
    _ value: [UInt8]?, nullable: Bool = true, compact: Bool
  ) throws(WireError) {
    if let value { return try bytes(value, compact: compact) }
    try nullLength(nullable, compact: compact)
  }

  package mutating func records(_ value: ByteBuffer?, compact: Bool) throws(WireError) {
    guard let value else { return try nullLength(true, compact: compact) }
    try length(value.readableBytes, compact: compact)
    if value.readableBytes >= Self.ownPartBytes {
      inserts.append((buffer.writerIndex, value))
      insertedBytes &+= value.readableBytes
    } else {
      buffer.writeImmutableBuffer(value)
    }
  }
}

// MARK: Arrays and tagged fields

extension WireWriter {
  mutating func array<T>(
    _ name: StaticString, _ values: [T], compact: Bool, _ element: (inout WireWriter, T) throws(WireError) -> Void
  ) throws(WireError) {
    try length(values.count, compact: compact)
    for index in values.indices {
      do throws(WireError) {
        try element(&self, values[index])
      } catch {
        throw error.within("\(name)[\(index)]")
      }
    }
  }

  /// - Parameter nullable: whether this version has null.
  mutating func optionalArray<T>(
    _ name: StaticString, _ values: [T]?, nullable: Bool = true, compact: Bool,
    _ element: (inout WireWriter, T) throws(WireError) -> Void
  ) throws(WireError) {
    if let values { return try array(name, values, compact: compact, element) }
    guard nullable else { throw WireError(.unexpectedNull, path: "\(name)") }
    try nullLength(true, compact: compact)
  }

  /// Writes them in the order of their numbers, as KIP-482 asks.
  mutating func taggedFields(_ fields: [TaggedField]) throws(WireError) {
    if fields.isEmpty { return unsignedVarint(0) }
    guard let count = UInt32(exactly: fields.count) else { throw WireError(.badLength(fields.count)) }
    unsignedVarint(count)
    for field in fields.sorted(by: { $0.tag < $1.tag }) {
      guard let size = UInt32(exactly: field.data.count) else { throw WireError(.badLength(field.data.count)) }
      unsignedVarint(field.tag)
      unsignedVarint(size)
      buffer.writeBytes(field.data)
    }
  }
}
