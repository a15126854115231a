import WeirBase

/// Collects records into one batch. Offset deltas count from 0.
package struct BatchBuilder: Sendable {
  package let codec: Codec
  /// Bytes that the finished batch has at most.
  package let maxBytes: Int
  /// The producer's id, epoch and the first record's sequence (KIP-98); -1 where the producer is not idempotent. They
  /// may be set up to `finish`.
  package var producerId: Int64
  package var producerEpoch: Int16
  package var baseSequence: Int32

  private let level: Int?
  private let flags: Int16
  private var writer: ByteWriter
  private var count: Int32 = 0
  private var baseTimestamp: Int64 = -1
  private var maxTimestamp: Int64 = -1

  /// - Parameters:
  ///   - level: brought within the codec's `levels`; nil for its default.
  ///   - maxBytes: brought within 61...2^31 - 1.
  package init(
    codec: Codec = .none, level: Int? = nil, maxBytes: Int = 1 << 20, producerId: Int64 = -1,
    producerEpoch: Int16 = -1, baseSequence: Int32 = -1, isTransactional: Bool = false, isControl: Bool = false
  ) {
    self.codec = codec
    self.maxBytes = min(max(maxBytes, BatchHeader.size), Int(Int32.max))
    self.producerId = producerId
    self.producerEpoch = producerEpoch
    self.baseSequence = baseSequence
    self.level = level.flatMap { level in codec.levels.map { min(max(level, $0.lowerBound), $0.upperBound) } }
    flags = (isTransactional ? 0x10 : 0) | (isControl ? 0x20 : 0)
    writer = Self.emptyWriter(capacity: 1024)
  }

  package var recordCount: Int { Int(count) }
  package var isEmpty: Bool { count == 0 }
  /// Bytes of the batch so far, before compression.
  package var sizeBytes: Int { writer.count }

  /// Adds a record. False, and nothing is added, where the batch (before compression) would exceed `maxBytes`, or the
  /// timestamp is too far from the first to be written as a difference; then a new batch is the place.
  /// - Parameter timestamp: milliseconds since 1970; -1 for none.
  package mutating func append(
    key: [UInt8]?, value: [UInt8]?, headers: [Record.Header] = [], timestamp: Int64
  ) -> Bool {
    let headerBytes = headers.reduce(0) { sum, header in
      let keyBytes = header.key.utf8.count
      return sum + varintSize(Int64(keyBytes)) + keyBytes + Self.fieldBytes(header.value?.count)
    }
    return withRawBytes(key) { key in
      withRawBytes(value) { value in
        append(key, value, timestamp, headerCount: headers.count, headerBytes: headerBytes) { writer in
          for header in headers {
            writer.varint(Int64(header.key.utf8.count))
            writer.bytes.append(contentsOf: header.key.utf8)
            withRawBytes(header.value) { Self.write($0, to: &writer) }
          }
        }
      }
    }
  }

  /// Adds a copy of a record with its timestamp, key, value and headers; false as above.
  package mutating func append(_ record: RecordView) -> Bool {
    let headers = record.headers
    return append(
      record.key, record.value, record.timestamp, headerCount: headers.count, headerBytes: headers.bytes.count
    ) { $0.raw(headers.bytes) }
  }

  /// The batch, ready to be sent, and the builder empty for another with the same settings. It has the codec asked for,
  /// or none where compression would take it over `maxBytes`.
  package mutating func finish(baseOffset: Int64 = 0) -> [UInt8] {
    var header = BatchHeader(
      baseOffset: baseOffset, attributes: flags, lastOffsetDelta: max(0, count &- 1), baseTimestamp: baseTimestamp,
      maxTimestamp: maxTimestamp, producerId: producerId, producerEpoch: producerEpoch, baseSequence: baseSequence,
      recordCount: count)
    var batch = takeBatch()
    if codec != .none, header.recordCount > 0, let body = compressedRecords(batch) {
      header.attributes |= Int16(codec.rawValue)
      batch.replaceSubrange(BatchHeader.size..., with: body)
    }
    header.length = Int32(clamping: batch.count - BatchHeader.lengthOverhead)
    batch.withUnsafeMutableBytes { header.seal($0) }
    return batch
  }

  /// What a batch of one such record takes at most before compression, so that a record too large for any batch can
  /// be told by itself.
  package static func bytesMax(key: Int?, value: Int?, headers: [Record.Header] = []) -> Int {
    let lengthAndDeltas = 5 + 1 + 10 + 5
    return headers.reduce(BatchHeader.size + lengthAndDeltas + (key ?? 0) + 5 + (value ?? 0) + 5 + 5) { sum, header in
      sum + header.key.utf8.count + (header.value?.count ?? 0) + 10
    }
  }
}

extension BatchBuilder {
  private static func emptyWriter(capacity: Int) -> ByteWriter {
    var writer = ByteWriter(capacity: capacity)
    writer.raw([UInt8](repeating: 0, count: BatchHeader.size))
    return writer
  }

  private mutating func takeBatch() -> [UInt8] {
    let batch = writer.bytes
    writer = Self.emptyWriter(capacity: batch.count)
    count = 0
    baseTimestamp = -1
    maxTimestamp = -1
    return batch
  }

  /// Nil where it does not fit, or the library found no memory: then the records go as they are.
  private func compressedRecords(_ batch: [UInt8]) -> [UInt8]? {
    let body = batch.withUnsafeBytes { bytes in
      try? codec.compress(UnsafeRawBufferPointer(rebasing: bytes[BatchHeader.size...]), level: level)
    }
    guard let body, body.count <= maxBytes - BatchHeader.size else { return nil }
    return body
  }

  private mutating func append(
    _ key: UnsafeRawBufferPointer?, _ value: UnsafeRawBufferPointer?, _ timestamp: Int64, headerCount: Int,
    headerBytes: Int, _ writeHeaders: (inout ByteWriter) -> Void
  ) -> Bool {
    let base = count == 0 ? timestamp : baseTimestamp
    let (delta, overflow) = timestamp.subtractingReportingOverflow(base)
    guard !overflow, count < Int32.max else { return false }
    let length =
      1 + varintSize(delta) + varintSize(Int64(count)) + Self.fieldBytes(key?.count) + Self.fieldBytes(value?.count)
      + varintSize(Int64(headerCount)) + headerBytes
    guard writer.count + varintSize(Int64(length)) + length <= maxBytes else { return false }
    writer.varint(Int64(length))
    writer.integer(UInt8(0))
    writer.varint(delta)
    writer.varint(Int64(count))
    Self.write(key, to: &writer)
    Self.write(value, to: &writer)
    writer.varint(Int64(headerCount))
    writeHeaders(&writer)
    baseTimestamp = base
    maxTimestamp = count == 0 ? timestamp : max(maxTimestamp, timestamp)
    count &+= 1
    return true
  }

  private static func fieldBytes(_ count: Int?) -> Int { varintSize(Int64(count ?? -1)) + (count ?? 0) }

  private static func write(_ field: UnsafeRawBufferPointer?, to writer: inout ByteWriter) {
    writer.varint(Int64(field?.count ?? -1))
    if let field { writer.raw(field) }
  }
}

/// Lends the bytes of an array that may be absent.
private func withRawBytes<T>(_ array: [UInt8]?, _ body: (UnsafeRawBufferPointer?) -> T) -> T {
  guard let array else { return body(nil) }
  return array.withUnsafeBytes { body($0) }
}
