import CCodecs

/// Zstandard frames (RFC 8878).
enum Zstandard {
  /// RFC 8878 section 3.1.1.1.2 asks decoders to take windows of 8 MiB; Kafka's Java client takes up to 128 MiB.
  private static let windowLogs: ClosedRange<Int32> = 23...27

  static func compress(_ input: UnsafeRawBufferPointer, level: Int32) throws(CodecError) -> [UInt8] {
    let output = Codec.array(capacity: ZSTD_compressBound(input.count)) { room in
      let count = ZSTD_compress(room.baseAddress, room.count, input.baseAddress, input.count, level)
      return ZSTD_isError(count) == 0 ? count : nil
    }
    guard let output else { throw .failed(.zstd) }
    return output
  }

  static func decompress(
    _ input: UnsafeRawBufferPointer, limit: Int, into output: inout InflatedBytes
  ) throws(CodecError) {
    guard let context = ZSTD_createDCtx() else { throw .failed(.zstd) }
    defer { ZSTD_freeDCtx(context) }
    ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, windowLog(limit: limit))
    var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    while true {
      let room = try output.room()
      let before = source.pos
      var target = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
      let hint = ZSTD_decompressStream(context, &target, &source)
      if ZSTD_isError(hint) != 0 {
        throw ccodecs_zstd_window_too_large(hint) != 0 ? .tooLarge(.zstd, limit: limit) : .corrupt(.zstd)
      }
      try output.advance(target.pos)
      let isAllRead = source.pos == source.size
      // Zero at the end of a frame, after which another may follow.
      if hint == 0 && isAllRead { return }
      if hint != 0 && isAllRead && target.pos < room.count { throw .corrupt(.zstd) }
      if source.pos == before && target.pos == 0 { throw .corrupt(.zstd) }
    }
  }

  /// The largest window that a frame may ask memory for: the limit, within what decoders are expected to take.
  private static func windowLog(limit: Int) -> Int32 {
    let log = Int32(truncatingIfNeeded: Int.bitWidth - 1 - max(limit, 1).leadingZeroBitCount)
    return min(max(log, windowLogs.lowerBound), windowLogs.upperBound)
  }
}
