import WeirBase

/// Walks the records of one batch, compressed or not, without an allocation per record.
///
/// It borrows the batch, and owns what it had to decompress: the views that it gives are valid as long as both live.
@usableFromInline package struct RecordReader: ~Copyable {
  @usableFromInline package let header: BatchHeader
  @usableFromInline var bytes: ByteReader
  /// Records given so far.
  @usableFromInline var index = 0
  @usableFromInline var lastDelta: Int32 = -1
  /// Holds the memory that `bytes` looks at, where the batch is compressed.
  private let inflated: InflatedBytes

  /// - Parameters:
  ///   - batch: begins with the batch of `header`; bytes after it are left alone. The CRC is not looked at here.
  ///   - decompressedLimit: bytes that the records may take once decompressed; more is `codec(.tooLarge)`.
  package init(
    batch: UnsafeRawBufferPointer, header: BatchHeader, decompressedLimit: Int
  ) throws(BatchError) {
    let section = try header.recordsSection(of: batch)
    guard let codec = header.codec else { throw .unknownCodec(UInt8(truncatingIfNeeded: header.attributes & 0x07)) }
    let output = try Self.inflate(section, codec, limit: decompressedLimit)
    self.header = header
    bytes = ByteReader(codec == .none ? section : output.bytes)
    inflated = output
  }

  private static func inflate(
    _ section: UnsafeRawBufferPointer, _ codec: Codec, limit: Int
  ) throws(BatchError) -> InflatedBytes {
    guard codec != .none else { return InflatedBytes() }
    do throws(CodecError) { return try codec.inflate(section, limit: limit) } catch { throw .codec(error) }
  }

  /// Bytes of the records section, decompressed.
  package var sectionBytes: Int { bytes.offset &+ bytes.left }

  /// The next record; nil after the last, which must also end the section. Offset deltas rise from record to record and
  /// stay within the header's; every length agrees with the bytes that are there.
  @inlinable package mutating func next() throws(BatchError) -> RecordView? {
    guard index < Int(header.recordCount) else {
      guard bytes.left == 0 else { throw .trailingBytes(bytes.left) }
      return nil
    }
    do throws(RecordFault) {
      let record = try read()
      index &+= 1
      lastDelta = record.offsetDelta
      return record
    } catch { throw .badRecord(index: index, error) }
  }

  @inlinable mutating func read() throws(RecordFault) -> RecordView {
    let attributes: Int8
    let timestampDelta: Int64
    let offsetDelta: Int32
    let key: UnsafeRawBufferPointer?
    let value: UnsafeRawBufferPointer?
    let headers: RecordHeaders
    let unread: Int
    let length: Int
    do throws(ByteError) {
      length = Int(try bytes.varint())
      var fields = ByteReader(try bytes.slice(length))
      attributes = try fields.integer()
      timestampDelta = try fields.varlong()
      offsetDelta = try fields.varint()
      key = try fields.nullableField()
      value = try fields.nullableField()
      headers = try fields.recordHeaders()
      unread = fields.left
    } catch { throw RecordFault(error) }
    guard unread == 0 else { throw .badLength(stated: length, used: length &- unread) }
    guard offsetDelta > lastDelta, offsetDelta <= header.lastOffsetDelta else { throw .badOffsetDelta(offsetDelta) }
    let (timestamp, overflow) = header.baseTimestamp.addingReportingOverflow(timestampDelta)
    guard !overflow else { throw .badTimestampDelta(timestampDelta) }
    return RecordView(
      offset: header.baseOffset &+ Int64(offsetDelta),
      timestamp: header.usesLogAppendTime ? header.maxTimestamp : timestamp,
      offsetDelta: offsetDelta, attributes: attributes, key: key, value: value, headers: headers)
  }
}
