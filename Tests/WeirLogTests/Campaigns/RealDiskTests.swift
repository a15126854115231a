import Glibc
import Testing
import WeirBase
import WeirRecords
import WeirSim

@testable import WeirLog

/// The same on the machine's own disk, so that the simulated one is not believed alone.
@Suite struct RealDiskTests {
  @Test func aLogLivesOnARealDisk() throws {
    let files = RealFileSystem()
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    let directory = "\(parent)/weir-log-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    defer { try? files.removeTree(directory) }
    let pool = ThreadPool(name: "sync", threadsMax: 2)
    defer { pool.stop() }
    let scheduler = SimScheduler()
    let events = RecordingEventLog()
    let environment = LogEnvironment(
      files: files, clock: SimClock(), scheduler: scheduler, syncers: pool, events: events)
    var config = LogConfig()
    config.segmentBytes = 2_000
    config.fileDeleteDelayMillis = 0
    var random = SeededRandom(seed: 3)
    var expected: [[UInt8]] = []
    for epoch in 0..<4 as Range<Int32> {
      let log = try PartitionLog.open(
        directory: directory + "/orders-0", name: "orders-0", topicID: Fixture.topicID, config: config,
        leaderEpoch: epoch, environment: environment)
      #expect(try log.batches(from: log.offsets.logStart) == expected)
      for _ in 0..<30 {
        let batch = random.batch(recordsMax: 3, valueMax: 200)
        expected.append(stamped(batch, offset: try log.append(batch).baseOffset, epoch: epoch))
      }
      try log.flush()
      let start = try header(expected[expected.count / 3]).baseOffset
      #expect(try log.deleteRecords(before: start) == start)
      expected.removeFirst(expected.count / 3)
      #expect(try log.batches(from: start) == expected)
      // Every other time without a farewell, as a killed process.
      if epoch % 2 == 0 { #expect(log.close()) }
    }
    #expect(events.events(.error).isEmpty)
    #expect(try !files.list(directory + "/orders-0").contains { $0.hasSuffix(".tmp") })
  }
}
