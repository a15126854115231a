import WeirBase
import WeirRecords

let limit = 16 << 20

extension Array where Element == UInt8 {
  init(hex: String) {
    var digits: [UInt8] = []
    for character in hex { if let value = character.hexDigitValue { digits.append(UInt8(value)) } }
    self = stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}

/// Appends a copy of an owned record.
func append(_ record: Record, to builder: inout BatchBuilder) -> Bool {
  builder.append(key: record.key, value: record.value, headers: record.headers, timestamp: record.timestamp)
}

/// A batch of `records`, built by the builder.
func build(
  _ records: [Record], codec: Codec = .none, level: Int? = nil, maxBytes: Int = limit, baseOffset: Int64 = 0
) -> [UInt8] {
  var builder = BatchBuilder(codec: codec, level: level, maxBytes: maxBytes)
  for record in records {
    _ = append(record, to: &builder)
  }
  return builder.finish(baseOffset: baseOffset)
}

/// A batch with `section` as its records, and a header that states what it is told to, with a right CRC.
func batch(
  _ section: [UInt8], codec: UInt8 = 0, count: Int32, change: (inout BatchHeader) -> Void = { _ in }
) -> [UInt8] {
  var header = BatchHeader(
    length: 49 + Int32(section.count), attributes: Int16(codec), lastOffsetDelta: max(0, count - 1),
    baseTimestamp: 1_000, maxTimestamp: 1_000, recordCount: count)
  change(&header)
  var bytes = [UInt8](repeating: 0, count: 61) + section
  bytes.withUnsafeMutableBytes { header.write(into: $0) }
  return withRightChecksum(bytes)
}

func withRightChecksum(_ batch: [UInt8]) -> [UInt8] {
  let crc = CRC32C.checksum(Array(batch[21...]))
  return Array(batch[..<17]) + withUnsafeBytes(of: crc.bigEndian) { Array($0) } + batch[21...]
}

/// The bytes of one record with its fields as told, true or not.
func record(
  stated: Int64? = nil, timestampDelta: Int64 = 0, offsetDelta: Int64 = 0, keyLength: Int64 = -1, key: [UInt8] = [],
  valueLength: Int64 = -1, value: [UInt8] = [], headerCount: Int64 = 0, rest: [UInt8] = []
) -> [UInt8] {
  var fields = ByteWriter()
  fields.integer(UInt8(0))
  fields.varint(timestampDelta)
  fields.varint(offsetDelta)
  fields.varint(keyLength)
  fields.raw(key)
  fields.varint(valueLength)
  fields.raw(value)
  fields.varint(headerCount)
  fields.raw(rest)
  var writer = ByteWriter()
  writer.varint(stated ?? Int64(fields.count))
  writer.raw(fields.bytes)
  return writer.bytes
}

/// All records of a batch, or what is wrong with it.
func read(_ batch: [UInt8], limit: Int = limit) -> Result<[Record], BatchError> {
  batch.withUnsafeBytes { bytes in
    Result { () throws(BatchError) in
      let header = try BatchHeader.parse(bytes)
      try header.verify(bytes)
      var reader = try RecordReader(batch: bytes, header: header, decompressedLimit: limit)
      var records: [Record] = []
      while let view = try reader.next() { records.append(Record(view)) }
      return records
    }
  }
}

func error(reading batch: [UInt8], limit: Int = limit) -> BatchError? {
  if case .failure(let error) = read(batch, limit: limit) { return error }
  return nil
}

func header(of batch: [UInt8]) throws -> BatchHeader {
  try batch.withUnsafeBytes { bytes in try BatchHeader.parse(bytes) }
}
