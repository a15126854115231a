import WeirBase

/// One record of a batch, borrowed: valid as long as the `RecordReader` that gave it.
@usableFromInline package struct RecordView {
  /// Offset in the partition: the batch's base offset and `offsetDelta`.
  @usableFromInline package let offset: Int64
  /// Milliseconds since 1970, or -1 for none. The time of the append where the batch says so.
  @usableFromInline package let timestamp: Int64
  @usableFromInline package let offsetDelta: Int32
  /// No bit of it means anything yet.
  @usableFromInline package let attributes: Int8
  /// Nil is another thing than empty, here and in `value`.
  @usableFromInline package let key: UnsafeRawBufferPointer?
  @usableFromInline package let value: UnsafeRawBufferPointer?
  @usableFromInline package let headers: RecordHeaders

  @inlinable init(
    offset: Int64, timestamp: Int64, offsetDelta: Int32, attributes: Int8, key: UnsafeRawBufferPointer?,
    value: UnsafeRawBufferPointer?, headers: RecordHeaders
  ) {
    self.offset = offset
    self.timestamp = timestamp
    self.offsetDelta = offsetDelta
    self.attributes = attributes
    self.key = key
    self.value = value
    self.headers = headers
  }
}

/// The headers of a record, borrowed as the record is.
@usableFromInline package struct RecordHeaders: Sequence {
  /// A key need not be unique, nor, on the wire, be UTF-8.
  @usableFromInline package typealias Element = (key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer?)

  @usableFromInline package let count: Int
  /// The headers as they stand on the wire, without their count. They were checked when the record was read.
  @usableFromInline package let bytes: UnsafeRawBufferPointer

  @inlinable init(count: Int, bytes: UnsafeRawBufferPointer) {
    self.count = count
    self.bytes = bytes
  }

  @usableFromInline package var underestimatedCount: Int { count }

  @inlinable package func makeIterator() -> Iterator { Iterator(bytes) }

  @usableFromInline package struct Iterator: IteratorProtocol {
    @usableFromInline var reader: ByteReader

    @inlinable init(_ bytes: UnsafeRawBufferPointer) { reader = ByteReader(bytes) }

    @inlinable package mutating func next() -> Element? {
      guard reader.left > 0 else { return nil }
      do throws(ByteError) {
        let key = try reader.slice(Int(try reader.varint()))
        return (key, try reader.nullableField())
      } catch { return nil }
    }
  }
}
