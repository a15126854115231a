import CCodecs

/// LZ4's frame format, with what Kafka's Java client can read: blocks of 64 KiB that stand alone, no content checksum.
enum LZ4 {
  static func compress(_ input: UnsafeRawBufferPointer, level: Int32) throws(CodecError) -> [UInt8] {
    var preferences = LZ4F_preferences_t()
    preferences.frameInfo.blockSizeID = LZ4F_max64KB
    preferences.frameInfo.blockMode = LZ4F_blockIndependent
    preferences.frameInfo.contentChecksumFlag = LZ4F_noContentChecksum
    preferences.compressionLevel = libraryLevel(level)
    let bound = LZ4F_compressFrameBound(input.count, &preferences)
    let output = Codec.array(capacity: bound) { room in
      let count = LZ4F_compressFrame(room.baseAddress, room.count, input.baseAddress, input.count, &preferences)
      return LZ4F_isError(count) == 0 ? count : nil
    }
    guard let output else { throw .failed(.lz4) }
    return output
  }

  /// Kafka's level 9, its default, stands for the fast compressor (0 here); the others for the strong one, which in
  /// this library ends at 12.
  private static func libraryLevel(_ level: Int32) -> Int32 { level == 9 ? 0 : min(level, 12) }

  static func decompress(_ input: UnsafeRawBufferPointer, into output: inout InflatedBytes) throws(CodecError) {
    var created: OpaquePointer?
    let result = LZ4F_createDecompressionContext(&created, UInt32(LZ4F_VERSION))
    guard LZ4F_isError(result) == 0, let context = created else { throw .failed(.lz4) }
    defer { LZ4F_freeDecompressionContext(context) }
    var position = 0
    while true {
      let room = try output.room()
      var written = room.count
      var consumed = input.count &- position
      let hint = LZ4F_decompress(
        context, room.baseAddress, &written, input.baseAddress.map { $0 + position }, &consumed, nil)
      guard LZ4F_isError(hint) == 0 else { throw .corrupt(.lz4) }
      position &+= consumed
      try output.advance(written)
      let isAllRead = position == input.count
      // Zero at the end of a frame, after which another may follow.
      if hint == 0 && isAllRead { return }
      if hint != 0 && isAllRead && written < room.count { throw .corrupt(.lz4) }
      if consumed == 0 && written == 0 { throw .corrupt(.lz4) }
    }
  }
}
