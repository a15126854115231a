import NIOCore
import WeirBase
import WeirWire

extension WireBody {
  /// The body in one piece.
  func encoded(_ version: Int16) throws(WireError) -> [UInt8] {
    var writer = WireWriter()
    try encode(into: &writer, version: version)
    return joined(writer.finish())
  }

  /// The body and how many bytes were left after it.
  static func decoded(
    _ bytes: [UInt8], _ version: Int16, limits: Limits = Limits()
  ) throws(WireError) -> (body: Self, left: Int) {
    try WireReader.reading(ByteBuffer(bytes: bytes), limits: limits) { (reader: inout WireReader) throws(WireError) in
      (try Self(from: &reader, version: version), reader.left)
    }
  }
}

func joined(_ parts: [ByteBuffer]) -> [UInt8] { parts.flatMap { Array($0.readableBytesView) } }
