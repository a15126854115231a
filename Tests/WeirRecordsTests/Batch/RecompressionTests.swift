import Testing
import WeirRecords

struct RecompressionTests {
  @Test(arguments: Codec.allCases, Codec.allCases) func recordsStayAsTheyAre(_ from: Codec, _ to: Codec) throws {
    let original = build(goldenRecords, codec: from, baseOffset: 500)
    let changed = try original.withUnsafeBytes { bytes in
      try BatchHeader.parse(bytes).recompressed(bytes, to: to, limit: limit)
    }
    var before = try header(of: original)
    let after = try header(of: changed)
    #expect(after.codec == to && after.totalBytes == changed.count)
    #expect(try read(changed).get() == read(original).get())
    before.attributes = after.attributes
    before.length = after.length
    before.crc = after.crc
    #expect(before == after)
  }

  @Test func theBoundHolds() {
    let original = build([Record(value: [UInt8](repeating: 0, count: 100_000))], codec: .zstd)
    #expect(throws: BatchError.codec(.tooLarge(.zstd, limit: 50_000))) {
      try original.withUnsafeBytes { bytes in
        try BatchHeader.parse(bytes).recompressed(bytes, to: .gzip, limit: 50_000)
      }
    }
  }
}
