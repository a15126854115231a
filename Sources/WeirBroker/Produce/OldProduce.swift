import NIOCore
import WeirWire

/// Produce 0 to 2, which carry message formats that are not kept. They are advertised, because older clients look for
/// them before they compress (see docs/decisions), and refused in their own layout.
enum OldProduce {
  /// Reads acks, timeout, topics and partitions; answers UNSUPPORTED_VERSION for each partition.
  static func refusal(of reader: inout WireReader, _ header: RequestHeader) throws(WireError) -> ByteBuffer {
    _ = try reader.int16()
    _ = try reader.int32()
    var body = ByteBuffer()
    body.writeInteger(header.correlationId)
    let topics = try count(&reader)
    body.writeInteger(Int32(topics))
    for _ in 0..<topics {
      let name = try reader.string(compact: false)
      body.writeInteger(Int16(clamping: name.utf8.count))
      body.writeString(name)
      let partitions = try count(&reader)
      body.writeInteger(Int32(partitions))
      for _ in 0..<partitions {
        body.writeInteger(try reader.int32())
        _ = try reader.records(compact: false)
        body.writeInteger(ErrorCode.unsupportedVersion.rawValue)
        body.writeInteger(Int64(-1))
        if header.apiVersion >= 2 { body.writeInteger(Int64(-1)) }
      }
    }
    if header.apiVersion >= 1 { body.writeInteger(Int32(0)) }
    return body
  }

  /// An array's count, each element of which takes six bytes or more.
  private static func count(_ reader: inout WireReader) throws(WireError) -> Int {
    let count = Int(try reader.int32())
    guard count >= 0, count <= reader.left / 6 else { throw WireError(.badLength(count)) }
    return count
  }
}
