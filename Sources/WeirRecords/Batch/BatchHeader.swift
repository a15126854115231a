import WeirBase

/// The fixed front of a record batch of magic 2 (KIP-98): 61 bytes, big-endian, before the records section.
@usableFromInline package struct BatchHeader: Equatable, Sendable {
  /// Offset of the first record. Outside the CRC; the log writes it.
  @usableFromInline package var baseOffset: Int64
  /// Bytes of the batch after this field; the whole batch has 12 more.
  @usableFromInline package var length: Int32
  /// Outside the CRC; the log writes it.
  @usableFromInline package var partitionLeaderEpoch: Int32
  /// Always 2.
  @usableFromInline package var magic: Int8
  /// CRC-32C of everything from `attributes` to the end of the batch.
  @usableFromInline package var crc: UInt32
  @usableFromInline package var attributes: Int16
  /// Offset of the last record less `baseOffset`.
  @usableFromInline package var lastOffsetDelta: Int32
  /// Milliseconds since 1970 that the records' timestamps count from; -1 for none.
  @usableFromInline package var baseTimestamp: Int64
  /// The largest timestamp in the batch, or the time of the append.
  @usableFromInline package var maxTimestamp: Int64
  /// -1 unless an idempotent producer wrote the batch.
  @usableFromInline package var producerId: Int64
  @usableFromInline package var producerEpoch: Int16
  @usableFromInline package var baseSequence: Int32
  @usableFromInline package var recordCount: Int32

  @inlinable package init(
    baseOffset: Int64 = 0, length: Int32 = 49, partitionLeaderEpoch: Int32 = -1, magic: Int8 = 2, crc: UInt32 = 0,
    attributes: Int16 = 0, lastOffsetDelta: Int32 = 0, baseTimestamp: Int64 = -1, maxTimestamp: Int64 = -1,
    producerId: Int64 = -1, producerEpoch: Int16 = -1, baseSequence: Int32 = -1, recordCount: Int32 = 0
  ) {
    self.baseOffset = baseOffset
    self.length = length
    self.partitionLeaderEpoch = partitionLeaderEpoch
    self.magic = magic
    self.crc = crc
    self.attributes = attributes
    self.lastOffsetDelta = lastOffsetDelta
    self.baseTimestamp = baseTimestamp
    self.maxTimestamp = maxTimestamp
    self.producerId = producerId
    self.producerEpoch = producerEpoch
    self.baseSequence = baseSequence
    self.recordCount = recordCount
  }

  /// Bytes of the header.
  @inlinable package static var size: Int { 61 }
  /// Bytes before those that `length` counts: the base offset and the length itself.
  @inlinable package static var lengthOverhead: Int { 12 }
  /// Where the bytes under the CRC begin.
  @inlinable package static var checkedFrom: Int { 21 }
  /// The smallest legal `length`: a header without records.
  @inlinable package static var lengthMin: Int32 { 49 }

  /// Bytes of the whole batch; 61 or more for a header that `parse` returned.
  @inlinable package var totalBytes: Int { Self.lengthOverhead &+ Int(length) }
  /// `parse` has seen to it that this and `nextOffset` do not overflow.
  @inlinable package var lastOffset: Int64 { baseOffset &+ Int64(lastOffsetDelta) }
  /// The offset after the batch.
  @inlinable package var nextOffset: Int64 { lastOffset &+ 1 }
  /// Nil for a codec that nobody knows.
  @inlinable package var codec: Codec? { Codec(rawValue: UInt8(truncatingIfNeeded: attributes & 0x07)) }
  /// All records have `maxTimestamp` as their timestamp.
  @inlinable package var usesLogAppendTime: Bool { attributes & 0x08 != 0 }
  @inlinable package var isTransactional: Bool { attributes & 0x10 != 0 }
  /// Holds markers of transactions rather than records of users.
  @inlinable package var isControl: Bool { attributes & 0x20 != 0 }
  /// `baseTimestamp` says when tombstones may go (KIP-534).
  @inlinable package var hasDeleteHorizon: Bool { attributes & 0x40 != 0 }
  @inlinable package var isIdempotent: Bool { producerId >= 0 }

  /// The last record's sequence; after 2^31 - 1 comes 0. -1 where there is none.
  @inlinable package var lastSequence: Int32 {
    baseSequence < 0 ? -1 : (baseSequence &+ lastOffsetDelta) & Int32.max
  }

  /// Reads the header at the start of `bytes`, which need not hold the whole batch. What it returns has magic 2, a
  /// length of 49 or more, no negative count or offset delta, and offsets that do not overflow.
  @inlinable package static func parse(_ bytes: UnsafeRawBufferPointer) throws(BatchError) -> BatchHeader {
    guard bytes.count >= size else { throw .truncated(needed: size, left: bytes.count) }
    let header = BatchHeader(loading: bytes)
    guard header.magic == 2 else { throw .badMagic(header.magic) }
    guard header.length >= lengthMin else { throw .badLength(header.length) }
    guard header.recordCount >= 0 else { throw .badRecordCount(header.recordCount) }
    guard header.lastOffsetDelta >= 0 else { throw .badLastOffsetDelta(header.lastOffsetDelta) }
    guard header.baseOffset < Int64.max &- Int64(header.lastOffsetDelta) else { throw .badOffset(header.baseOffset) }
    return header
  }

  /// Precondition: 61 bytes or more.
  @inlinable init(loading bytes: UnsafeRawBufferPointer) {
    func load<T: FixedWidthInteger>(_ offset: Int) -> T {
      T(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: T.self))
    }
    self.init(
      baseOffset: load(0), length: load(8), partitionLeaderEpoch: load(12), magic: load(16), crc: load(17),
      attributes: load(21), lastOffsetDelta: load(23), baseTimestamp: load(27), maxTimestamp: load(35),
      producerId: load(43), producerEpoch: load(51), baseSequence: load(53), recordCount: load(57))
  }

  /// Compares the CRC with that of the batch at the start of `batch`; `truncated` unless all of it is there.
  package func verify(_ batch: UnsafeRawBufferPointer) throws(BatchError) {
    guard length >= Self.lengthMin else { throw .badLength(length) }
    guard batch.count >= totalBytes else { throw .truncated(needed: totalBytes, left: batch.count) }
    let computed = CRC32C.checksum(UnsafeRawBufferPointer(rebasing: batch[Self.checkedFrom..<totalBytes]))
    guard computed == crc else { throw .badChecksum(stored: crc, computed: computed) }
  }

  /// Writes the 61 bytes. Precondition: `target` has room for them.
  @inlinable package func write(into target: UnsafeMutableRawBufferPointer) {
    precondition(target.count >= Self.size, "no room for a batch header")
    func store<T: FixedWidthInteger>(_ value: T, _ offset: Int) {
      target.storeBytes(of: value.bigEndian, toByteOffset: offset, as: T.self)
    }
    store(baseOffset, 0)
    store(length, 8)
    store(partitionLeaderEpoch, 12)
    store(magic, 16)
    store(crc, 17)
    store(attributes, 21)
    store(lastOffsetDelta, 23)
    store(baseTimestamp, 27)
    store(maxTimestamp, 35)
    store(producerId, 43)
    store(producerEpoch, 51)
    store(baseSequence, 53)
    store(recordCount, 57)
  }
}
