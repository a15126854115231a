import WeirBase
import WeirRecords

/// Why a log cannot serve what it should hold. Nothing was changed or removed.
enum LogDamage: Error, Sendable {
  case damaged(String)
  case io(IOError)

  var reason: String {
    switch self {
    case .damaged(let reason): reason
    case .io(let error): error.description
    }
  }
}

/// Brings a partition's directory back into service after whatever ended the last process.
///
/// Up to the recorded durable point the log is trusted to be there (sizes are compared; CRCs are checked when records
/// are first read). Behind it every batch is checked: whole, sound, contiguous ones stay and are synced; the rest was
/// never acknowledged and is cut, with its bytes kept aside.
struct LogRecovery {
  struct Outcome {
    var segments: [Segment]
    var logStart: Int64
    var logEnd: Int64
    var epochs: EpochHistory
    var producers: ProducerStates
    var checkpoint: Checkpoint
    /// Where the next synced checkpoint goes.
    var syncedSlot = Checkpoint.SyncedSlot.first
    /// Segments below the log's start that a crash left behind.
    var leftovers: [Segment] = []
    /// Bytes were cut off a file, which is not durable by itself.
    var wasCut = false
  }

  /// Holds a slot as a checkpoint does.
  static let syncFailedMarker = "sync-failed"
  /// Bytes of a cut end that are kept aside; what is beyond was never acknowledged either.
  static let tornBytesMax = 64 << 20

  let directory: String
  let name: String
  let environment: LogEnvironment
  var files: any FileSystem { environment.files }

  init(directory: String, name: String, environment: LogEnvironment) {
    self.directory = directory
    self.name = name
    self.environment = environment
  }

  func path(_ file: String) -> String { directory + "/" + file }

  func run() throws(LogDamage) -> Outcome {
    let names = try io { () throws(IOError) in try files.list(directory) }
    let failure = try failedSync(names)
    let stored = try checkpointFile(names)
    var known = failure ?? checkpoint(stored)
    var segments = names.compactMap { Segment.offset(in: $0, Segment.logSuffix) }.sorted().map { segment($0) }
    var leftovers: [Segment] = []
    if let stated = known {
      (known, leftovers) = try arrange(stated, &segments)
    } else if segments.isEmpty {
      segments = [segment(0)]
    }
    var outcome = Outcome(
      segments: segments, logStart: known?.logStart ?? segments[0].baseOffset, logEnd: 0,
      epochs: EpochHistory(known?.epochs ?? []), producers: ProducerStates(), checkpoint: known ?? Checkpoint(),
      syncedSlot: .init(after: stored), leftovers: leftovers)
    guard segments[0].baseOffset <= outcome.logStart else {
      throw .damaged(
        "records \(outcome.logStart)..<\(segments[0].baseOffset) are missing: "
          + "the first segment left in \(directory) is \(segments[0].path)")
    }
    let first = try checkTrusted(known, outcome)
    try recoverTail(known, from: first, cutAtDurablePoint: failure != nil, &outcome)
    outcome.logEnd = outcome.segments[outcome.segments.count - 1].nextOffset
    outcome.logStart = min(outcome.logStart, outcome.logEnd)
    outcome.epochs.truncate(to: outcome.logEnd)
    outcome.producers = try producers(names, outcome)
    try settle(&outcome, known, hadFailedSync: names.contains(Self.syncFailedMarker))
    tidy(names, outcome)
    return outcome
  }

  /// Runs file operations; their errors are I/O damage.
  func io<T>(_ body: () throws(IOError) -> T) throws(LogDamage) -> T {
    do throws(IOError) { return try body() } catch { throw .io(error) }
  }

  private func checkpointFile(_ names: [String]) throws(LogDamage) -> [UInt8] {
    guard names.contains(Checkpoint.name) else { return [] }
    return try io { () throws(IOError) in try files.readFile(path(Checkpoint.name), limit: 1 << 20) }
  }

  private func checkpoint(_ bytes: [UInt8]) -> Checkpoint? {
    if let found = Checkpoint.newest(in: bytes) { return found }
    environment.events.warning(
      "checkpoint unreadable; the whole log is scanned", ("partition", name), ("file", path(Checkpoint.name)))
    return nil
  }

  /// The durable point as it was when a sync failed. A mark that is not whole was cut short itself: by a power cut,
  /// which left no page cache to mistrust.
  private func failedSync(_ names: [String]) throws(LogDamage) -> Checkpoint? {
    guard names.contains(Self.syncFailedMarker) else { return nil }
    let bytes = try io { () throws(IOError) in try files.readFile(path(Self.syncFailedMarker), limit: 1 << 20) }
    return Checkpoint.newest(in: bytes)
  }

  private func segment(_ base: Int64) -> Segment {
    Segment(baseOffset: base, directory: directory, files: files, size: 0, nextOffset: base)
  }

  /// Leaves in `segments` what the log is made of, and returns the durable point within these and what is left over.
  private func arrange(
    _ known: Checkpoint, _ segments: inout [Segment]
  ) throws(LogDamage) -> (Checkpoint, leftovers: [Segment]) {
    var known = known
    var leftovers: [Segment] = []
    if !segments.contains(where: { $0.baseOffset == known.segment }) {
      guard known.durableOffset <= known.logStart else {
        throw .damaged(
          "segment \(Segment.name(known.segment, Segment.logSuffix)), where the durable point \(known.durableOffset) "
            + "lies, is missing in \(directory)")
      }
      // All that was vouched for was deleted since; the log goes on from there.
      leftovers = segments.filter { $0.baseOffset < known.durableOffset }
      segments.removeFirst(leftovers.count)
      if segments.first?.baseOffset != known.durableOffset { segments.insert(segment(known.durableOffset), at: 0) }
      known.segment = known.durableOffset
      known.position = 0
    }
    while segments.count > 1, segments[1].baseOffset <= known.logStart, segments[0].baseOffset != known.segment {
      leftovers.append(segments.removeFirst())
    }
    return (known, leftovers)
  }

  func size(of segment: Segment) throws(LogDamage) -> Int {
    try io { () throws(IOError) in
      guard files.exists(segment.path) else { return 0 }
      let file = try files.open(segment.path, .read)
      defer { file.close() }
      return Int(clamping: try file.size())
    }
  }

  func indexSummary(_ segment: Segment) -> IndexFile.Summary? {
    guard files.exists(segment.indexPath), let file = try? files.open(segment.indexPath, .read) else { return nil }
    defer { file.close() }
    return (try? file.read(IndexFile.summaryBytes, at: 0)).flatMap { IndexFile.summary($0) }
  }
}
