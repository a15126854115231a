import Testing
import WeirBase
import WeirRecords

struct RecordReaderTests {
  private func fault(_ section: [UInt8], count: Int32 = 1, index: Int = 0) -> RecordFault? {
    guard case .badRecord(index, let fault) = error(reading: batch(section, count: count)) else { return nil }
    return fault
  }

  @Test func aPlainRecordIsRead() throws {
    let section = record(timestampDelta: -3, keyLength: 1, key: [7], valueLength: 0)
    #expect(try read(batch(section, count: 1)).get() == [Record(offset: 0, timestamp: 997, key: [7], value: [])])
  }

  @Test func aTimestampThatOverflowsIsAnError() {
    #expect(fault(record(timestampDelta: .max)) == .badTimestampDelta(.max))
    let early = batch(record(timestampDelta: -2), count: 1) { $0.baseTimestamp = .min + 1 }
    #expect(error(reading: early) == .badRecord(index: 0, .badTimestampDelta(-2)))
  }

  @Test func offsetDeltasRiseWithinTheHeaders() {
    #expect(fault(record(offsetDelta: -1)) == .badOffsetDelta(-1))
    #expect(fault(record(offsetDelta: 1)) == .badOffsetDelta(1))
    #expect(fault(record() + record(), count: 2, index: 1) == .badOffsetDelta(0))
    let gaps = batch(record(offsetDelta: 3) + record(offsetDelta: 9), count: 2) { $0.lastOffsetDelta = 10 }
    #expect((try? read(gaps).get())?.map(\.offset) == [3, 9], "compaction leaves gaps")
  }

  @Test func aRecordsLengthIsTheBytesItUses() {
    #expect(fault(record(rest: [0])) == .badLength(stated: 7, used: 6))
    #expect(fault(record(stated: 5)) == .truncated)
    #expect(fault(record(stated: 200)) == .truncated)
    #expect(fault(record(stated: -1)) == .badFieldLength(-1))
    #expect(fault([0x80, 0x80, 0x80, 0x80, 0x80, 0x80]) == .badVarint)
  }

  @Test func fieldLengthsAreChecked() {
    #expect(fault(record(keyLength: -2)) == .badFieldLength(-2))
    #expect(fault(record(valueLength: -2)) == .badFieldLength(-2))
    #expect(fault(record(keyLength: 1 << 30)) == .truncated)
    #expect(fault(record(headerCount: -1)) == .badFieldLength(-1))
    #expect(fault(record(headerCount: 1 << 30)) == .badFieldLength(1 << 30))
    #expect(fault(record(headerCount: 1, rest: [1, 1])) == .badFieldLength(-1), "a header's key is never null")
    #expect(fault(record(headerCount: 1, rest: [0, 3])) == .badFieldLength(-2))
  }

  @Test func theCountMustMatch() {
    let one = record()
    #expect(fault(one, count: 2, index: 1) == .truncated)
    #expect(error(reading: batch(one + one, count: 1)) == .trailingBytes(one.count))
    #expect(error(reading: batch([], count: .max)) == .badRecord(index: 0, .truncated))
  }

  @Test func unknownCompressionIsNamed() {
    #expect(error(reading: batch(record(), codec: 6, count: 1)) == .unknownCodec(6))
  }

  @Test func headersAreWalkedWithoutCopies() throws {
    let whole = build([
      Record(headers: [.init(key: "a", value: nil), .init(key: "", value: []), .init(key: "a", value: [1, 2])])
    ])
    try whole.withUnsafeBytes { bytes in
      var reader = try RecordReader(batch: bytes, header: try BatchHeader.parse(bytes), decompressedLimit: limit)
      let view = try #require(try reader.next())
      #expect(view.headers.count == 3)
      #expect(view.headers.map { Array($0.key) } == [[97], [], [97]])
      #expect(view.headers.map { $0.value.map { Array($0) } } == [nil, [], [1, 2]])
      #expect(try reader.next() == nil)
      #expect(try reader.next() == nil)
    }
  }

  @Test func aHeaderKeyThatIsNotTextIsMendedInTheCopy() throws {
    let section = record(headerCount: 1, rest: [2, 0xff, 1])
    #expect(try read(batch(section, count: 1)).get().first?.headers == [.init(key: "\u{fffd}", value: nil)])
  }

  @Test func bytesAfterTheBatchAreLeftAlone() throws {
    let whole = build(goldenRecords) + [1, 2, 3]
    #expect(try read(whole).get() == goldenRecords)
  }
}

struct ControlRecordTests {
  private func parse(_ key: [UInt8]?) -> ControlRecord? {
    guard let key else { return ControlRecord(key: nil) }
    return key.withUnsafeBytes { ControlRecord(key: $0) }
  }

  @Test func typesAreTold() {
    #expect(parse([0, 0, 0, 0]) == .abort)
    #expect(parse([0, 0, 0, 1]) == .commit)
    #expect(parse([0, 1, 0, 1, 9]) == .commit, "later versions may add fields")
    #expect(parse([0, 0, 0, 5]) == .other(5))
  }

  @Test func otherKeysAreNot() {
    #expect(parse(nil) == nil)
    #expect(parse([]) == nil)
    #expect(parse([0, 0, 0]) == nil)
    #expect(parse([0xff, 0xff, 0, 1]) == nil)
  }
}
