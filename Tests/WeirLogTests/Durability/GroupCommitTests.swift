import Synchronization
import Testing
import WeirBase
import WeirRecords
import WeirSim

@testable import WeirLog

/// What waiters are told, and when.
@Suite struct GroupCommitTests {
  final class Told: Sendable {
    private let results = Mutex<[Result<Void, LogError>]>([])
    var all: [Result<Void, LogError>] { results.withLock { $0 } }
    var successes: Int { all.filter { if case .success = $0 { true } else { false } }.count }
    var failures: Int { all.count - successes }
    func note(_ result: Result<Void, LogError>) { results.withLock { $0.append(result) } }
  }

  private func manual(segmentBytes: Int = 1 << 20) -> (Fixture, ManualRunner) {
    var fixture = Fixture(segmentBytes: segmentBytes)
    let runner = ManualRunner()
    fixture.runner = runner
    return (fixture, runner)
  }

  @Test func oneSyncServesAllWhoWait() throws {
    let (fixture, runner) = manual()
    let log = try fixture.open()
    let told = Told()
    for number in 0..<50 {
      let appended = try log.append(makeBatch(salt: UInt64(number)))
      log.whenDurable(appended.nextOffset, told.note)
    }
    let before = fixture.files.count(.sync)
    #expect(told.all.isEmpty && runner.pendingCount == 1 && log.offsets.durable == 0)
    runner.runAll()
    #expect(told.successes == 50 && fixture.files.count(.sync) == before + 1)
    #expect(log.offsets.durable == 50)
    log.whenDurable(50, told.note)
    #expect(told.successes == 51 && runner.pendingCount == 0)
  }

  @Test func durableIsNeverAheadOfTheSyncedImage() throws {
    var random = SeededRandom(seed: 1)
    let (fixture, runner) = manual(segmentBytes: 900)
    let log = try fixture.open()
    for _ in 0..<300 {
      switch random.int(0...3) {
      case 0: runner.runOne()
      case 1: log.whenDurable(log.offsets.logEnd) { _ in }
      default: try log.append(random.batch(recordsMax: 3, valueMax: 100))
      }
      let durable = log.offsets.durable
      var synced: Int64 = 0
      for name in fixture.names(".log") {
        for batch in try split(fixture.files.durableBytes(fixture.path(name)) ?? []) {
          let header = try header(batch)
          if header.baseOffset == synced, (try? batch.withUnsafeBytes { try header.verify($0) }) != nil {
            synced = header.nextOffset
          }
        }
      }
      #expect(durable <= synced)
    }
    #expect(log.segmentCount > 3)
  }

  @Test func theOldSegmentIsSyncedBeforeItsSuccessorCounts() throws {
    let (fixture, runner) = manual(segmentBytes: 200)
    let log = try fixture.open()
    let told = Told()
    for number in 0..<5 { try log.append(makeBatch([1, 2, 3], salt: UInt64(number))) }
    #expect(log.segmentCount == 5)
    log.whenDurable(15, told.note)
    // The third of the five cannot be synced: nothing behind it may count.
    fixture.files.inject(Fault(.sync, suffix: "00000000000000000006.log"))
    runner.runAll()
    #expect(told.failures == 1 && told.successes == 0 && log.offsets.durable == 0)
    #expect(fixture.names.contains("sync-failed"))
  }

  @Test func aNewSegmentsNameIsDurableBeforeItsRecordsCount() throws {
    let (fixture, runner) = manual()
    let log = try fixture.open()
    try log.append(makeBatch())
    log.whenDurable(1) { _ in }
    runner.runAll()
    let after = fixture.on(fixture.files.powerCut(seed: 3))
    #expect(try after.open().batches(from: 0).count == 1)
  }

  @Test func aFailedSyncIsFinal() throws {
    let (fixture, runner) = manual()
    let log = try fixture.open()
    let told = Told()
    try log.append(makeBatch([1], salt: 1))
    log.whenDurable(1, told.note)
    runner.runAll()
    try log.append(makeBatch([1], salt: 2))
    log.whenDurable(2, told.note)
    fixture.files.inject(Fault(.sync, suffix: ".log"))
    runner.runAll()
    #expect(told.successes == 1 && told.failures == 1)
    let reason = try #require(log.offlineReason)
    #expect(reason.contains("offset 1"))
    #expect(throws: PartitionLog.AppendError.offline(reason)) { try log.append(makeBatch()) }
    log.whenDurable(1, told.note)
    #expect(told.failures == 2)
    #expect(throws: LogError.offline(reason)) { try log.flush() }
    #expect(!log.close())
    // The page cache has the second batch, whole and sound; only what was vouched for before is trusted.
    let again = try fixture.on(fixture.files.copy()).open()
    #expect(again.offsets == LogOffsets(logStart: 0, logEnd: 1, durable: 1))
    // The mark is gone with it, durably, and so the log lives on.
    let later = fixture.on(fixture.files.copy())
    _ = try later.open()
    let last = try later.on(later.files.powerCut(seed: 1)).open()
    #expect(last.offsets.logEnd == 1)
    try last.append(makeBatch())
  }

  /// The mark itself could not be written: then what is kept is written anew, not believed to be on the disk.
  @Test func aFailedSyncThatLeftNoMarkLosesNothingLater() throws {
    for seed: UInt64 in 0..<40 {
      let (fixture, runner) = manual()
      let log = try fixture.open()
      try log.append(makeBatch([1], valueBytes: 2_000))
      log.whenDurable(1) { _ in }
      fixture.files.inject(Fault(.sync, suffix: ".log"))
      fixture.files.inject(Fault(.open, suffix: "sync-failed"))
      runner.runAll()
      #expect(!log.isOnline && !fixture.names.contains("sync-failed"))
      let again = try fixture.open()
      #expect(again.offsets.durable == 1)
      #expect(try fixture.on(fixture.files.powerCut(seed: seed)).open().offsets.logEnd == 1)
    }
  }

  @Test func whatNobodyWaitsForIsSyncedInTime() throws {
    let (fixture, runner) = manual()
    let log = try fixture.open()
    try log.append(makeBatch())
    fixture.scheduler.advance(millis: 999)
    #expect(runner.pendingCount == 0)
    fixture.scheduler.advance(millis: 1)
    runner.runAll()
    #expect(log.offsets.durable == 1)
  }

  /// Appended while a round is at work, which does not cover it any more.
  @Test func whatComesDuringARoundIsSyncedInTimeToo() throws {
    let (fixture, runner) = manual()
    let log = try fixture.open()
    try log.append(makeBatch())
    log.whenDurable(1) { _ in
      _ = try? log.append(makeBatch())
    }
    runner.runAll()
    #expect(log.offsets == LogOffsets(logStart: 0, logEnd: 2, durable: 1))
    fixture.scheduler.advance(millis: 2_000)
    runner.runAll()
    #expect(log.offsets.durable == 2)
  }

  @Test func flushMessagesAsksForASync() throws {
    var (fixture, runner) = manual()
    fixture.config.flushMessages = 3
    let log = try fixture.open()
    try log.append(makeBatch([1, 2]))
    #expect(runner.pendingCount == 0)
    try log.append(makeBatch())
    #expect(runner.pendingCount == 1)
    runner.runAll()
    #expect(log.offsets.durable == 3)
  }

  /// Waiting for what is not appended yet neither spins nor forgets.
  @Test func waitingBeyondTheEndIsAnsweredWhenItComes() throws {
    let (fixture, runner) = manual()
    let log = try fixture.open()
    let told = Told()
    log.whenDurable(2, told.note)
    runner.runAll()
    try log.append(makeBatch())
    runner.runAll()
    #expect(told.all.isEmpty)
    try log.append(makeBatch())
    runner.runAll()
    #expect(told.successes == 1)
  }

  @Test func aMemoryLogAcknowledgesAtOnceAndStillSyncs() throws {
    var (fixture, runner) = manual()
    fixture.config.isDurable = false
    let log = try fixture.open()
    let told = Told()
    let appended = try log.append(makeBatch())
    log.whenDurable(appended.nextOffset, told.note)
    #expect(told.successes == 1 && log.offsets.durable == 1)
    fixture.scheduler.advance(millis: 1_000)
    runner.runAll()
    #expect(fixture.files.durableBytes(fixture.path("00000000000000000000.log"))?.isEmpty == false)
  }
}
