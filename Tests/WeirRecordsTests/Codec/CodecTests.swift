import Testing
import WeirRecords

struct CodecTests {
  private func roundTrip(_ input: [UInt8], _ codec: Codec, level: Int? = nil) throws -> [UInt8] {
    let packed = try input.withUnsafeBytes { try codec.compress($0, level: level) }
    return try packed.withUnsafeBytes { try codec.decompress($0, limit: input.count) }
  }

  @Test(arguments: Codec.allCases) func whatGoesInComesOut(_ codec: Codec) throws {
    var random = SplitMix64(seed: 1)
    for count in [0, 1, 2, 100, 4_095, 4_096, 4_097, 32_767, 32_768, 32_769, 65_536, 65_537, 200_000, 1_000_000] {
      let noise = random.bytes(count)
      #expect(try roundTrip(noise, codec) == noise)
      #expect(try roundTrip([UInt8](repeating: 9, count: count), codec).count == count)
    }
  }

  @Test(arguments: Codec.allCases) func everyLevelWorks(_ codec: Codec) throws {
    guard let levels = codec.levels else {
      #expect(codec.defaultLevel == nil)
      return
    }
    for level in [levels.lowerBound, 1, 2, 3, 9, levels.upperBound] {
      #expect(try roundTrip(foreignText, codec, level: level) == foreignText)
    }
    for level in [levels.lowerBound - 1, levels.upperBound + 1, .min, .max] {
      #expect(throws: CodecError.badLevel(codec, level)) { try roundTrip(foreignText, codec, level: level) }
    }
    #expect(codec.defaultLevel.map { levels.contains($0) } == true)
  }

  @Test func namesAreKafkas() {
    #expect(Codec.allCases.map(\.name) == ["none", "gzip", "snappy", "lz4", "zstd"])
    for codec in Codec.allCases { #expect(Codec(name: codec.name) == codec) }
    #expect(Codec(name: "GZIP") == nil && Codec(name: "producer") == nil)
  }

  @Test func snappyIsWrittenInXerialsFraming() throws {
    let packed = try foreignText.withUnsafeBytes { try Codec.snappy.compress($0) }
    #expect(packed.starts(with: [0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]))
  }

  @Test func lz4IsWrittenAsKafkasJavaClientReadsIt() throws {
    let packed = try [UInt8](repeating: 1, count: 300_000).withUnsafeBytes { try Codec.lz4.compress($0) }
    // Version 1, blocks that stand alone, no checksums, no content size; blocks of 64 KiB.
    #expect(packed.starts(with: [0x04, 0x22, 0x4d, 0x18, 0x60, 0x40]))
  }

  @Test(arguments: foreignFrames) func everyLegalFormIsRead(_ frame: ForeignFrame) throws {
    let packed = [UInt8](hex: frame.hex)
    let output = try packed.withUnsafeBytes { try frame.codec.decompress($0, limit: 128 << 20) }
    #expect(output == foreignText)
  }

  @Test(arguments: foreignFrames) func theLimitIsExact(_ frame: ForeignFrame) throws {
    let packed = [UInt8](hex: frame.hex)
    guard frame.form != "a window of 128 MiB" else { return }
    for limit in [0, 1, foreignText.count - 1] {
      #expect(throws: CodecError.tooLarge(frame.codec, limit: limit)) {
        try packed.withUnsafeBytes { try frame.codec.decompress($0, limit: limit) }
      }
    }
    #expect(try packed.withUnsafeBytes { try frame.codec.decompress($0, limit: foreignText.count) } == foreignText)
  }

  @Test(arguments: foreignFrames) func cutFramesAreErrors(_ frame: ForeignFrame) {
    let packed = [UInt8](hex: frame.hex)
    var whole = 0
    for count in 0..<packed.count {
      let cut = packed[..<count]
      let output = try? Array(cut).withUnsafeBytes { try frame.codec.decompress($0, limit: 128 << 20) }
      guard let output else { continue }
      // A cut after a front, a chunk or a member leaves something whole.
      #expect(foreignText.starts(with: output) && output.count < foreignText.count)
      whole += 1
    }
    #expect(whole <= 3)
  }

  @Test(arguments: foreignFrames) func bytesAfterTheLastFrameAreAnError(_ frame: ForeignFrame) {
    let packed = [UInt8](hex: frame.hex) + [1, 2, 3, 4, 5]
    #expect(throws: CodecError.self) {
      try packed.withUnsafeBytes { try frame.codec.decompress($0, limit: 128 << 20) }
    }
  }
}
