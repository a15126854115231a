/// What is wrong with a record batch.
@frozen
@usableFromInline package enum BatchError: Error, Equatable, Sendable {
  /// Fewer bytes are there than the batch has.
  case truncated(needed: Int, left: Int)
  /// Not magic 2.
  case badMagic(Int8)
  /// A length too short for the header.
  case badLength(Int32)
  case badRecordCount(Int32)
  case badLastOffsetDelta(Int32)
  /// A base offset from which the batch's offsets overflow.
  case badOffset(Int64)
  case badChecksum(stored: UInt32, computed: UInt32)
  /// Compression of a kind that nobody knows (0...7).
  case unknownCodec(UInt8)
  case codec(CodecError)
  /// The record at `index` (from 0) of the batch.
  case badRecord(index: Int, RecordFault)
  /// Bytes after the last record.
  case trailingBytes(Int)
}

extension BatchError: CustomStringConvertible {
  @usableFromInline package var description: String {
    switch self {
    case .truncated(let needed, let left): "the batch needs \(needed) bytes and \(left) are there"
    case .badMagic(let magic): "the batch has magic \(magic), not 2"
    case .badLength(let length): "the batch states a length of \(length) bytes, less than its header"
    case .badRecordCount(let count): "the batch states \(count) records"
    case .badLastOffsetDelta(let delta): "the batch states a last offset delta of \(delta)"
    case .badOffset(let offset): "the batch's offsets overflow from base offset \(offset)"
    case .badChecksum(let stored, let computed):
      "the batch's CRC-32C is 0x\(String(computed, radix: 16)), stated is 0x\(String(stored, radix: 16))"
    case .unknownCodec(let id): "the batch's compression \(id) is unknown"
    case .codec(let error): error.description
    case .badRecord(let index, let fault): "record \(index) of the batch: \(fault)"
    case .trailingBytes(let count): "\(count) bytes follow the last record of the batch"
    }
  }
}
