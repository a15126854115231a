package import NIOCore
package import WeirBase

/// A cursor over one frame. It never traps: each read is checked against the bytes left, and each array against the
/// bytes left and the limits before memory is reserved.
///
/// It borrows the frame's memory: use it only within `reading`.
package struct WireReader {
  private let bytes: UnsafeRawBufferPointer
  private let frame: ByteBuffer
  private let elementsMax: Int
  /// Where reading must stop: the frame's end, or within a tagged field that field's end.
  private var end: Int
  /// Bytes read so far, from the start of the frame.
  package private(set) var offset = 0
  private var arrayBytesLeft: Int

  /// Memory for all arrays of one message together. The widest legitimate message, metadata of 200,000 partitions,
  /// needs a sixth of it; without a bound, frames of empty elements grow twentyfold when read.
  package static let arrayBytesMax = 256 << 20
  /// What an array costs beside its elements.
  private static let arrayOverhead = 32
  /// Strings have a 16-bit length, whatever the encoding of it.
  private static let stringBytesMax = 0x7fff

  private init(_ bytes: UnsafeRawBufferPointer, of frame: ByteBuffer, _ limits: Limits, _ arrayBytesMax: Int) {
    self.bytes = bytes
    self.frame = frame
    elementsMax = limits.arrayElementsMax
    arrayBytesLeft = arrayBytesMax
    end = bytes.count
  }

  /// Reads `frame`, the bytes after a frame's length. `records` fields become slices that share its memory.
  /// - Parameters:
  ///   - limits: how many elements an array may have.
  ///   - arrayBytesMax: bytes of memory that all arrays together may take.
  package static func reading<T>(
    _ frame: ByteBuffer, limits: Limits = Limits(), arrayBytesMax: Int = arrayBytesMax,
    _ body: (inout WireReader) throws(WireError) -> T
  ) throws(WireError) -> T {
    try frame.withUnsafeReadableBytes { (bytes: UnsafeRawBufferPointer) throws(WireError) -> T in
      var reader = WireReader(bytes, of: frame, limits, arrayBytesMax)
      return try body(&reader)
    }
  }

  /// Bytes not read yet.
  package var left: Int { end &- offset }

  @inline(__always)
  private mutating func take(_ count: Int) throws(WireError) -> Int {
    guard count <= end &- offset else { throw truncated(count) }
    let start = offset
    offset = start &+ count
    return start
  }

  @inline(never)
  private func truncated(_ needed: Int) -> WireError {
    WireError(.truncated(needed: needed, left: left), offset: offset)
  }

  @inline(never)
  private func badLength(_ length: Int) -> WireError { WireError(.badLength(length), offset: offset) }

  @inline(never)
  private func failure(_ kind: WireError.Kind) -> WireError { WireError(kind, offset: offset) }
}

// MARK: Numbers

extension WireReader {
  @inline(__always)
  private mutating func integer<T: FixedWidthInteger>() throws(WireError) -> T {
    let at = try take(MemoryLayout<T>.size)
    return T(bigEndian: bytes.loadUnaligned(fromByteOffset: at, as: T.self))
  }

  package mutating func int8() throws(WireError) -> Int8 { try integer() }
  package mutating func int16() throws(WireError) -> Int16 { try integer() }
  package mutating func int32() throws(WireError) -> Int32 { try integer() }
  package mutating func int64() throws(WireError) -> Int64 { try integer() }

  /// Any byte but 0 is true.
  package mutating func bool() throws(WireError) -> Bool { try int8() != 0 }

  package mutating func uuid() throws(WireError) -> UUID128 {
    let at = try take(16)
    return UUID128(
      high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)),
      low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: at &+ 8, as: UInt64.self)))
  }

  /// At most 32 bits in at most five bytes (KIP-482).
  package mutating func unsignedVarint() throws(WireError) -> UInt32 {
    var value: UInt32 = 0
    var shift: UInt32 = 0
    while true {
      let byte = bytes[try take(1)]
      if shift == 28 && byte > 0x0f { throw failure(.badVarint) }
      value |= UInt32(byte & 0x7f) &<< shift
      if byte < 0x80 { return value }
      shift &+= 7
    }
  }
}

// MARK: Lengths

extension WireReader {
  /// A length or count; nil stands for null. Compact lengths are one more than they say, and 0 is null (KIP-482).
  @inline(__always)
  private mutating func length(compact: Bool) throws(WireError) -> Int? {
    if compact {
      let raw = try unsignedVarint()
      return raw == 0 ? nil : Int(raw &- 1)
    }
    let raw = try int32()
    return try validated(Int(raw))
  }

  @inline(__always)
  private mutating func stringLength(compact: Bool) throws(WireError) -> Int? {
    if compact {
      guard let length = try length(compact: true) else { return nil }
      guard length <= Self.stringBytesMax else { throw badLength(length) }
      return length
    }
    let raw = try int16()
    return try validated(Int(raw))
  }

  @inline(__always)
  private func validated(_ length: Int) throws(WireError) -> Int? {
    if length >= 0 { return length }
    guard length == -1 else { throw badLength(length) }
    return nil
  }
}

// MARK: Text and bytes

extension WireReader {
  /// Bytes that are no UTF-8 become U+FFFD, as Kafka's broker reads them: some clients pass on text as they got it.
  package mutating func string(compact: Bool) throws(WireError) -> String {
    guard let length = try stringLength(compact: compact) else { throw failure(.unexpectedNull) }
    return try text(length)
  }

  /// - Parameter nullable: whether this version has null.
  package mutating func optionalString(nullable: Bool = true, compact: Bool) throws(WireError) -> String? {
    guard let length = try stringLength(compact: compact) else {
      if nullable { return nil }
      throw failure(.unexpectedNull)
    }
    return try text(length)
  }

  @inline(__always)
  private mutating func text(_ length: Int) throws(WireError) -> String {
    let at = try take(length)
    return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[at..<at &+ length]), as: UTF8.self)
  }

  package mutating func bytes(compact: Bool) throws(WireError) -> [UInt8] {
    guard let value = try optionalBytes(compact: compact) else { throw failure(.unexpectedNull) }
    return value
  }

  /// - Parameter nullable: whether this version has null.
  package mutating func optionalBytes(nullable: Bool = true, compact: Bool) throws(WireError) -> [UInt8]? {
    guard let length = try length(compact: compact) else {
      if nullable { return nil }
      throw failure(.unexpectedNull)
    }
    return try raw(length)
  }

  private mutating func raw(_ length: Int) throws(WireError) -> [UInt8] {
    let at = try take(length)
    return Array(bytes[at..<at &+ length])
  }

  /// Record batches, not looked into; the slice shares the frame's memory.
  package mutating func records(compact: Bool) throws(WireError) -> ByteBuffer? {
    guard let length = try length(compact: compact) else { return nil }
    let at = try take(length)
    return frame.getSlice(at: frame.readerIndex &+ at, length: length)
  }
}

// MARK: Arrays

extension WireReader {
  /// - Parameters:
  ///   - name: the field, for errors.
  ///   - minimum: the fewest bytes an element can take, at least 1.
  mutating func array<T>(
    _ name: StaticString, compact: Bool, minimum: Int, _ element: (inout WireReader) throws(WireError) -> T
  ) throws(WireError) -> [T] {
    guard let count = try length(compact: compact) else { throw failure(.unexpectedNull).within("\(name)") }
    return try elements(name, count, minimum, element)
  }

  /// - Parameter nullable: whether this version has null.
  mutating func optionalArray<T>(
    _ name: StaticString, nullable: Bool = true, compact: Bool, minimum: Int,
    _ element: (inout WireReader) throws(WireError) -> T
  ) throws(WireError) -> [T]? {
    guard let count = try length(compact: compact) else {
      if nullable { return nil }
      throw failure(.unexpectedNull).within("\(name)")
    }
    return try elements(name, count, minimum, element)
  }

  private mutating func elements<T>(
    _ name: StaticString, _ count: Int, _ minimum: Int, _ element: (inout WireReader) throws(WireError) -> T
  ) throws(WireError) -> [T] {
    if count == 0 { return [] }
    try admit(count, minimum: minimum, stride: MemoryLayout<T>.stride)
    var values: [T] = []
    values.reserveCapacity(count)
    for index in 0..<count {
      do throws(WireError) {
        values.append(try element(&self))
      } catch {
        throw error.within("\(name)[\(index)]")
      }
    }
    return values
  }

  /// Checks a count before memory is reserved for it. Each factor is below 2^33, so nothing overflows.
  private mutating func admit(_ count: Int, minimum: Int, stride: Int) throws(WireError) {
    guard count <= elementsMax else { throw badLength(count) }
    guard count &* minimum <= left else { throw truncated(count &* minimum) }
    arrayBytesLeft &-= count &* stride &+ Self.arrayOverhead
    guard arrayBytesLeft >= 0 else { throw badLength(count) }
  }
}

// MARK: Tagged fields (KIP-482)

extension WireReader {
  /// How many tagged fields follow.
  mutating func tagCount() throws(WireError) -> Int {
    let count = Int(try unsignedVarint())
    // A number and a size each: two bytes at least.
    guard count <= elementsMax else { throw badLength(count) }
    guard count &* 2 <= left else { throw truncated(count &* 2) }
    return count
  }

  /// Begins a tagged field: until `leaveTag`, reading stops at its end.
  mutating func enterTag() throws(WireError) -> (tag: UInt32, outerEnd: Int) {
    let tag = try unsignedVarint()
    let size = Int(try unsignedVarint())
    guard size <= left else { throw truncated(size) }
    let outerEnd = end
    end = offset &+ size
    return (tag, outerEnd)
  }

  /// Goes on after the tagged field, whatever of it was read.
  mutating func leaveTag(_ outerEnd: Int) {
    offset = end
    end = outerEnd
  }

  /// Keeps a tagged field nobody here knows.
  mutating func unknownField(_ tag: UInt32) throws(WireError) -> TaggedField {
    try admit(left &+ MemoryLayout<TaggedField>.stride)
    return TaggedField(tag: tag, data: try raw(left))
  }

  private mutating func admit(_ bytes: Int) throws(WireError) {
    arrayBytesLeft &-= bytes &+ Self.arrayOverhead
    guard arrayBytesLeft >= 0 else { throw badLength(bytes) }
  }

  /// The tagged fields of a structure that knows none.
  mutating func taggedFields() throws(WireError) -> [TaggedField] {
    let count = try tagCount()
    if count == 0 { return [] }
    var fields: [TaggedField] = []
    for _ in 0..<count {
      let (tag, outerEnd) = try enterTag()
      fields.append(try unknownField(tag))
      leaveTag(outerEnd)
    }
    return fields
  }
}
