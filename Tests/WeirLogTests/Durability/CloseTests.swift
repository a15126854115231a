import Testing
import WeirBase
import WeirRecords
import WeirSim

@testable import WeirLog

/// The end of a log in this process.
@Suite struct CloseTests {
  @Test func closingKeepsEverythingAndMakesTheNextStartCheap() throws {
    let fixture = Fixture(segmentBytes: 400)
    let log = try fixture.open()
    for number in 0..<10 { try log.append(makeBatch([1, 2], producer: 4, sequence: Int32(number * 2))) }
    #expect(log.close())
    #expect(log.offlineReason == "closed")
    let cut = fixture.on(fixture.files.powerCut(seed: 5))
    let again = try cut.open()
    #expect(again.offsets == LogOffsets(logStart: 0, logEnd: 20, durable: 20))
    let quick = fixture.on(fixture.files.copy())
    let before = quick.files.count(.sync)
    _ = try quick.open()
    #expect(quick.files.count(.sync) == before)
    #expect(!quick.events.events.contains { $0.level >= .warning })
  }

  @Test func nothingIsAppendedOnceClosed() throws {
    let fixture = Fixture()
    let log = try fixture.open()
    #expect(log.close())
    #expect(throws: PartitionLog.AppendError.offline("closed")) { try log.append(makeBatch()) }
    #expect(!log.close())
  }

  @Test func waitersOfADeletedLogAreTold() throws {
    var fixture = Fixture()
    let runner = ManualRunner()
    fixture.runner = runner
    let log = try fixture.open()
    let told = GroupCommitTests.Told()
    try log.append(makeBatch())
    log.whenDurable(1, told.note)
    try log.delete(into: "/graveyard")
    #expect(told.failures == 1)
    #expect(fixture.names.isEmpty)
    runner.runAll()
    #expect(told.all.count == 1)
  }

  /// A round that was under way when its log was deleted must not write into the log that took its place.
  @Test func aDeletedLogLeavesItsSuccessorAlone() throws {
    var fixture = Fixture(segmentBytes: 200)
    let runner = ManualRunner()
    fixture.runner = runner
    let old = try fixture.open()
    for number in 0..<6 { try old.append(makeBatch([1, 2, 3], salt: UInt64(number))) }
    old.whenDurable(18) { _ in }
    try old.delete(into: "/graveyard")
    let successor = try fixture.open(topicID: UUID128(high: 7, low: 7))
    #expect(successor.offsets.logEnd == 0)
    try successor.append(makeBatch())
    let before = fixture.files.contents
    runner.runAll()
    #expect(fixture.files.contents == before)
    // The same, with the deletion in the middle of the round.
    let next = try fixture.on(InMemoryFileSystem()).openForDeletionInARound()
    #expect(next.isEmpty)
  }
}

extension Fixture {
  /// Deletes a log while its round runs, puts another in its place, and returns what the rest of the round changed
  /// there.
  fileprivate func openForDeletionInARound() throws -> [String] {
    let files = self.files
    let runner = ManualRunner()
    var fixture = self
    fixture.runner = runner
    let old = try fixture.open()
    for number in 0..<3 { try old.append(makeBatch([1, 2, 3], salt: UInt64(number))) }
    let other = UUID128(high: 7, low: 7)
    old.whenDurable(9) { [fixture] _ in
      try? old.delete(into: "/graveyard")
      _ = try? fixture.open(topicID: other)
    }
    runner.runAll()
    let fresh = Fixture()
    _ = try fresh.open(topicID: other)
    return fixture.names.filter { files.contents[fixture.path($0)] != fresh.files.contents[fresh.path($0)] }
  }
}
