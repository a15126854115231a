import CCodecs

/// gzip (RFC 1952) through zlib.
enum Gzip {
  static func compress(_ input: UnsafeRawBufferPointer, level: Int32) throws(CodecError) -> [UInt8] {
    guard let inputCount = UInt32(exactly: input.count) else { throw .failed(.gzip) }
    var stream = z_stream()
    guard ccodecs_deflate_init_gzip(&stream, level) == Z_OK else { throw .failed(.gzip) }
    defer { deflateEnd(&stream) }
    let bound = Int(clamping: deflateBound(&stream, UInt(inputCount)))
    let output = Codec.array(capacity: bound) { room in
      stream.next_in = UnsafeMutablePointer(mutating: input.assumingMemoryBound(to: UInt8.self).baseAddress)
      stream.avail_in = inputCount
      stream.next_out = room.assumingMemoryBound(to: UInt8.self).baseAddress
      stream.avail_out = UInt32(clamping: room.count)
      let before = stream.avail_out
      guard deflate(&stream, Z_FINISH) == Z_STREAM_END else { return nil }
      return Int(before &- stream.avail_out)
    }
    guard let output else { throw .failed(.gzip) }
    return output
  }

  static func decompress(_ input: UnsafeRawBufferPointer, into output: inout InflatedBytes) throws(CodecError) {
    guard let inputCount = UInt32(exactly: input.count) else { throw .corrupt(.gzip) }
    var stream = z_stream()
    guard ccodecs_inflate_init_gzip(&stream) == Z_OK else { throw .failed(.gzip) }
    defer { inflateEnd(&stream) }
    stream.next_in = UnsafeMutablePointer(mutating: input.assumingMemoryBound(to: UInt8.self).baseAddress)
    stream.avail_in = inputCount
    while true {
      let room = try output.room()
      let available = UInt32(clamping: room.count)
      stream.next_out = room.assumingMemoryBound(to: UInt8.self).baseAddress
      stream.avail_out = available
      let code = inflate(&stream, Z_NO_FLUSH)
      try output.advance(Int(available &- stream.avail_out))
      switch code {
      case Z_STREAM_END:
        if stream.avail_in == 0 { return }
        // Another member follows.
        guard inflateReset(&stream) == Z_OK else { throw .failed(.gzip) }
      case Z_OK:
        // All was read, there was room left to write, and yet no end came.
        if stream.avail_in == 0 && stream.avail_out > 0 { throw .corrupt(.gzip) }
      case Z_MEM_ERROR: throw .failed(.gzip)
      default: throw .corrupt(.gzip)
      }
    }
  }
}
