/// What is wrong with bytes that were to be read.
@frozen
@usableFromInline package enum ByteError: Error, Equatable, Sendable {
  /// Fewer bytes are left than the field needs.
  case truncated(needed: Int, left: Int)
  /// A length or count is negative where it may not be, or above what may be asked for.
  case badLength(Int)
  /// A varint runs past its longest legal form.
  case badVarint
  /// Bytes that must be UTF-8 are not.
  case badText
}

/// A bounds-checked cursor over borrowed bytes, big-endian as Kafka writes them.
///
/// It never traps: each read checks the bytes left and throws. It borrows; it must not outlive the memory it was made
/// from, so make it inside the `withUnsafeBytes` that yields the memory.
@usableFromInline package struct ByteReader {
  @usableFromInline let bytes: UnsafeRawBufferPointer
  @usableFromInline package internal(set) var offset: Int

  @inlinable package init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    self.offset = 0
  }

  /// Bytes not read yet.
  @inlinable package var left: Int { bytes.count &- offset }

  @inlinable package mutating func take(_ count: Int) throws(ByteError) -> Int {
    guard count >= 0 else { throw .badLength(count) }
    guard count <= bytes.count &- offset else { throw .truncated(needed: count, left: left) }
    let start = offset
    offset = start &+ count
    return start
  }

  @inlinable package mutating func integer<T: FixedWidthInteger>(_ type: T.Type = T.self) throws(ByteError) -> T {
    let at = try take(MemoryLayout<T>.size)
    return T(bigEndian: bytes.loadUnaligned(fromByteOffset: at, as: T.self))
  }

  /// The next `count` bytes, borrowed.
  @inlinable package mutating func slice(_ count: Int) throws(ByteError) -> UnsafeRawBufferPointer {
    let at = try take(count)
    return UnsafeRawBufferPointer(rebasing: bytes[at..<at &+ count])
  }

  @inlinable package mutating func skip(_ count: Int) throws(ByteError) { _ = try take(count) }

  /// An unsigned varint of at most 32 bits (five bytes).
  @inlinable package mutating func unsignedVarint() throws(ByteError) -> UInt32 {
    var value: UInt32 = 0
    var shift: UInt32 = 0
    while true {
      let byte = bytes[try take(1)]
      if shift == 28 && byte > 0x0f { throw .badVarint }
      value |= UInt32(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift &+= 7
    }
  }

  /// An unsigned varint of at most 64 bits (ten bytes).
  @inlinable package mutating func unsignedVarlong() throws(ByteError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = bytes[try take(1)]
      if shift == 63 && byte > 1 { throw .badVarint }
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift &+= 7
    }
  }

  /// A zig-zag varint of at most 32 bits.
  @inlinable package mutating func varint() throws(ByteError) -> Int32 {
    let raw = try unsignedVarint()
    return Int32(bitPattern: raw >> 1) ^ -Int32(bitPattern: raw & 1)
  }

  /// A zig-zag varint of at most 64 bits.
  @inlinable package mutating func varlong() throws(ByteError) -> Int64 {
    let raw = try unsignedVarlong()
    return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
  }
}
