import Testing
import WeirBase
import WeirRecords
import WeirSim

@testable import WeirLog

/// A partition's log on a simulated disk, and everything around it.
struct Fixture {
  static let directory = "/data/orders-3"
  static let topicID = UUID128(high: 0x1122_3344_5566_7788, low: 0x99aa_bbcc_ddee_ff00)

  var files = InMemoryFileSystem()
  var clock = SimClock()
  var scheduler = SimScheduler()
  var events = RecordingEventLog()
  var runner: any JobRunner = InlineRunner()
  var config = LogConfig()
  var epoch: Int32 = 0

  init(segmentBytes: Int = 1 << 20) {
    config.segmentBytes = segmentBytes
    config.retentionMillis = -1
    // The node's data directory is there, durably, before any log.
    try? files.makeDirectory("/data")
    try? files.syncDirectory("/")
  }

  var environment: LogEnvironment {
    LogEnvironment(files: files, clock: clock, scheduler: scheduler, syncers: runner, events: events)
  }

  func open(topicID: UUID128 = Fixture.topicID) throws -> PartitionLog {
    try PartitionLog.open(
      directory: Self.directory, name: "orders-3", topicID: topicID, config: config, leaderEpoch: epoch,
      environment: environment)
  }

  /// The same around another disk, as after a restart.
  func on(_ files: InMemoryFileSystem) -> Fixture {
    var other = self
    other.files = files
    other.scheduler = SimScheduler()
    other.events = RecordingEventLog()
    return other
  }

  func path(_ name: String) -> String { Self.directory + "/" + name }

  /// The names in the log's directory.
  var names: [String] {
    files.contents.keys.filter { $0.hasPrefix(Self.directory + "/") }.map {
      String($0.dropFirst(Self.directory.count + 1))
    }.sorted()
  }

  func names(_ suffix: String) -> [String] { names.filter { $0.hasSuffix(suffix) } }
}

extension PartitionLog {
  /// Appends a batch as a producer sent it.
  @discardableResult
  func append(_ bytes: [UInt8], logAppendTime: Int64? = nil) throws -> Appended {
    try bytes.withUnsafeBytes { batch in
      try append(batch, header: try BatchHeader.parse(batch), logAppendTime: logAppendTime)
    }
  }

  var offlineReason: String? {
    if case .offline(let reason) = status { reason } else { nil }
  }
}
