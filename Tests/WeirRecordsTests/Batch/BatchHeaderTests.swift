import Testing
import WeirBase
import WeirRecords

struct BatchHeaderTests {
  private let header = BatchHeader(
    baseOffset: 0x0102_0304_0506_0708, length: 49, partitionLeaderEpoch: 0x1112_1314, crc: 0x2122_2324,
    attributes: 0x0054, lastOffsetDelta: 0x3132_3334, baseTimestamp: 0x4142_4344_4546_4748,
    maxTimestamp: 0x5152_5354_5556_5758, producerId: 0x6162_6364_6566_6768, producerEpoch: 0x7172,
    baseSequence: 0x0182_8384, recordCount: 0x1192_9394)

  @Test func fieldsLieWhereTheProtocolPutsThem() throws {
    let expected = [UInt8](
      hex: """
        0102030405060708 00000031 11121314 02 21222324 0054 31323334 4142434445464748 5152535455565758 \
        6162636465666768 7172 01828384 11929394
        """)
    var bytes = [UInt8](repeating: 0xff, count: 61)
    bytes.withUnsafeMutableBytes { header.write(into: $0) }
    #expect(bytes == expected)
    #expect(try WeirRecordsTests.header(of: expected) == header)
  }

  @Test func attributesAreTakenApart() {
    #expect(header.codec == .zstd && header.isTransactional && header.hasDeleteHorizon)
    #expect(!header.isControl && !header.usesLogAppendTime && header.isIdempotent)
    #expect(BatchHeader(attributes: 0x28).isControl && BatchHeader(attributes: 0x28).usesLogAppendTime)
    for id in Int16(5)...7 { #expect(BatchHeader(attributes: id).codec == nil) }
    #expect(!BatchHeader().isIdempotent)
  }

  @Test func offsetsAndSequencesFollowFromTheDeltas() {
    var header = BatchHeader(baseOffset: 100, lastOffsetDelta: 9, baseSequence: 5, recordCount: 10)
    #expect(header.lastOffset == 109 && header.nextOffset == 110 && header.lastSequence == 14)
    header.baseSequence = Int32.max - 4
    #expect(header.lastSequence == 4, "after 2^31 - 1 comes 0")
    header.baseSequence = -1
    #expect(header.lastSequence == -1)
  }

  @Test func sixtyBytesAreNotAHeader() {
    #expect(throws: BatchError.truncated(needed: 61, left: 60)) {
      try WeirRecordsTests.header(of: [UInt8](repeating: 0, count: 60))
    }
  }

  @Test func impossibleHeadersAreRefused() {
    expect(.badMagic(1)) { $0.magic = 1 }
    expect(.badMagic(0)) { $0.magic = 0 }
    expect(.badLength(48)) { $0.length = 48 }
    expect(.badLength(-1)) { $0.length = -1 }
    expect(.badRecordCount(-1)) { $0.recordCount = -1 }
    expect(.badLastOffsetDelta(-1)) { $0.lastOffsetDelta = -1 }
    expect(.badOffset(.max - 5)) {
      $0.baseOffset = .max - 5
      $0.lastOffsetDelta = 5
    }
  }

  private func expect(_ error: BatchError, _ change: (inout BatchHeader) -> Void) {
    #expect(throws: error) { try WeirRecordsTests.header(of: batch([], count: 1, change: change)) }
  }

  @Test func verifyNeedsTheWholeBatchAndItsChecksum() throws {
    let whole = batch([1, 2, 3], count: 1)
    let header = try WeirRecordsTests.header(of: whole)
    func verify(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try header.verify($0) } }
    try verify(whole)
    try verify(whole + [9, 9])
    #expect(throws: BatchError.truncated(needed: 64, left: 63)) { try verify(Array(whole.dropLast())) }
    #expect(throws: BatchError.self) { try verify(Array(whole.dropLast()) + [4]) }
  }
}
