import Testing
import WeirBase
import WeirRecords
import WeirSim

@testable import WeirLog

/// Searches by time against a plain list of all records.
@Suite struct TimestampTests {
  struct Known {
    var offset: Int64
    var timestamp: Int64
  }

  @Test(arguments: 0..<12) func searchesAgreeWithAList(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var fixture = Fixture(segmentBytes: random.int(400...6_000))
    fixture.config.indexIntervalBytes = random.int(1...2_000)
    fixture.epoch = 5
    var log = try fixture.open()
    var known: [Known] = []
    for _ in 0..<random.int(1...80) {
      let wall = Int64(1_000 + known.count * 10)
      let times = (0..<random.int(1...6)).map { _ in wall + Int64(random.int(-300...300)) }
      let codecs: [Codec] = [.none, .gzip, .lz4, .zstd, .snappy]
      let batch = makeBatch(times, codec: codecs[random.int(0...4)], salt: random.next())
      let appendTime: Int64? = random.chance(10) ? wall : nil
      let base = try log.append(batch, logAppendTime: appendTime).baseOffset
      known += times.enumerated().map { Known(offset: base + Int64($0), timestamp: appendTime ?? $1) }
    }
    try check(log, known, &random)
    let start = Int64(random.int(0...known.count))
    #expect(try log.deleteRecords(before: start) == start)
    known.removeAll { $0.offset < start }
    try check(log, known, &random)
    if random.chance(50) { log.close() }
    log = try fixture.on(fixture.files.copy()).open()
    try check(log, known, &random)
    try log.append(makeBatch([99_999, 5]))
    known += [
      Known(offset: log.offsets.logEnd - 2, timestamp: 99_999), Known(offset: log.offsets.logEnd - 1, timestamp: 5),
    ]
    try check(log, known, &random)
  }

  private func check(_ log: PartitionLog, _ known: [Known], _ random: inout SeededRandom) throws {
    for _ in 0..<40 {
      let asked = Int64(random.int(0...3_000))
      let expected = known.first { $0.timestamp >= asked }
      let found = try log.find(timestamp: asked)
      #expect(found?.offset == expected?.offset && found?.timestamp == expected?.timestamp, "asked \(asked)")
      #expect(found == nil || found?.leaderEpoch == 5)
    }
    let largest = known.map(\.timestamp).max()
    let expected = known.first { $0.timestamp == largest }
    let found = try log.maxTimestamp()
    #expect(found?.offset == expected?.offset && found?.timestamp == expected?.timestamp)
  }

  @Test func anEmptyOrOfflineLogHasNoTimes() throws {
    let fixture = Fixture()
    let log = try fixture.open()
    #expect(try log.find(timestamp: 0) == nil)
    #expect(try log.maxTimestamp() == nil)
    log.close()
    #expect(throws: ReadError.offline("closed")) { try log.maxTimestamp() }
    #expect(throws: ReadError.offline("closed")) { try log.find(timestamp: 0) }
  }
}
