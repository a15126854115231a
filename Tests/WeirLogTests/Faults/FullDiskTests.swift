import Testing
import WeirBase
import WeirRecords
import WeirSim

@testable import WeirLog

@Suite struct FullDiskTests {
  @Test func aFullDiskRefusesAndHealsWithoutARestart() throws {
    let fixture = Fixture(segmentBytes: 600)
    let log = try fixture.open()
    fixture.files.spaceLimit = 6_000
    var kept = 0
    var refused = 0
    for number in 0..<60 {
      do {
        try log.append(makeBatch([1], valueBytes: 100, salt: UInt64(number)))
        kept += 1
      } catch PartitionLog.AppendError.storage(let error) {
        #expect(error.errno == ErrorNumber.noSpace)
        refused += 1
      }
    }
    #expect(refused > 0 && kept > 10)
    #expect(log.isOnline && log.offsets.logEnd == Int64(kept))
    #expect(try log.batches(from: 0).count == kept)
    try log.flush()
    #expect(try log.deleteRecords(before: 10) == 10)
    fixture.files.spaceLimit = 60_000
    let appended = try log.append(makeBatch())
    #expect(appended.baseOffset == Int64(kept))
    #expect(log.close())
    let again = try fixture.on(fixture.files.powerCut(seed: 1)).open()
    #expect(again.offsets == LogOffsets(logStart: 10, logEnd: Int64(kept + 1), durable: Int64(kept + 1)))
  }

  /// A write that failed half-way, and whose rest cannot even be cut off.
  @Test func whatCannotBeCutBackTakesTheLogOffline() throws {
    let fixture = Fixture()
    let log = try fixture.open()
    try log.append(makeBatch())
    try log.flush()
    fixture.files.inject(Fault(.write, writesShort: true, suffix: ".log"))
    fixture.files.inject(Fault(.truncate, suffix: ".log"))
    #expect(throws: PartitionLog.AppendError.self) { try log.append(makeBatch([1], valueBytes: 50)) }
    #expect(log.offlineReason?.contains("00000000000000000000.log") == true)
    let again = try fixture.on(fixture.files.copy()).open()
    #expect(again.offsets == LogOffsets(logStart: 0, logEnd: 1, durable: 1))
  }

  @Test func aFileThatCannotBeMadeIsTriedAgain() throws {
    let fixture = Fixture(segmentBytes: 200)
    let log = try fixture.open()
    let batch = makeBatch([1, 2, 3])
    try log.append(batch)
    fixture.files.inject(Fault(.open, errno: 24, suffix: ".log"))
    #expect(throws: PartitionLog.AppendError.self) { try log.append(batch) }
    #expect(log.isOnline)
    #expect(try log.append(batch).baseOffset == 3)
    #expect(log.segmentCount == 2)
    #expect(try log.batches(from: 0).count == 2)
  }

  @Test func aDirectoryThatCannotBeMadeIsTold() throws {
    for number in 1...8 {
      let fixture = Fixture()
      fixture.files.inject(Fault(nil, after: number, errno: ErrorNumber.noSpace))
      let log = try? fixture.open()
      #expect(log == nil || fixture.files.firedCount == 0 || log?.isOnline == true)
      #expect(try fixture.open().isOnline)
    }
  }
}
