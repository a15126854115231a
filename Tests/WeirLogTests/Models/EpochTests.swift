import Testing
import WeirBase
import WeirRecords
import WeirSim

@testable import WeirLog

@Suite struct EpochTests {
  /// Against a list of every record's epoch.
  @Test(arguments: 0..<10) func historyAgreesWithAList(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var history = EpochHistory()
    var epochs: [Int32] = []
    var epoch: Int32 = 0
    for _ in 0..<100 {
      if random.chance(20) { epoch += Int32(random.int(1...3)) }
      history.note(epoch, at: Int64(epochs.count))
      epochs += Array(repeating: epoch, count: random.int(1...4))
    }
    let start = random.int(0...epochs.count - 1)
    if random.chance(50) { history.trim(before: Int64(start)) }
    for offset in start..<epochs.count { #expect(history.epoch(at: Int64(offset)) == epochs[offset]) }
    let logEnd = Int64(epochs.count)
    for asked in epochs[start]..<epoch {
      let largest = epochs.last { $0 <= asked }
      let end = epochs.firstIndex { $0 > asked }.map(Int64.init) ?? logEnd
      let answer = history.end(of: asked, current: epoch, logEnd: logEnd)
      #expect(answer.epoch == largest && answer.endOffset == end)
    }
    #expect(history.end(of: epoch, current: epoch, logEnd: logEnd) == (epoch, logEnd))
    #expect(history.end(of: epoch + 1, current: epoch, logEnd: logEnd) == (-1, -1))
    #expect(history.end(of: -1, current: epoch, logEnd: logEnd) == (-1, -1))
    let cut = Int64(random.int(start...epochs.count - 1))
    history.truncate(to: cut)
    #expect(history.entries.allSatisfy { $0.start < cut })
  }

  @Test func epochsAreKnownAfterRestarts() throws {
    var fixture = Fixture(segmentBytes: 250)
    for epoch in [0, 2, 3, 7] as [Int32] {
      fixture.epoch = epoch
      let log = try fixture.open()
      try log.append(makeBatch([1, 2, 3], salt: UInt64(epoch)))
      #expect(log.leaderEpoch == epoch)
      #expect(epoch % 2 == 0 ? log.close() : (try? log.flush()) != nil)
    }
    fixture.epoch = 9
    fixture.files = fixture.files.powerCut(seed: 6)
    let log = try fixture.open()
    #expect((0..<12).map { log.epoch(at: $0) } == [0, 0, 0, 2, 2, 2, 3, 3, 3, 7, 7, 7])
    #expect(log.endOffset(forEpoch: 0) == (0, 3))
    #expect(log.endOffset(forEpoch: 1) == (0, 3))
    #expect(log.endOffset(forEpoch: 2) == (2, 6))
    #expect(log.endOffset(forEpoch: 5) == (3, 9))
    #expect(log.endOffset(forEpoch: 8) == (7, 12))
    #expect(log.endOffset(forEpoch: 9) == (9, 12))
    #expect(log.endOffset(forEpoch: 10) == (-1, -1))
  }

  /// A node that lost count of its epochs must not let them fall.
  @Test func epochsNeverGoDown() throws {
    var fixture = Fixture()
    fixture.epoch = 8
    let log = try fixture.open()
    try log.append(makeBatch())
    log.close()
    fixture.epoch = 1
    let again = try fixture.open()
    #expect(again.leaderEpoch == 8)
    try again.append(makeBatch())
    #expect(try header(try #require(try again.batch(at: 1))).partitionLeaderEpoch == 8)
  }

  @Test func moreEpochsThanACheckpointHoldsAreNoTrouble() throws {
    var fixture = Fixture()
    for epoch in 0..<60 as Range<Int32> {
      fixture.epoch = epoch
      let log = try fixture.open()
      try log.append(makeBatch(salt: UInt64(epoch)))
      #expect(log.close())
    }
    fixture.epoch = 60
    let log = try fixture.open()
    #expect(log.isOnline)
    #expect(try log.batches(from: 0).count == 60)
    #expect(log.epoch(at: 59) == 59 && log.endOffset(forEpoch: 58) == (58, 59))
  }
}
