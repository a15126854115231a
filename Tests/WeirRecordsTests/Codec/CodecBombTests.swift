import Glibc
import Testing
import WeirBase
import WeirRecords

/// Small input that claims or makes much output is refused, in little memory.
@Suite(.serialized) struct CodecBombTests {
  private static let limit = 8 << 20

  /// The most memory that the process has held, in bytes.
  private func peakBytes() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Int(usage.ru_maxrss) << 10
  }

  private func expectRefusal(_ packed: [UInt8], _ codec: Codec, _ expected: CodecError) {
    let before = peakBytes()
    #expect(throws: expected) { try packed.withUnsafeBytes { try codec.decompress($0, limit: Self.limit) } }
    // Other tests run beside this one, so the bound is loose; what is refused would take a gigabyte and more.
    #expect(peakBytes() - before < 256 << 20)
  }

  @Test(arguments: [Codec.gzip, .snappy, .lz4, .zstd]) func aStreamOfZerosIsCutOff(_ codec: Codec) throws {
    let zeros = try [UInt8](repeating: 0, count: 32 << 20).withUnsafeBytes { try codec.compress($0) }
    expectRefusal(zeros, codec, .tooLarge(codec, limit: Self.limit))
    // 64 such streams in a row: two gigabytes.
    let many = [[UInt8]](repeating: zeros, count: 64).flatMap { $0 }
    expectRefusal(many, codec, .tooLarge(codec, limit: Self.limit))
  }

  @Test func aZstdWindowBeyondTheLimitIsRefused() {
    // No content size, a window of 2^31 bytes, then one raw block that is never reached.
    expectRefusal([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x09, 0, 0, 65], .zstd, .tooLarge(.zstd, limit: Self.limit))
    // A single segment of 2^40 bytes.
    let segment: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 0, 1, 0, 0, 0x09, 0, 0, 65]
    expectRefusal(segment, .zstd, .tooLarge(.zstd, limit: Self.limit))
  }

  @Test func aZstdBlockOfOneRepeatedByteIsCutOff() {
    // Each block of four bytes stands for 128 KiB.
    var frame: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]
    for _ in 0..<16_384 { frame += [0x02, 0, 0x10, 65] }
    expectRefusal(frame, .zstd, .tooLarge(.zstd, limit: Self.limit))
  }

  @Test func aSnappyLengthThatCannotBeIsRefused() {
    // Claims 2^32 - 1 bytes, holds one.
    expectRefusal([0xff, 0xff, 0xff, 0xff, 0x0f, 0, 65], .snappy, .corrupt(.snappy))
    // Claims what its size could give, above the limit.
    var writer = ByteWriter()
    writer.unsignedVarint(9 << 20)
    writer.raw([UInt8](repeating: 0, count: 1 << 20))
    expectRefusal(writer.bytes, .snappy, .tooLarge(.snappy, limit: Self.limit))
  }

  @Test func anLZ4ContentSizeIsNotBelieved() {
    // 2^62 bytes by the header; the header's checksum is wrong, and nothing follows.
    let frame: [UInt8] = [0x04, 0x22, 0x4d, 0x18, 0x68, 0x70, 0, 0, 0, 0, 0, 0, 0, 0x40, 0x00]
    expectRefusal(frame, .lz4, .corrupt(.lz4))
  }

  @Test(arguments: [Codec.gzip, .snappy, .lz4, .zstd]) func readersHoldTheBoundToo(_ codec: Codec) {
    let whole = build([Record(value: [UInt8](repeating: 0, count: 12 << 20))], codec: codec)
    #expect(error(reading: whole, limit: Self.limit) == .codec(.tooLarge(codec, limit: Self.limit)))
    #expect(error(reading: whole, limit: 16 << 20) == nil)
  }
}
