import CCodecs
import WeirBase

/// Snappy, bare or in the framing of Xerial's snappy-java, which Kafka's Java client made the rule: eight bytes of
/// magic, two version numbers, then chunks of [length: int32][bare snappy].
enum Snappy {
  private static let magic: [UInt8] = [0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]
  /// The magic's first four bytes as a chunk's length: there another stream begins.
  private static let magicAsLength = Int32(bitPattern: 0x8253_4e41)
  private static let versionBytes = 8
  /// What snappy-java puts into a chunk.
  private static let chunkBytes = 32 << 10
  /// Three bytes can stand for 64 at most, so a block that claims more than this many times its size lies.
  private static let ratioMax = 22

  static func compress(_ input: UnsafeRawBufferPointer) throws(CodecError) -> [UInt8] {
    let chunks = (input.count &+ chunkBytes &- 1) / chunkBytes
    let bound = magic.count + versionBytes + chunks * (4 + snappy_max_compressed_length(chunkBytes))
    let output = Codec.array(capacity: bound) { room in
      room.copyBytes(from: magic)
      var written = magic.count
      for _ in 0..<2 {
        room.storeBytes(of: UInt32(1).bigEndian, toByteOffset: written, as: UInt32.self)
        written += 4
      }
      for start in stride(from: 0, to: input.count, by: chunkBytes) {
        let chunk = input[start..<min(start + chunkBytes, input.count)]
        let target = UnsafeMutableRawBufferPointer(rebasing: room[(written + 4)...])
        guard let count = compressBlock(UnsafeRawBufferPointer(rebasing: chunk), into: target) else { return nil }
        room.storeBytes(of: UInt32(truncatingIfNeeded: count).bigEndian, toByteOffset: written, as: UInt32.self)
        written += 4 + count
      }
      return written
    }
    guard let output else { throw .failed(.snappy) }
    return output
  }

  private static func compressBlock(
    _ input: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) -> Int? {
    var count = target.count
    let status = snappy_compress(
      input.assumingMemoryBound(to: CChar.self).baseAddress, input.count,
      target.assumingMemoryBound(to: CChar.self).baseAddress, &count)
    return status == SNAPPY_OK ? count : nil
  }

  static func decompress(_ input: UnsafeRawBufferPointer, into output: inout InflatedBytes) throws(CodecError) {
    guard input.starts(with: magic) else { return try decompressBlock(input, into: &output) }
    var reader = ByteReader(input)
    do throws(ByteError) { try reader.skip(magic.count + versionBytes) } catch { throw .corrupt(.snappy) }
    while reader.left > 0 {
      if let chunk = try nextChunk(&reader) { try decompressBlock(chunk, into: &output) }
    }
  }

  /// Nil where, instead of a chunk, another stream's front was read.
  private static func nextChunk(_ reader: inout ByteReader) throws(CodecError) -> UnsafeRawBufferPointer? {
    do throws(ByteError) {
      let length: Int32 = try reader.integer()
      if length == magicAsLength {
        let rest = try reader.slice(magic.count - 4)
        guard rest.elementsEqual(magic[4...]) else { throw .badLength(Int(length)) }
        try reader.skip(versionBytes)
        return nil
      }
      return try reader.slice(Int(length))
    } catch { throw .corrupt(.snappy) }
  }

  private static func decompressBlock(
    _ block: UnsafeRawBufferPointer, into output: inout InflatedBytes
  ) throws(CodecError) {
    let source = block.assumingMemoryBound(to: CChar.self).baseAddress
    var count = 0
    guard snappy_uncompressed_length(source, block.count, &count) == SNAPPY_OK else { throw .corrupt(.snappy) }
    guard count / ratioMax <= block.count else { throw .corrupt(.snappy) }
    let room = try output.room(count)
    var written = room.count
    let target = room.assumingMemoryBound(to: CChar.self).baseAddress
    guard snappy_uncompress(source, block.count, target, &written) == SNAPPY_OK else { throw .corrupt(.snappy) }
    try output.advance(written)
  }
}
