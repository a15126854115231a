/// A growing array of bytes with Kafka's big-endian integers and varints.
@usableFromInline package struct ByteWriter: Sendable {
  @usableFromInline package var bytes: [UInt8]

  @inlinable package init(capacity: Int = 64) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  @inlinable package var count: Int { bytes.count }

  @inlinable package mutating func integer<T: FixedWidthInteger>(_ value: T) {
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }

  @inlinable package mutating func raw(_ source: UnsafeRawBufferPointer) { bytes.append(contentsOf: source) }

  @inlinable package mutating func raw(_ source: [UInt8]) { bytes.append(contentsOf: source) }

  @inlinable package mutating func unsignedVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// A zig-zag varint; 32-bit and 64-bit values have the same form.
  @inlinable package mutating func varint(_ value: Int64) {
    unsignedVarint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
  }

  /// Overwrites an integer that was written before. Precondition: it lies within the bytes written.
  @inlinable package mutating func patch<T: FixedWidthInteger>(_ value: T, at offset: Int) {
    precondition(offset >= 0 && offset + MemoryLayout<T>.size <= bytes.count, "patch outside what was written")
    bytes.withUnsafeMutableBytes { $0.storeBytes(of: value.bigEndian, toByteOffset: offset, as: T.self) }
  }
}

/// Bytes a zig-zag varint of `value` takes (1 to 10).
@inlinable package func varintSize(_ value: Int64) -> Int {
  let raw = UInt64(bitPattern: (value << 1) ^ (value >> 63))
  return raw == 0 ? 1 : (70 &- raw.leadingZeroBitCount) / 7
}
