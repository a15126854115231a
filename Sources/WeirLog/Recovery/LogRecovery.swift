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
/// Up to the recorded durable point the log is trusted to be there (sizes are compared; CRCs are checked when records are
/// first read). Behind it every batch is checked: whole, sound, contiguous ones stay and are synced; the rest was never
/// acknowledged and is cut, with its bytes kept aside.
struct LogRecovery {
  struct Outcome {
    var segments: [Segment]
    var logStart: Int64
    var logEnd: Int64
    var epochs: EpochHistory
    var producers: ProducerStates
    var checkpoint: Checkpoint
  }

  static let syncFailedMarker = "sync-failed"
  /// Bytes of a cut end that are kept aside; what is beyond was never acknowledged either.
  static let tornBytesMax = 64 << 20

  let directory: String
  let name: String
  let environment: LogEnvironment
  private var files: any FileSystem { environment.files }

  init(directory: String, name: String, environment: LogEnvironment) {
    self.directory = directory
    self.name = name
    self.environment = environment
  }

  private func path(_ file: String) -> String { directory + "/" + file }

  func run() throws(LogDamage) -> Outcome {
    let names = try io { () throws(IOError) in try files.list(directory) }
    try io { () throws(IOError) in
      for name in names where name.hasSuffix(Segment.deletedSuffix) || name.hasSuffix(".tmp") {
        try files.removeFile(path(name))
      }
    }
    let known = try checkpoint(names)
    var segments = names.compactMap { Segment.offset(in: $0, Segment.logSuffix) }.sorted().map { base in
      Segment(baseOffset: base, directory: directory, files: files, size: 0, nextOffset: base)
    }
    if segments.isEmpty { segments = [try firstSegment(after: known)] }
    var outcome = Outcome(
      segments: segments, logStart: known?.logStart ?? segments[0].baseOffset, logEnd: 0,
      epochs: EpochHistory(known?.epochs ?? []), producers: ProducerStates(), checkpoint: known ?? Checkpoint())
    guard segments[0].baseOffset <= outcome.logStart else {
      throw .damaged("records \(outcome.logStart)..<\(segments[0].baseOffset) are missing: the first segment left in \(directory) is \(segments[0].path)")
    }
    let hasFailedSync = names.contains(Self.syncFailedMarker)
    let first = try checkTrusted(known, &outcome)
    try recoverTail(known, from: first, cutAtDurablePoint: hasFailedSync, &outcome)
    outcome.logEnd = outcome.segments[outcome.segments.count - 1].nextOffset
    outcome.logStart = min(outcome.logStart, outcome.logEnd)
    outcome.epochs.truncate(to: outcome.logEnd)
    outcome.producers = try producers(names, outcome)
    try settle(&outcome, hadFailedSync: hasFailedSync)
    return outcome
  }

  /// Runs file operations; their errors are I/O damage.
  private func io<T>(_ body: () throws(IOError) -> T) throws(LogDamage) -> T {
    do throws(IOError) { return try body() } catch { throw .io(error) }
  }

  private func checkpoint(_ names: [String]) throws(LogDamage) -> Checkpoint? {
    guard names.contains(Checkpoint.name) else { return nil }
    let bytes = try io { () throws(IOError) in try files.readFile(path(Checkpoint.name), limit: 1 << 20) }
    if let found = Checkpoint.newest(in: bytes) { return found }
    environment.events.warning(
      "checkpoint unreadable; the whole log is scanned", ("partition", name), ("file", path(Checkpoint.name)))
    return nil
  }

  private func firstSegment(after known: Checkpoint?) throws(LogDamage) -> Segment {
    if let known, known.durableOffset > known.logStart {
      throw .damaged("records \(known.logStart)..<\(known.durableOffset) are missing: no segment is left in \(directory)")
    }
    let base = known?.durableOffset ?? 0
    return Segment(baseOffset: base, directory: directory, files: files, size: 0, nextOffset: base)
  }

  // MARK: Up to the durable point

  /// Compares what is trusted with what was vouched for; returns the segment from which on batches must be checked.
  private func checkTrusted(_ known: Checkpoint?, _ outcome: inout Outcome) throws(LogDamage) -> Int {
    guard let known else { return 0 }
    guard let last = outcome.segments.firstIndex(where: { $0.baseOffset == known.segment }) else {
      throw .damaged("segment \(Segment.name(known.segment, Segment.logSuffix)) of the durable point \(known.durableOffset) is missing in \(directory)")
    }
    for index in 0..<last {
      try checkClosed(outcome.segments[index], next: outcome.segments[index + 1].baseOffset)
    }
    return last
  }

  /// A closed segment must end where the next begins; its index file says so, or its batches do.
  private func checkClosed(_ segment: Segment, next: Int64) throws(LogDamage) {
    let size = try size(of: segment)
    segment.size = size
    segment.nextOffset = next
    if let summary = indexSummary(segment), summary.nextOffset == next {
      guard summary.segmentBytes == size else {
        throw .damaged("\(segment.path) has \(size) bytes; it had \(summary.segmentBytes) when it was closed")
      }
      segment.maxTimestamp = summary.maxTimestamp
      return
    }
    var index = SegmentIndex()
    let ending = try scan(segment, size, from: 0, expecting: segment.baseOffset, verifies: false) { found in
      index.note(found, in: segment)
    }
    let end = index.coveredBytes
    guard ending == .clean, segment.scannedNext(index) == next else {
      throw .damaged("\(segment.path) is damaged at byte \(end): records up to \(next) should follow")
    }
    segment.index = index
    segment.maxTimestamp = index.maxTimestamp
  }

  private func size(of segment: Segment) throws(LogDamage) -> Int {
    try io { () throws(IOError) in
      guard files.exists(segment.path) else { return 0 }
      let file = try files.open(segment.path, .read)
      defer { file.close() }
      return Int(clamping: try file.size())
    }
  }

  private func indexSummary(_ segment: Segment) -> IndexFile.Summary? {
    guard files.exists(segment.indexPath), let file = try? files.open(segment.indexPath, .read) else { return nil }
    defer { file.close() }
    return (try? file.read(IndexFile.summaryBytes, at: 0)).flatMap { IndexFile.summary($0) }
  }

  private func scan(
    _ segment: Segment, _ size: Int, from start: Int, expecting: Int64?, verifies: Bool,
    _ visit: (BatchScanner.Found) -> Void
  ) throws(LogDamage) -> BatchScanner.Ending {
    if start >= size { return .clean }
    return try io { () throws(IOError) in
      try BatchScanner(file: try segment.file(), end: size, verifies: verifies).scan(from: start, expecting: expecting) {
        visit($0)
        return true
      }
    }
  }

  // MARK: Behind the durable point

  private func recoverTail(
    _ known: Checkpoint?, from first: Int, cutAtDurablePoint: Bool, _ outcome: inout Outcome
  ) throws(LogDamage) {
    var start = known?.position ?? 0
    var expected = known?.durableOffset ?? outcome.segments[0].baseOffset
    for index in first..<outcome.segments.count {
      let segment = outcome.segments[index]
      let size = try size(of: segment)
      guard size >= start else {
        throw .damaged("\(segment.path) has \(size) bytes; records up to offset \(expected) were durable in \(start)")
      }
      var end = start
      var ending = BatchScanner.Ending.invalid(position: start, reason: "a sync had failed")
      if segment.baseOffset > expected || (index > first && segment.baseOffset != expected) {
        ending = .invalid(position: 0, reason: "segment of offset \(segment.baseOffset) where \(expected) belongs")
      } else if !cutAtDurablePoint || size == start {
        ending = try scan(segment, size, from: start, expecting: expected, verifies: true) { found in
          outcome.epochs.note(found.header.partitionLeaderEpoch, at: found.header.baseOffset)
          segment.maxTimestamp = max(segment.maxTimestamp, found.header.maxTimestamp)
          expected = found.header.nextOffset
          end = found.position + found.header.totalBytes
        }
      }
      segment.size = end
      segment.nextOffset = expected
      segment.verified.insert(start..<end)
      if case .invalid(let position, let reason) = ending {
        let isLast = index == outcome.segments.count - 1
        if known == nil { try mustBeTorn(segment, size, position, expected, isLast: isLast, reason) }
        try cut(outcome.segments, from: index, at: end, size: size, reason)
        outcome.segments.removeSubrange((index + 1)...)
        return
      }
      start = 0
    }
  }

  /// Without a durable point only an end with nothing sound behind it may be taken for torn.
  private func mustBeTorn(
    _ segment: Segment, _ size: Int, _ position: Int, _ expected: Int64, isLast: Bool, _ reason: String
  ) throws(LogDamage) {
    let hasMore = try io { () throws(IOError) in
      try BatchScanner(file: try segment.file(), end: size, verifies: true)
        .hasSoundBatch(from: position + 1, atLeast: expected)
    }
    if hasMore || !isLast {
      throw .damaged("\(segment.path) is damaged at byte \(position) (offset \(expected)): \(reason), and sound records follow")
    }
  }

  /// Cuts the log behind byte `end` of a segment; what goes is kept aside first.
  private func cut(
    _ segments: [Segment], from index: Int, at end: Int, size: Int, _ reason: String
  ) throws(LogDamage) {
    let segment = segments[index]
    try io { () throws(IOError) in
      let file = try segment.file()
      let kept = size > end ? try keepAside(file, segment, from: end, size: size) : nil
      try file.truncate(to: UInt64(end))
      environment.events.warning(
        "unfinished end of a log cut", ("partition", name), ("file", segment.path), ("position", "\(end)"),
        ("bytes", "\(size - end)"), ("reason", reason), ("kept", kept ?? "nothing"))
      for later in segments[(index + 1)...] {
        try files.rename(later.path, to: later.path + ".torn-0")
        environment.events.warning(
          "segment behind the cut set aside", ("partition", name), ("file", later.path + ".torn-0"))
      }
      try files.syncDirectory(directory)
    }
  }

  private func keepAside(_ file: any File, _ segment: Segment, from end: Int, size: Int) throws(IOError) -> String? {
    let bytes = try file.read(min(size - end, Self.tornBytesMax), at: UInt64(end))
    guard bytes.contains(where: { $0 != 0 }) else { return nil }
    let path = segment.path + ".torn-\(end)"
    try files.replaceFile(path, with: bytes)
    return path
  }

  // MARK: Producers, and the end of it

  /// The newest snapshot that lies within the log, brought up to its end.
  private func producers(_ names: [String], _ outcome: Outcome) throws(LogDamage) -> ProducerStates {
    let offsets = names.compactMap { Segment.offset(in: $0, ProducerSnapshot.suffix) }.sorted(by: >)
    var snapshot: ProducerSnapshot?
    for offset in offsets where offset <= outcome.logEnd && snapshot == nil {
      let bytes = try? files.readFile(path(Segment.name(offset, ProducerSnapshot.suffix)), limit: ProducerSnapshot.fileBytesMax)
      snapshot = bytes.flatMap { ProducerSnapshot.decode($0) }.flatMap { $0.offset == offset ? $0 : nil }
    }
    var states = snapshot?.states ?? ProducerStates()
    let now = environment.clock.wallMillis()
    for segment in outcome.segments where segment.nextOffset > snapshot?.offset ?? 0 {
      var start = 0
      if let snapshot, segment.baseOffset == snapshot.segment, snapshot.position <= segment.size { start = snapshot.position }
      _ = try scan(segment, segment.size, from: start, expecting: nil, verifies: false) { found in
        if found.header.baseOffset >= snapshot?.offset ?? 0 {
          states.note(found.header, baseOffset: found.header.baseOffset, now: now)
        }
      }
    }
    return states
  }

  /// Makes durable what was kept and records it.
  private func settle(_ outcome: inout Outcome, hadFailedSync: Bool) throws(LogDamage) {
    let last = outcome.segments[outcome.segments.count - 1]
    let isKnown =
      outcome.checkpoint.sequence > 0 && outcome.checkpoint.durableOffset == outcome.logEnd
      && outcome.checkpoint.segment == last.baseOffset && outcome.checkpoint.position == last.size
    if isKnown && !hadFailedSync { return }
    let firstUnsynced = outcome.segments.firstIndex { $0.baseOffset == outcome.checkpoint.segment } ?? 0
    let segments = outcome.segments
    var next = outcome.checkpoint
    next.sequence += 1
    next.durableOffset = outcome.logEnd
    next.segment = last.baseOffset
    next.position = last.size
    next.logStart = outcome.logStart
    next.epochs = outcome.epochs.entries
    try io { () throws(IOError) in
      for segment in segments[firstUnsynced...] { try segment.file().syncData() }
      try files.syncDirectory(directory)
      let file = try files.open(path(Checkpoint.name), .create)
      defer { file.close() }
      try file.write(next.encode(), at: next.slotOffset)
      if hadFailedSync {
        try file.syncData()
        try files.removeFile(path(Self.syncFailedMarker))
        try files.syncDirectory(directory)
      }
    }
    outcome.checkpoint = next
  }
}

extension SegmentIndex {
  mutating func note(_ found: BatchScanner.Found, in segment: Segment, interval: Int = 4096) {
    note(
      relativeOffset: UInt32(clamping: found.header.baseOffset - segment.baseOffset), position: found.position,
      bytes: found.header.totalBytes, maxTimestamp: found.header.maxTimestamp, interval: interval)
    lastNext = found.header.nextOffset
  }
}

extension Segment {
  /// The offset behind what an index covers.
  func scannedNext(_ index: SegmentIndex) -> Int64 { index.coveredBytes == 0 ? baseOffset : index.lastNext }
}
