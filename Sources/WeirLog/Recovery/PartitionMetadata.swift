import WeirBase

/// Which topic a directory belongs to, so that a topic made again under an old name never meets the old records. The
/// file `partition.metadata`: `WEIRPAR1`, topic id (16), CRC-32C of both (4).
struct PartitionMetadata: Equatable, Sendable {
  var topicID: UUID128

  static let name = "partition.metadata"
  private static let magic = Array("WEIRPAR1".utf8)

  func encode() -> [UInt8] {
    var out = ByteWriter(capacity: 28)
    out.raw(Self.magic)
    out.integer(topicID.high)
    out.integer(topicID.low)
    out.integer(CRC32C.checksum(out.bytes))
    return out.bytes
  }

  static func decode(_ bytes: [UInt8]) -> PartitionMetadata? {
    guard bytes.count == 28, bytes.starts(with: magic), CRC32C.checksum(Array(bytes[..<24])) == integer(bytes[24...])
    else { return nil }
    return PartitionMetadata(topicID: UUID128(high: integer(bytes[8..<16]), low: integer(bytes[16..<24])))
  }

  private static func integer<T: FixedWidthInteger>(_ bytes: ArraySlice<UInt8>) -> T {
    bytes.reduce(0) { $0 << 8 | T(truncatingIfNeeded: $1) }
  }
}
