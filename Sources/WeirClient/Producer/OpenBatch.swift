import Glibc
import NIOCore
import WeirBase
import WeirRecords

/// A batch that takes records. They are written once, as they will travel (record batch v2, KIP-98).
///
/// The header comes last: only sending settles the sequence numbers in it.
final class OpenBatch {
  let createdNanos: UInt64
  private(set) var count = 0
  /// Framing and payload, with the header, before compression.
  private(set) var weight = BatchHeader.size
  /// By the record's place.
  var callbacks: [(index: Int, call: PendingBatch.Callback)] = []
  private let bytesMax: Int
  private var memory: UnsafeMutableRawPointer
  private var capacity: Int
  private var baseTimestamp: Int64 = 0
  private var maxTimestamp: Int64 = 0

  private static let capacityFirst = 4 << 10

  /// - Parameter bytesMax: one record may exceed it, alone.
  init(createdNanos: UInt64, bytesMax: Int) {
    self.createdNanos = createdNanos
    self.bytesMax = bytesMax
    capacity = min(Self.capacityFirst, max(BatchHeader.size, bytesMax))
    memory = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
  }

  deinit { memory.deallocate() }

  /// Adds a record; false when the batch is full.
  func append(
    key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer?, headers: [RecordHeader], timestamp: Int64
  ) -> Bool {
    if count == 0 {
      baseTimestamp = timestamp
      maxTimestamp = timestamp
    }
    let (delta, overflow) = timestamp.subtractingReportingOverflow(baseTimestamp)
    if overflow { return false }
    var body = 1 &+ varintSize(delta) &+ varintSize(Int64(count)) &+ Self.size(of: key) &+ Self.size(of: value)
    body &+= headers.isEmpty ? 1 : Self.size(of: headers)
    let total = weight &+ varintSize(Int64(body)) &+ body
    guard total <= bytesMax || count == 0, count < Int(Int32.max) else { return false }
    if total > capacity { grow(to: total) }
    maxTimestamp = max(maxTimestamp, timestamp)
    var at = memory + weight
    Self.write(varint: Int64(body), &at)
    at.storeBytes(of: 0, as: UInt8.self)
    at += 1
    Self.write(varint: delta, &at)
    Self.write(varint: Int64(count), &at)
    Self.write(key, &at)
    Self.write(value, &at)
    Self.write(varint: Int64(headers.count), &at)
    for header in headers { Self.write(header, &at) }
    weight = total
    count &+= 1
    return true
  }

  private func grow(to needed: Int) {
    capacity = max(needed, min(bytesMax, capacity &* 4))
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    larger.copyMemory(from: memory, byteCount: weight)
    memory.deallocate()
    memory = larger
  }
}

// MARK: Fields

extension OpenBatch {
  private static func size(of bytes: UnsafeRawBufferPointer?) -> Int {
    guard let bytes else { return 1 }
    return varintSize(Int64(bytes.count)) &+ bytes.count
  }

  private static func size(of headers: [RecordHeader]) -> Int {
    var size = varintSize(Int64(headers.count))
    for header in headers {
      let key = header.key.utf8.count
      size &+= varintSize(Int64(key)) &+ key
      size &+= header.value.map { varintSize(Int64($0.count)) &+ $0.count } ?? 1
    }
    return size
  }

  @inline(__always)
  private static func write(varint value: Int64, _ at: inout UnsafeMutableRawPointer) {
    var rest = UInt64(bitPattern: (value &<< 1) ^ (value &>> 63))
    while rest >= 0x80 {
      at.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, as: UInt8.self)
      at += 1
      rest &>>= 7
    }
    at.storeBytes(of: UInt8(truncatingIfNeeded: rest), as: UInt8.self)
    at += 1
  }

  @inline(__always)
  private static func write(_ bytes: UnsafeRawBufferPointer?, _ at: inout UnsafeMutableRawPointer) {
    guard let bytes else { return write(varint: -1, &at) }
    write(varint: Int64(bytes.count), &at)
    guard let source = bytes.baseAddress else { return }
    at.copyMemory(from: source, byteCount: bytes.count)
    at += bytes.count
  }

  private static func write(_ header: RecordHeader, _ at: inout UnsafeMutableRawPointer) {
    var key = header.key
    key.withUTF8 { write(UnsafeRawBufferPointer($0), &at) }
    if let value = header.value { value.withUnsafeBytes { write($0, &at) } } else { write(nil, &at) }
  }
}

// MARK: Sealing

extension OpenBatch {
  /// The batch as it travels.
  ///
  /// - Parameter stamp: nil for a producer that is not idempotent.
  func encoded(_ codec: Codec, level: Int?, stamp: SequenceStamp?) throws(CodecError) -> ByteBuffer {
    var header = BatchHeader(
      lastOffsetDelta: Int32(clamping: count - 1), baseTimestamp: baseTimestamp, maxTimestamp: maxTimestamp,
      producerId: stamp?.identity.id ?? -1, producerEpoch: stamp?.identity.epoch ?? -1,
      baseSequence: stamp?.first ?? -1,
      recordCount: Int32(clamping: count))
    let plain = UnsafeRawBufferPointer(start: memory + BatchHeader.size, count: weight - BatchHeader.size)
    if codec != .none {
      let packed = try codec.compress(plain, level: level)
      // What does not shrink travels as it is.
      if packed.count < plain.count {
        header.attributes = Int16(codec.rawValue)
        return packed.withUnsafeBytes { Self.assemble(&header, $0) }
      }
    }
    return Self.assemble(&header, plain)
  }

  private static func assemble(_ header: inout BatchHeader, _ records: UnsafeRawBufferPointer) -> ByteBuffer {
    let total = BatchHeader.size + records.count
    header.length = Int32(clamping: total - BatchHeader.lengthOverhead)
    var buffer = ByteBufferAllocator().buffer(capacity: total)
    buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: total) { target in
      header.write(into: target)
      let body = UnsafeMutableRawBufferPointer(rebasing: target[BatchHeader.size..<total])
      body.copyMemory(from: records)
      header.crc = CRC32C.checksum(UnsafeRawBufferPointer(rebasing: target[BatchHeader.checkedFrom..<total]))
      header.write(into: target)
      return total
    }
    return buffer
  }
}

// MARK: Splitting

extension OpenBatch {
  /// The records in two batches of about the same number; nil for a batch of one.
  func split() -> (OpenBatch, OpenBatch)? {
    guard count > 1 else { return nil }
    let halves = (
      OpenBatch(createdNanos: createdNanos, bytesMax: weight), OpenBatch(createdNanos: createdNanos, bytesMax: weight)
    )
    // What this type has written is read as any batch is; were it not readable, it could not be sent either.
    guard let whole = try? encoded(.none, level: nil, stamp: nil) else { return nil }
    let isWhole = whole.withUnsafeReadableBytes { bytes in
      (try? distribute(bytes, firstCount: count / 2, halves)) == count
    }
    return isWhole ? halves : nil
  }

  /// Returns the number of records that went over.
  private func distribute(
    _ bytes: UnsafeRawBufferPointer, firstCount: Int, _ halves: (OpenBatch, OpenBatch)
  ) throws(BatchError) -> Int {
    var reader = try RecordReader(
      batch: bytes, header: try BatchHeader.parse(bytes), decompressedLimit: bytes.count)
    var done = 0
    while let record = try reader.next() {
      let half = done < firstCount ? halves.0 : halves.1
      let isIn = half.append(
        key: record.key, value: record.value, headers: RecordSlice(view: record).headers, timestamp: record.timestamp)
      if !isIn { return done }
      done += 1
    }
    return done
  }
}
