package import NIOCore
package import WeirBase

/// Builds one message. Large record batches are not copied: they come out of `finish` as parts of their own.
///
/// It writes to memory of its own, since a `ByteBuffer` checks at every field whether it is shared; hence it cannot be
/// copied.
package struct WireWriter: ~Copyable {
  /// From this size on a part of its own (another element of a gathering write) is cheaper than a copy.
  private static let ownPartBytes = 4 << 10
  private static let stringBytesMax = 0x7fff

  private let allocator: ByteBufferAllocator
  private var memory: UnsafeMutableRawPointer
  private var capacity: Int
  /// Bytes in `memory`.
  private var length = 0
  /// Record batches that belong before the byte at `position`.
  private var inserts: [(position: Int, records: ByteBuffer)] = []
  private var insertedBytes = 0

  /// - Parameter capacityHint: bytes the message will about take, without its records.
  package init(allocator: ByteBufferAllocator = .init(), capacityHint: Int = 256) {
    self.allocator = allocator
    capacity = max(16, capacityHint)
    memory = .allocate(byteCount: capacity, alignment: 8)
  }

  deinit { memory.deallocate() }

  /// Bytes written so far, records included.
  package var count: Int { length &+ insertedBytes }

  /// The message as parts, in order. The writer is empty afterwards.
  package mutating func finish() -> [ByteBuffer] {
    var buffer = allocator.buffer(capacity: length)
    buffer.writeBytes(UnsafeRawBufferPointer(start: memory, count: length))
    let inserts = self.inserts
    length = 0
    insertedBytes = 0
    self.inserts = []
    return inserts.isEmpty ? [buffer] : Self.parts(buffer, inserts)
  }

  private static func parts(
    _ buffer: ByteBuffer, _ inserts: [(position: Int, records: ByteBuffer)]
  ) -> [ByteBuffer] {
    var rest = buffer
    var parts: [ByteBuffer] = []
    parts.reserveCapacity(inserts.count &* 2 &+ 1)
    for (position, records) in inserts {
      if position > rest.readerIndex, let part = rest.readSlice(length: position &- rest.readerIndex) {
        parts.append(part)
      }
      parts.append(records)
    }
    if rest.readableBytes > 0 { parts.append(rest) }
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

// MARK: Memory

extension WireWriter {
  /// Room for `count` more bytes; returns where they begin.
  @inline(__always)
  private mutating func room(_ count: Int) -> UnsafeMutableRawPointer {
    if count > capacity &- length { grow(by: count) }
    let place = memory + length
    length &+= count
    return place
  }

  @inline(never)
  private mutating func grow(by count: Int) {
    capacity = max(capacity * 2, length + count)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
    larger.copyMemory(from: memory, byteCount: length)
    memory.deallocate()
    memory = larger
  }

  @inline(__always)
  private mutating func raw(_ bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress else { return }
    room(bytes.count).copyMemory(from: source, byteCount: bytes.count)
  }
}

// MARK: Numbers

extension WireWriter {
  @inline(__always)
  private mutating func integer<T: FixedWidthInteger & BitwiseCopyable>(_ value: T) {
    room(MemoryLayout<T>.size).storeBytes(of: value.bigEndian, as: T.self)
  }

  package mutating func int8(_ value: Int8) { integer(value) }
  package mutating func int16(_ value: Int16) { integer(value) }
  package mutating func int32(_ value: Int32) { integer(value) }
  package mutating func int64(_ value: Int64) { integer(value) }
  package mutating func bool(_ value: Bool) { integer(value ? UInt8(1) : 0) }

  package mutating func uuid(_ value: UUID128) {
    integer(value.high)
    integer(value.low)
  }

  package mutating func unsignedVarint(_ value: UInt32) {
    var rest = value
    while rest >= 0x80 {
      integer(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest &>>= 7
    }
    integer(UInt8(truncatingIfNeeded: rest))
  }
}

// MARK: Lengths

extension WireWriter {
  private mutating func size(_ count: Int, compact: Bool) throws(WireError) {
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
    let isCopied: Void? = value.utf8.withContiguousStorageIfAvailable { raw(UnsafeRawBufferPointer($0)) }
    if isCopied == nil { Array(value.utf8).withUnsafeBytes { raw($0) } }
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
    try size(value.count, compact: compact)
    value.withUnsafeBytes { raw($0) }
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
    try size(value.readableBytes, compact: compact)
    if value.readableBytes >= Self.ownPartBytes {
      inserts.append((length, value))
      insertedBytes &+= value.readableBytes
    } else {
      value.withUnsafeReadableBytes { raw($0) }
    }
  }
}

// MARK: Arrays and tagged fields

extension WireWriter {
  mutating func array<T>(
    _ name: StaticString, _ values: [T], compact: Bool, _ element: (inout WireWriter, T) throws(WireError) -> Void
  ) throws(WireError) {
    try size(values.count, compact: compact)
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
      field.data.withUnsafeBytes { raw($0) }
    }
  }
}
