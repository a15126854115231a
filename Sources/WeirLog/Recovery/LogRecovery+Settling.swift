import WeirBase
import WeirRecords

/// Producers, and the end of it.
extension LogRecovery {
  private static let chunkBytes = 1 << 20

  /// The newest snapshot that lies within the log, brought up to its end.
  func producers(_ names: [String], _ outcome: Outcome) throws(LogDamage) -> ProducerStates {
    let offsets = names.compactMap { Segment.offset(in: $0, ProducerSnapshot.suffix) }.sorted(by: >)
    var snapshot: ProducerSnapshot?
    for offset in offsets where offset <= outcome.logEnd && snapshot == nil {
      let file = path(Segment.name(offset, ProducerSnapshot.suffix))
      let bytes = try? files.readFile(file, limit: ProducerSnapshot.fileBytesMax)
      snapshot = bytes.flatMap { ProducerSnapshot.decode($0) }.flatMap { $0.offset == offset ? $0 : nil }
    }
    var states = snapshot?.states ?? ProducerStates()
    let now = environment.clock.wallMillis()
    for segment in outcome.segments where segment.size > 0 && segment.nextOffset > snapshot?.offset ?? 0 {
      var place = ReadPlan.Place(position: 0, baseOffset: segment.baseOffset)
      if let snapshot, segment.baseOffset == snapshot.segment, snapshot.position <= segment.size {
        place = .init(position: snapshot.position, baseOffset: snapshot.offset)
      }
      try io { () throws(IOError) in
        try replay(segment, from: place) { header in
          if header.baseOffset >= snapshot?.offset ?? 0 {
            states.note(header, baseOffset: header.baseOffset, now: now)
          }
        }
      }
    }
    return states
  }

  /// Visits the sound batches of a segment; damage among them is named and left as it is.
  private func replay(
    _ segment: Segment, from start: ReadPlan.Place, _ visit: (BatchHeader) -> Void
  ) throws(IOError) {
    let scanner = BatchScanner(file: try segment.file(), end: segment.size, verifies: true)
    var place = start
    while place.position < segment.size {
      let ending = try scanner.scan(from: place.position, expecting: place.baseOffset) { found in
        visit(found.header)
        place.baseOffset = found.header.nextOffset
        return true
      }
      guard case .invalid(let position, let reason) = ending else { return }
      environment.events.error(
        "damaged records", ("partition", name), ("file", segment.path), ("position", "\(position)"),
        ("offset", "\(place.baseOffset)"), ("reason", reason))
      let offsets = place.offsetsBehind(upTo: segment.nextOffset)
      guard case .found(let next) = try scanner.hunt(from: position + 1, offsets: offsets) else { return }
      place = .init(position: next.position, baseOffset: next.header.baseOffset)
    }
  }

  /// Makes durable what was kept and records it.
  func settle(_ outcome: inout Outcome, _ known: Checkpoint?, hadFailedSync: Bool) throws(LogDamage) {
    let last = outcome.segments[outcome.segments.count - 1]
    let isKnown =
      known.map { $0.durableOffset == outcome.logEnd && $0.segment == last.baseOffset && $0.position == last.size }
      ?? false
    // Files below the log's start go at the end, so the start must be durable by then.
    let mustSync = hadFailedSync || known == nil || !outcome.leftovers.isEmpty
    if isKnown && !mustSync && !outcome.wasCut { return }
    let firstUnsynced = outcome.segments.firstIndex { $0.baseOffset == outcome.checkpoint.segment } ?? 0
    let segments = outcome.segments[firstUnsynced...]
    var next = outcome.checkpoint
    next.sequence &+= 1
    next.durableOffset = outcome.logEnd
    next.segment = last.baseOffset
    next.position = last.size
    next.logStart = outcome.logStart
    next.epochs = outcome.epochs.entries
    try io { () throws(IOError) in
      for segment in segments where segment.size > 0 || files.exists(segment.path) {
        if let known { try rewrite(segment, from: segment.baseOffset == known.segment ? known.position : 0) }
        try segment.file().syncData()
      }
      try files.syncDirectory(directory)
      try store(&next, &outcome.syncedSlot, synced: mustSync)
      if hadFailedSync {
        try files.removeFile(path(Self.syncFailedMarker))
        try files.syncDirectory(directory)
      }
    }
    outcome.checkpoint = next
  }

  /// Writes the bytes behind the durable point once more: should a sync have failed and nothing tell of it any more,
  /// the page cache counts them as written, and a sync of them alone would do nothing.
  private func rewrite(_ segment: Segment, from start: Int) throws(IOError) {
    let file = try segment.file()
    var position = start
    while position < segment.size {
      let bytes = try file.read(min(Self.chunkBytes, segment.size - position), at: UInt64(position))
      guard !bytes.isEmpty else { return }
      try file.write(bytes, at: UInt64(position))
      position += bytes.count
    }
  }

  private func store(
    _ checkpoint: inout Checkpoint, _ slot: inout Checkpoint.SyncedSlot, synced: Bool
  ) throws(IOError) {
    let file = try files.open(path(Checkpoint.name), .create)
    defer { file.close() }
    try file.write(checkpoint.encode(), at: checkpoint.unsyncedOffset)
    guard synced else { return }
    for _ in 0..<2 {
      checkpoint.sequence &+= 1
      try file.write(checkpoint.encode(), at: slot.offset)
      try file.syncData()
      slot = slot.other
    }
    try files.syncDirectory(directory)
  }

  /// Removes what earlier runs were about to remove.
  func tidy(_ names: [String], _ outcome: Outcome) {
    var paths = names.filter { $0.hasSuffix(Segment.deletedSuffix) || $0.hasSuffix(".tmp") }.map { path($0) }
    paths += outcome.leftovers.flatMap { [$0.path, $0.indexPath] }.filter { files.exists($0) }
    for path in paths {
      do throws(IOError) { try files.removeFile(path) } catch {
        environment.events.warning("left-over file stays", ("file", path), ("cause", "\(error)"))
      }
    }
  }
}
