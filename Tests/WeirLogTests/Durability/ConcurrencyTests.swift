import Synchronization
import Testing
import WeirBase
import WeirRecords
import WeirSim

@testable import WeirLog

/// All that may happen at once, on real threads; the thread sanitizer sees most here.
@Suite struct ConcurrencyTests {
  /// What the threads of a test share.
  private final class Shared: Sendable {
    let log: PartitionLog
    let told = GroupCommitTests.Told()
    let asked = Atomic(0)
    let writers = Atomic(3)
    let running = Atomic(0)
    let isOver = BlockingGate()
    let wrong = Mutex<[String]>([])

    init(_ log: PartitionLog) { self.log = log }

    var isWriting: Bool { writers.load(ordering: .relaxed) > 0 }

    func start(_ pool: ThreadPool, _ body: @escaping @Sendable (Shared) throws -> Void) {
      running.add(1, ordering: .sequentiallyConsistent)
      pool.run { [self] in
        do { try body(self) } catch { wrong.withLock { $0.append("\(error)") } }
        if running.subtract(1, ordering: .sequentiallyConsistent).newValue == 0 { isOver.open() }
      }
    }
  }

  @Test func appendsReadsDeletionsAndSyncsGoTogether() throws {
    var fixture = Fixture(segmentBytes: 4_000)
    fixture.config.indexIntervalBytes = 200
    fixture.config.retentionBytes = 40_000
    let syncers = ThreadPool(name: "sync", threadsMax: 2)
    let workers = ThreadPool(name: "work", threadsMax: 8)
    fixture.runner = syncers
    let log = try fixture.open()
    let shared = Shared(log)
    for writer in 0..<3 { shared.start(workers) { try write($0, seed: UInt64(writer)) } }
    for reader in 0..<2 { shared.start(workers) { try read($0, seed: UInt64(100 + reader)) } }
    shared.start(workers) { try remove($0) }
    shared.isOver.wait()
    try log.flush()
    #expect(shared.wrong.withLock { $0 } == [])
    #expect(shared.told.failures == 0)
    #expect(log.close())
    #expect(shared.told.successes == shared.asked.load(ordering: .relaxed))
    workers.stop()
    syncers.stop()
    let again = try fixture.on(fixture.files.powerCut(seed: 1)).open()
    #expect(again.offsets == log.offsets)
    let batches = try again.batches(from: again.offsets.logStart)
    #expect(try header(try #require(batches.last)).nextOffset == log.offsets.logEnd)
  }

  private func write(_ shared: Shared, seed: UInt64) throws {
    defer { shared.writers.subtract(1, ordering: .relaxed) }
    var random = SeededRandom(seed: seed)
    for _ in 0..<300 {
      let appended = try shared.log.append(random.batch(recordsMax: 3, valueMax: 200))
      guard random.chance(60) else { continue }
      shared.asked.add(1, ordering: .relaxed)
      shared.log.whenDurable(appended.nextOffset, shared.told.note)
    }
  }

  private func read(_ shared: Shared, seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    while shared.isWriting {
      let offsets = shared.log.offsets
      let from = Int64(random.int(Int(offsets.logStart)...Int(offsets.logEnd)))
      var next: Int64?
      do {
        for batch in try shared.log.batches(from: from, before: from + 20) {
          let header = try header(batch)
          try batch.withUnsafeBytes { try header.verify($0) }
          if let next, header.baseOffset != next { shared.wrong.withLock { $0.append("gap at \(next)") } }
          next = header.nextOffset
        }
        if random.chance(10) { _ = try shared.log.find(timestamp: 1_000_000) }
      } catch ReadError.offsetOutOfRange { continue }
    }
  }

  private func remove(_ shared: Shared) throws {
    var random = SeededRandom(seed: 7)
    while shared.isWriting {
      let start = shared.log.offsets.logStart
      _ = try shared.log.deleteRecords(before: start + Int64(random.int(0...10)))
      _ = shared.log.applyRetention()
    }
  }
}
