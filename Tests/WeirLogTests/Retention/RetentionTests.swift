import Synchronization
import Testing
import WeirBase
import WeirRecords
import WeirSim

@testable import WeirLog

@Suite struct RetentionTests {
  /// Eight segments of three records and 106 or so bytes, a second apart.
  private func segments(_ change: (inout LogConfig) -> Void = { _ in }) throws -> (Fixture, PartitionLog) {
    var fixture = Fixture(segmentBytes: 130)
    change(&fixture.config)
    let log = try fixture.open()
    for number in 0..<8 {
      let now = fixture.clock.wallMillis()
      try log.append(makeBatch([now, now + 1, now], salt: UInt64(number)))
      fixture.clock.advance(millis: 1_000)
    }
    try log.flush()
    #expect(log.segmentCount == 8)
    return (fixture, log)
  }

  @Test func oldSegmentsGoByTime() throws {
    let (fixture, log) = try segments { $0.retentionMillis = 5_500 }
    let gone = log.applyRetention()
    #expect(
      gone
        == ["00000000000000000000.log", "00000000000000000003.log", "00000000000000000006.log"].map { fixture.path($0) }
    )
    #expect(log.offsets.logStart == 9 && log.segmentCount == 5)
    #expect(throws: ReadError.offsetOutOfRange(log.offsets)) { try log.batches(from: 8) }
    #expect(try log.batches(from: 9).count == 5)
    // The files have another name at once and go after the delay.
    #expect(fixture.names(".log").count == 5 && fixture.names(".log.deleted").count == 3)
    fixture.scheduler.advance(millis: 60_000)
    #expect(fixture.names(".deleted").isEmpty)
    #expect(log.applyRetention().isEmpty)
    #expect(try fixture.on(fixture.files.powerCut(seed: 2)).open().offsets.logStart == 9)
  }

  @Test func theActiveSegmentIsClosedWhenAllOfItIsOld() throws {
    let (fixture, log) = try segments { $0.retentionMillis = 5_500 }
    fixture.clock.advance(millis: 100_000)
    #expect(log.applyRetention().count == 8)
    #expect(log.offsets == LogOffsets(logStart: 24, logEnd: 24, durable: 24))
    for disk in [fixture.files.copy(), fixture.files.powerCut(seed: 3), fixture.files.powerCut(seed: 4)] {
      let again = try fixture.on(disk).open()
      #expect(again.offlineReason == nil)
      #expect(again.offsets == LogOffsets(logStart: 24, logEnd: 24, durable: 24))
      #expect(try again.append(makeBatch()).baseOffset == 24)
      #expect(again.close())
      #expect(try fixture.on(disk.copy()).open().offsets.logEnd == 25)
    }
    #expect(try log.append(makeBatch()).baseOffset == 24)
  }

  @Test func segmentsGoBySize() throws {
    let (_, log) = try segments()
    let segmentBytes = log.sizeBytes / 8
    var config = LogConfig()
    config.retentionMillis = -1
    config.retentionBytes = segmentBytes * 3
    log.update(config)
    #expect(log.applyRetention().count == 5)
    #expect(log.sizeBytes == segmentBytes * 3 && log.offsets.logStart == 15)
    config.retentionBytes = 0
    log.update(config)
    // The active one always stays.
    #expect(log.applyRetention().count == 2)
    #expect(log.segmentCount == 1 && log.offsets.logEnd == 24)
  }

  @Test func compactedTopicsKeepTheirOldSegments() throws {
    let (fixture, log) = try segments {
      $0.retentionMillis = 1
      $0.deletesOldSegments = false
    }
    fixture.clock.advance(millis: 100_000)
    #expect(log.applyRetention().isEmpty && log.offsets.logStart == 0)
  }

  /// The age of what a restart found is that of all its records, not of those behind the durable point.
  @Test func aReopenedSegmentIsAsYoungAsItsYoungestRecord() throws {
    var fixture = Fixture()
    fixture.config.retentionMillis = 10_000
    let log = try fixture.open()
    let now = fixture.clock.wallMillis()
    try log.append(makeBatch([now + 50_000], salt: 1))
    try log.flush()
    try log.append(makeBatch([now - 50_000], salt: 2))
    let again = try fixture.on(fixture.files.copy()).open()
    fixture.clock.advance(millis: 20_000)
    #expect(again.offsets.logEnd == 2)
    #expect(again.applyRetention().isEmpty && again.segmentCount == 1)
    fixture.clock.advance(millis: 50_000)
    #expect(again.applyRetention().count == 1)
  }

  @Test func deletedRecordsStayDeleted() throws {
    let (fixture, log) = try segments()
    #expect(try log.deleteRecords(before: 10) == 10)
    #expect(log.offsets.logStart == 10 && log.segmentCount == 5)
    // Never back.
    #expect(try log.deleteRecords(before: 4) == 10)
    for seed: UInt64 in 0..<20 {
      let again = try fixture.on(fixture.files.powerCut(seed: seed)).open()
      #expect(again.offsets == LogOffsets(logStart: 10, logEnd: 24, durable: 24))
      #expect(try again.batches(from: 10).count == 5)
    }
    #expect(try log.deleteRecords(before: 1_000) == 24)
    #expect(log.segmentCount == 1)
    #expect(try fixture.on(fixture.files.powerCut(seed: 1)).open().offsets.logStart == 24)
  }

  @Test func recordsOfAMemoryTopicAreDeletedUpToTheEndAskedFor() throws {
    var fixture = Fixture()
    fixture.config.isDurable = false
    let log = try fixture.open()
    try log.append(makeBatch([1, 2, 3]))
    #expect(try log.deleteRecords(before: 3) == 3)
  }

  @Test func whereTheStartCannotBeStoredNothingGoes() throws {
    let (fixture, log) = try segments()
    fixture.files.inject(Fault(.write, times: 2, suffix: "checkpoint"))
    #expect(throws: LogError.self) { try log.deleteRecords(before: 12) }
    #expect(log.offsets.logStart == 0 && log.segmentCount == 8)
    #expect(try log.batches(from: 0).count == 8)
    fixture.files.heal()
    #expect(try log.deleteRecords(before: 12) == 12)
  }

  /// A reader at work keeps the file that it reads.
  @Test func readersOutliveSegments() throws {
    let (fixture, log) = try segments()
    let plan = log.state.withLock { state in try? state.segments[0].file() }
    _ = try log.deleteRecords(before: 24)
    fixture.scheduler.advance(millis: 60_000)
    #expect(try plan?.read(61, at: 0).count == 61)
  }
}
