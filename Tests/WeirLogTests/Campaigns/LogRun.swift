import Synchronization
import WeirBase
import WeirRecords
import WeirSim

@testable import WeirLog

/// A random life of a log on a simulated disk, with the model beside it.
struct LogRun {
  var fixture: Fixture
  var random: SeededRandom
  var model = LogModel()
  var log: PartitionLog
  // Of this life alone: what the dead process had still to do stays undone.
  private var runner = ManualRunner()
  private var acknowledged = Acknowledged()

  /// The highest offset that was acknowledged, whatever thread says so.
  final class Acknowledged: Sendable {
    private let offset = Mutex<Int64>(0)
    var value: Int64 { offset.withLock { $0 } }
    func note(_ new: Int64) { offset.withLock { $0 = max($0, new) } }
  }

  init(seed: UInt64) throws {
    random = SeededRandom(seed: seed)
    fixture = Fixture(segmentBytes: 1_500)
    fixture.config.fileDeleteDelayMillis = 10
    fixture.config.retentionBytes = 6_000
    fixture.runner = runner
    log = try fixture.open()
  }

  /// Does `count` random things; stops early where the log went offline.
  mutating func live(_ count: Int) {
    for _ in 0..<count where log.isOnline {
      switch random.int(0...99) {
      case 0..<60: append()
      case 60..<80: while runner.runOne(), random.chance(80) {}
      case 80..<87: deleteSome()
      case 87..<92:
        runner.runAll()
        model.doubtfulStart = max(model.doubtfulStart, log.offsets.logEnd)
        let before = log.offsets.logStart
        _ = log.applyRetention()
        if log.offsets.logStart > before { model.start = log.offsets.logStart }
      default:
        fixture.clock.advance(millis: 300)
        fixture.scheduler.advance(millis: 300)
      }
      model.durable = max(model.durable, acknowledged.value)
    }
  }

  private mutating func append() {
    let batch = random.batch(recordsMax: 4, valueMax: 120, around: fixture.clock.wallMillis())
    let offset = log.offsets.logEnd
    let bytes = stamped(batch, offset: offset, epoch: fixture.epoch)
    guard let last = try? header(bytes).lastOffset else { return }
    let entry = LogModel.Entry(offset: offset, bytes: bytes, next: last + 1)
    guard let appended = try? log.append(batch) else {
      model.doubtful = entry
      return
    }
    model.doubtful = nil
    model.entries.append(entry)
    model.end = appended.nextOffset
    if random.chance(50) {
      log.whenDurable(appended.nextOffset) { [acknowledged] result in
        if case .success = result { acknowledged.note(appended.nextOffset) }
      }
    }
  }

  private mutating func deleteSome() {
    // Only what is durable: a flush would wait for a runner that nobody turns.
    let offsets = log.offsets
    guard offsets.durable > offsets.logStart else { return }
    let target = Int64(random.int(Int(offsets.logStart)...Int(offsets.durable)))
    model.doubtfulStart = max(model.doubtfulStart, target)
    if let start = try? log.deleteRecords(before: target) { model.start = max(model.start, start) }
  }

  /// Ends the process, with the power (a new disk from the old) or without, and opens the log again.
  mutating func restart(powerCut: Bool) throws -> [String] {
    model.durable = max(model.durable, acknowledged.value)
    let files = powerCut ? fixture.files.powerCut(seed: random.next()) : fixture.files.copy()
    fixture = fixture.on(files)
    runner = ManualRunner()
    acknowledged = Acknowledged()
    fixture.runner = runner
    fixture.epoch += 1
    log = try fixture.open()
    var wrong = model.violations(in: log)
    // A second and a third start find the same.
    for _ in 0..<2 where wrong.isEmpty {
      let again = try fixture.on(files.powerCut(seed: random.next())).open()
      // A deletion that was never acknowledged may be undone by a power cut.
      if again.offsets.logEnd != log.offsets.logEnd || again.offsets.logStart > log.offsets.logStart {
        wrong.append("opened as \(log.offsets), again as \(again.offsets), \(again.offlineReason ?? "")")
      }
      wrong += model.violations(in: again)
    }
    model.settle(on: log)
    return wrong
  }

  /// A clean end and a new start.
  mutating func close() throws -> [String] {
    runner.runAll()
    if log.offsets.durable < log.offsets.logEnd {
      log.whenDurable(log.offsets.logEnd) { _ in }
      runner.runAll()
    }
    guard log.close() else { return ["not closed"] }
    model.durable = model.end
    return try restart(powerCut: random.chance(50))
  }
}
