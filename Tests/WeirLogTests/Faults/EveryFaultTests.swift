import Testing
import WeirBase
import WeirRecords
import WeirSim

@testable import WeirLog

/// Each write-side operation of a log's life fails once, one after the other, until none is left to fail.
@Suite struct EveryFaultTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var errno: Int32
    var writesShort: Bool
    var times: Int
    var testDescription: String { "errno \(errno), short \(writesShort), times \(times)" }
  }

  static let cases = [
    Case(errno: ErrorNumber.io, writesShort: false, times: 1), Case(errno: ErrorNumber.io, writesShort: true, times: 1),
    Case(errno: ErrorNumber.noSpace, writesShort: false, times: 1),
    Case(errno: ErrorNumber.noSpace, writesShort: true, times: 1),
    Case(errno: ErrorNumber.io, writesShort: true, times: 2),
    Case(errno: ErrorNumber.noSpace, writesShort: true, times: 3),
  ]

  /// Append, acknowledge, roll, delete, retain, close; what is promised goes into the model.
  private func live(_ fixture: Fixture, _ model: inout LogModel) {
    guard let log = try? fixture.open(), log.isOnline else { return }
    for number in 0..<14 {
      append(to: log, number, &model)
      if number % 3 == 2, (try? log.flush()) != nil { model.durable = model.end }
      if number == 7 {
        model.doubtfulStart = 5
        if let start = try? log.deleteRecords(before: 5) { model.start = start }
      }
      if number == 10 {
        model.doubtfulStart = log.offsets.logEnd
        let before = log.offsets.logStart
        _ = log.applyRetention()
        if log.offsets.logStart > before { model.start = log.offsets.logStart }
        fixture.scheduler.advance(millis: 100)
      }
    }
    if log.close() { model.durable = model.end }
  }

  private func append(to log: PartitionLog, _ number: Int, _ model: inout LogModel) {
    let offset = log.offsets.logEnd
    let batch = makeBatch([1, 2], valueBytes: 30, producer: 1, sequence: Int32(number * 2), salt: UInt64(number))
    let entry = LogModel.Entry(offset: offset, bytes: stamped(batch, offset: offset), next: offset + 2)
    if (try? log.append(batch)) != nil {
      model.doubtful = nil
      model.entries.append(entry)
      model.end = entry.next
    } else {
      model.doubtful = entry
    }
  }

  private func fixture() -> Fixture {
    var fixture = Fixture(segmentBytes: 500)
    fixture.config.retentionBytes = 900
    fixture.config.fileDeleteDelayMillis = 50
    return fixture
  }

  @Test(arguments: cases) func inARun(_ kind: Case) throws {
    var number = 1
    while true {
      let fixture = fixture()
      fixture.files.inject(
        Fault(nil, after: number, errno: kind.errno, writesShort: kind.writesShort, times: kind.times))
      var model = LogModel()
      live(fixture, &model)
      if fixture.files.firedCount == 0 { break }
      fixture.files.heal()
      for (name, files) in [
        ("kept", fixture.files.copy()), ("cut", fixture.files.powerCut(seed: UInt64(number))),
        ("cut again", fixture.files.powerCut(seed: UInt64(number + 1_000))),
      ] {
        let wrong = model.violations(in: try fixture.on(files).open())
        #expect(wrong.isEmpty, "operation \(number), \(name): \(wrong)")
      }
      number += 1
    }
    #expect(number > 60)
  }

  /// A start after a crash, with each of its own operations failing: the next start makes good.
  @Test(arguments: cases) func inRecovery(_ kind: Case) throws {
    for seed: UInt64 in 0..<6 {
      let crashed = fixture()
      var model = LogModel()
      let log = try crashed.open()
      for number in 0..<9 {
        append(to: log, number, &model)
        if number == 3 {
          try log.flush()
          model.durable = model.end
        }
      }
      let disk = crashed.files.powerCut(seed: seed)
      var number = 1
      while true {
        let fixture = crashed.on(disk.copy())
        fixture.files.inject(
          Fault(nil, after: number, errno: kind.errno, writesShort: kind.writesShort, times: kind.times))
        var kept = model
        // Whatever it could not do, what it served it must keep.
        if let opened = try? fixture.open(), opened.isOnline {
          kept.durable = max(kept.durable, opened.offsets.durable)
        }
        if fixture.files.firedCount == 0 { break }
        fixture.files.heal()
        for files in [fixture.files.copy(), fixture.files.powerCut(seed: seed + 50)] {
          let wrong = kept.violations(in: try fixture.on(files).open())
          #expect(wrong.isEmpty, "seed \(seed), operation \(number): \(wrong)")
        }
        number += 1
      }
      #expect(number > 2)
    }
  }
}
