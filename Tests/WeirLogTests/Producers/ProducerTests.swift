import Testing
import WeirBase
import WeirRecords
import WeirSim

@testable import WeirLog

/// Idempotent producers (KIP-98), through the log and over its restarts.
@Suite struct ProducerTests {
  private func send(
    _ log: PartitionLog, _ sequence: Int32, count: Int = 1, producer: Int64 = 5, epoch: Int16 = 0, salt: UInt64 = 0
  ) throws -> PartitionLog.Appended {
    try log.append(
      makeBatch(
        Array(repeating: 1_000, count: count), producer: producer, epoch: epoch, sequence: sequence,
        salt: salt &+ UInt64(sequence)))
  }

  @Test func duplicatesOfTheLastFiveAreAnsweredAsBefore() throws {
    let log = try Fixture().open()
    var first: [PartitionLog.Appended] = []
    for number in 0..<6 { first.append(try send(log, Int32(number * 2), count: 2)) }
    for number in 1..<6 {
      let again = try send(log, Int32(number * 2), count: 2)
      #expect(again.isDuplicate)
      #expect(again.baseOffset == first[number].baseOffset && again.lastOffset == first[number].lastOffset)
    }
    // Older than the last five.
    #expect(throws: PartitionLog.AppendError.outOfOrderSequence) { try send(log, 0, count: 2) }
    #expect(log.offsets.logEnd == 12)
  }

  @Test func aDuplicateHasTheAppendTimeOfTheFirst() throws {
    let log = try Fixture().open()
    let batch = makeBatch([1], producer: 5)
    try log.append(batch, logAppendTime: 777)
    let again = try log.append(batch, logAppendTime: 999)
    #expect(again.isDuplicate && again.logAppendTime == 777)
  }

  @Test func gapsAndOldEpochsAreRefused() throws {
    let log = try Fixture().open()
    _ = try send(log, 0, count: 3)
    #expect(throws: PartitionLog.AppendError.outOfOrderSequence) { try send(log, 4) }
    #expect(throws: PartitionLog.AppendError.outOfOrderSequence) { try send(log, 2) }
    _ = try send(log, 3)
    #expect(throws: PartitionLog.AppendError.outOfOrderSequence) { try send(log, 4, epoch: 1) }
    _ = try send(log, 0, epoch: 1)
    #expect(throws: PartitionLog.AppendError.invalidProducerEpoch) { try send(log, 4, epoch: 0) }
    _ = try send(log, 1, epoch: 1)
    // Others are not concerned.
    _ = try send(log, 0, producer: 6)
    #expect(log.offsets.logEnd == 7)
  }

  @Test func sequencesWrap() throws {
    let log = try Fixture().open()
    _ = try send(log, Int32.max - 1, count: 2)
    let wrapped = try send(log, 0)
    #expect(!wrapped.isDuplicate)
    _ = try send(log, 1)
    let other = try Fixture().open()
    let across = try send(other, Int32.max, count: 3)
    #expect(across.lastOffset == 2)
    #expect(try send(other, 2).baseOffset == 3)
    #expect(try send(other, Int32.max, count: 3).isDuplicate)
  }

  enum End: CaseIterable { case closed, killed, killedWithoutSnapshots, powerCut }

  @Test(arguments: End.allCases) func statesSurviveARestart(_ end: End) throws {
    let fixture = Fixture(segmentBytes: 400)
    let log = try fixture.open()
    for number in 0..<9 {
      _ = try send(log, Int32(number), producer: 1)
      _ = try send(log, Int32(number * 3), count: 3, producer: 2, epoch: 4)
    }
    try log.flush()
    var files = fixture.files.copy()
    switch end {
    case .closed:
      log.close()
      files = fixture.files.copy()
    case .killed: break
    case .killedWithoutSnapshots:
      for name in fixture.names(".snapshot") { try files.removeFile(fixture.path(name)) }
    case .powerCut: files = fixture.files.powerCut(seed: 9)
    }
    let again = try fixture.on(files).open()
    for number in 5..<9 {
      #expect(try send(again, Int32(number), producer: 1).isDuplicate)
      #expect(try send(again, Int32(number * 3), count: 3, producer: 2, epoch: 4).isDuplicate)
    }
    #expect(throws: PartitionLog.AppendError.outOfOrderSequence) { try send(again, 10, producer: 1) }
    #expect(throws: PartitionLog.AppendError.invalidProducerEpoch) { try send(again, 27, producer: 2, epoch: 3) }
    #expect(try !send(again, 9, producer: 1).isDuplicate)
    #expect(try !send(again, 27, producer: 2, epoch: 4).isDuplicate)
  }

  @Test func whatWasRefusedByAFullDiskMayBeSentAgain() throws {
    let fixture = Fixture()
    let log = try fixture.open()
    _ = try send(log, 0)
    fixture.files.inject(Fault(.write, errno: ErrorNumber.noSpace, suffix: ".log"))
    #expect(throws: PartitionLog.AppendError.self) { try send(log, 1) }
    #expect(throws: PartitionLog.AppendError.outOfOrderSequence) { try send(log, 2) }
    #expect(try !send(log, 1).isDuplicate)
    #expect(try !send(log, 2).isDuplicate)
  }

  @Test func theirNumberIsBounded() throws {
    var states = ProducerStates()
    for id in 0..<Int64(ProducerStates.producersMax + 10) {
      let header = BatchHeader(producerId: id, producerEpoch: 0, baseSequence: 0, recordCount: 1)
      states.note(header, baseOffset: id, now: 0)
    }
    #expect(states.producers.count <= ProducerStates.producersMax)
    #expect(states.producers.count > ProducerStates.producersMax / 3)
    #expect(states.producers[Int64(ProducerStates.producersMax + 9)] != nil && states.producers[0] == nil)
  }

  @Test func snapshotsReadBackAndDamagedOnesDoNot() throws {
    var random = SeededRandom(seed: 4)
    var states = ProducerStates()
    for offset in 0..<40 {
      let header = BatchHeader(
        lastOffsetDelta: 2, maxTimestamp: Int64(random.int(0...9_000)), producerId: Int64(random.int(0...5)),
        producerEpoch: Int16(offset / 10), baseSequence: Int32(offset), recordCount: 3)
      states.note(header, baseOffset: Int64(offset * 3), now: Int64(offset))
    }
    let snapshot = ProducerSnapshot(offset: 120, segment: 60, position: 4_000, states: states)
    let bytes = snapshot.encode()
    #expect(ProducerSnapshot.decode(bytes) == snapshot)
    for size in 0..<bytes.count { #expect(ProducerSnapshot.decode(Array(bytes[..<size])) == nil) }
    for bit in stride(from: 0, to: bytes.count * 8, by: 5) {
      var damaged = bytes
      damaged[bit / 8] ^= 1 << (bit % 8)
      #expect(ProducerSnapshot.decode(damaged) == nil)
    }
  }
}
