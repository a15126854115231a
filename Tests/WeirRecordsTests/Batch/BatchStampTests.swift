import Testing
import WeirRecords

struct BatchStampTests {
  @Test func placeChangesOffsetAndEpochAlone() throws {
    let before = build(goldenRecords)
    var after = before
    after.withUnsafeMutableBytes { BatchStamp.place($0, baseOffset: 7_000_000_000, leaderEpoch: 12) }
    #expect(after != before)
    #expect(after[8..<12] == before[8..<12] && after[16...] == before[16...])
    let header = try header(of: after)
    #expect(header.baseOffset == 7_000_000_000 && header.partitionLeaderEpoch == 12)
    #expect(try read(after).get().map(\.offset) == [7_000_000_000, 7_000_000_001, 7_000_000_002, 7_000_000_003])
  }

  @Test(arguments: Codec.allCases) func logAppendTimeIsUnderTheChecksum(_ codec: Codec) throws {
    let before = build(goldenRecords, codec: codec)
    var front = Array(before[..<61])
    before.withUnsafeBytes { batch in
      let body = UnsafeRawBufferPointer(rebasing: batch[61...])
      front.withUnsafeMutableBytes { BatchStamp.setLogAppendTime($0, body: body, millis: 1_800_000_000_000) }
    }
    let after = front + before[61...]
    let header = try header(of: after)
    #expect(header.usesLogAppendTime && header.codec == codec && header.maxTimestamp == 1_800_000_000_000)
    let records = try read(after).get()
    #expect(records.map(\.timestamp) == Array(repeating: 1_800_000_000_000, count: 4))
    #expect(records.map(\.value) == goldenRecords.map(\.value))
  }
}
