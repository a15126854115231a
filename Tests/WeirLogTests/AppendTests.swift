import Testing
import WeirBase
import WeirRecords
import WeirSim

@testable import WeirLog

@Suite struct AppendTests {
  @Test(arguments: 0..<6) func whatIsAppendedIsReadWithOffsetsAndEpochStamped(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var fixture = Fixture(segmentBytes: 4_000)
    fixture.epoch = 7
    let log = try fixture.open()
    var expected: [[UInt8]] = []
    var next: Int64 = 0
    for _ in 0..<60 {
      let batch = random.batch()
      let appended = try log.append(batch)
      #expect(appended.baseOffset == next)
      expected.append(stamped(batch, offset: next, epoch: 7))
      next = appended.nextOffset
      #expect(log.offsets.logEnd == next)
    }
    #expect(try log.batches(from: 0) == expected)
    #expect(log.segmentCount > 1)
    // From every offset: the batch that holds it and all behind.
    for (index, batch) in expected.enumerated() {
      let header = try header(batch)
      for offset in header.baseOffset...header.lastOffset {
        #expect(try log.batches(from: offset, bufferBytes: 3_000) == Array(expected[index...]))
      }
    }
    let reopened = try fixture.on(fixture.files.copy()).open()
    #expect(reopened.offlineReason == nil)
    #expect(try reopened.batches(from: 0) == expected)
  }

  @Test func logAppendTimeIsStampedWithARightChecksum() throws {
    let fixture = Fixture()
    let log = try fixture.open()
    let batch = makeBatch([5, 9, 7])
    let appended = try log.append(batch, logAppendTime: 123_456)
    #expect(appended.logAppendTime == 123_456)
    let read = try #require(try log.batch(at: 1))
    #expect(read == stamped(batch, offset: 0, logAppendTime: 123_456))
    let header = try header(read)
    #expect(header.usesLogAppendTime && header.maxTimestamp == 123_456)
    try read.withUnsafeBytes { try header.verify($0) }
    #expect(try log.find(timestamp: 10)?.timestamp == 123_456)
  }

  @Test func readsEndBeforeTheEndAskedFor() throws {
    let fixture = Fixture()
    let log = try fixture.open()
    for salt in 0..<5 { try log.append(makeBatch([1, 2], salt: UInt64(salt))) }
    #expect(try log.batches(from: 0, before: 4).count == 2)
    #expect(try log.batches(from: 0, before: 5).count == 3)
    #expect(try log.batches(from: 10).isEmpty)
    #expect(throws: ReadError.offsetOutOfRange(log.offsets)) { try log.batches(from: 11) }
    #expect(throws: ReadError.offsetOutOfRange(log.offsets)) { try log.batches(from: -1) }
  }

  @Test func aSmallBufferIsToldWhatTheBatchNeeds() throws {
    let fixture = Fixture()
    let log = try fixture.open()
    let batch = makeBatch([1], valueBytes: 500)
    try log.append(batch)
    for count in [0, 1, 60, 61, batch.count - 1] {
      var buffer = [UInt8](repeating: 0, count: count)
      let error = #expect(throws: ReadError.self) {
        try buffer.withUnsafeMutableBytes { try log.read(from: 0, before: 1, into: $0, cachedOnly: false) }
      }
      guard case .needsBytes(let bytes) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(bytes > count && bytes <= batch.count)
    }
  }

  @Test func segmentsRollBySizeAndTime() throws {
    var fixture = Fixture(segmentBytes: 300)
    fixture.config.segmentMillis = 1_000
    let log = try fixture.open()
    let batch = makeBatch([1], valueBytes: 30)
    try log.append(batch)
    try log.append(batch)
    #expect(log.segmentCount == 1)
    try log.append(batch)
    #expect(log.segmentCount == 2)
    fixture.clock.advance(millis: 999)
    try log.append(batch)
    #expect(log.segmentCount == 2)
    fixture.clock.advance(millis: 1)
    try log.append(batch)
    #expect(log.segmentCount == 3)
    #expect(throws: PartitionLog.AppendError.tooLarge) { try log.append(makeBatch([1], valueBytes: 400)) }
    #expect(log.isOnline)
  }

  @Test func aReopenedActiveSegmentRollsByItsAge() throws {
    var fixture = Fixture()
    fixture.config.segmentMillis = 1_000
    let log = try fixture.open()
    try log.append(makeBatch())
    log.close()
    let reopened = try fixture.open()
    fixture.clock.advance(millis: 1_001)
    try reopened.append(makeBatch())
    #expect(reopened.segmentCount == 2)
  }

  @Test func coldReadsWouldBlock() throws {
    let fixture = Fixture()
    let log = try fixture.open()
    try log.append(makeBatch())
    fixture.files.isCold = true
    var buffer = [UInt8](repeating: 0, count: 200)
    #expect(throws: ReadError.wouldBlock) {
      try buffer.withUnsafeMutableBytes { try log.read(from: 0, before: 1, into: $0, cachedOnly: true) }
    }
    #expect(try log.batches(from: 0).count == 1)
  }
}
