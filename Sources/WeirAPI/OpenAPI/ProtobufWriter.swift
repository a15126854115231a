/// Writes the fields of one protobuf message (https://protobuf.dev/programming-guides/encoding/).
struct ProtobufWriter {
  private(set) var bytes: [UInt8] = []

  private enum WireType: UInt64 {
    case varint = 0
    case fixed64 = 1
    case delimited = 2
  }

  mutating func text(_ field: UInt64, _ value: String) { delimited(field, value.utf8) }

  mutating func message(_ field: UInt64, _ value: ProtobufWriter) { delimited(field, value.bytes) }

  mutating func flag(_ field: UInt64, _ value: Bool) { integer(field, value ? 1 : 0) }

  mutating func integer(_ field: UInt64, _ value: Int64) {
    tag(field, .varint)
    varint(UInt64(bitPattern: value))
  }

  mutating func double(_ field: UInt64, _ value: Double) {
    tag(field, .fixed64)
    for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift)) }
  }

  private mutating func delimited(_ field: UInt64, _ value: some Collection<UInt8>) {
    tag(field, .delimited)
    varint(UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  private mutating func tag(_ field: UInt64, _ type: WireType) { varint(field << 3 | type.rawValue) }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }
}
