extension Codec {
  /// Compresses `input` as Kafka's clients write it: gzip with its wrapper, snappy in Xerial's framing, lz4 and zstd as
  /// one frame. `level` is one of `levels`; nil takes `defaultLevel`.
  package func compress(_ input: UnsafeRawBufferPointer, level: Int? = nil) throws(CodecError) -> [UInt8] {
    let chosen = try checkedLevel(level)
    switch self {
    case .none: return [UInt8](input)
    case .gzip: return try Gzip.compress(input, level: chosen)
    case .snappy: return try Snappy.compress(input)
    case .lz4: return try LZ4.compress(input, level: chosen)
    case .zstd: return try Zstandard.compress(input, level: chosen)
    }
  }

  /// Decompresses all of `input`; more than `limit` bytes of output is an error, found while decompressing. Several
  /// members or frames in a row are joined. Snappy is read with and without Xerial's framing.
  package func decompress(_ input: UnsafeRawBufferPointer, limit: Int) throws(CodecError) -> [UInt8] {
    guard self != .none else {
      guard input.count <= limit else { throw .tooLarge(self, limit: limit) }
      return [UInt8](input)
    }
    let output = try inflate(input, limit: limit)
    return [UInt8](output.bytes)
  }

  /// As `decompress`, without the copy into an array. Precondition: not `none`.
  func inflate(_ input: UnsafeRawBufferPointer, limit: Int) throws(CodecError) -> InflatedBytes {
    var output = try InflatedBytes(self, limit: limit, inputBytes: input.count)
    guard !input.isEmpty else { throw .corrupt(self) }
    switch self {
    case .none: preconditionFailure("nothing to decompress")
    case .gzip: try Gzip.decompress(input, into: &output)
    case .snappy: try Snappy.decompress(input, into: &output)
    case .lz4: try LZ4.decompress(input, into: &output)
    case .zstd: try Zstandard.decompress(input, limit: limit, into: &output)
    }
    return output
  }

  private func checkedLevel(_ level: Int?) throws(CodecError) -> Int32 {
    guard let level else { return Int32(clamping: defaultLevel ?? 0) }
    guard let levels, levels.contains(level) else { throw .badLevel(self, level) }
    return Int32(clamping: level)
  }

  /// An array of what `body` writes into room for `capacity` bytes; it returns how many, or nil where it failed.
  static func array(capacity: Int, _ body: (UnsafeMutableRawBufferPointer) -> Int?) -> [UInt8]? {
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      let written = body(UnsafeMutableRawBufferPointer(buffer))
      failed = written == nil
      count = written ?? 0
    }
    return failed ? nil : bytes
  }
}
