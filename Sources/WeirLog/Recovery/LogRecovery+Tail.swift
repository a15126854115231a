import WeirBase
import WeirRecords

/// Behind the durable point.
extension LogRecovery {
  func recoverTail(
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
      // Not nil only where all batches are looked at, now or when the index file was written.
      segment.maxTimestamp = start == 0 ? .min : nil
      if start > 0, let summary = indexSummary(segment), summary.segmentBytes == start {
        segment.maxTimestamp = summary.maxTimestamp
      }
      segment.size = size
      if index > first && segment.baseOffset != expected {
        let reason = "segment of offset \(segment.baseOffset) where \(expected) belongs"
        if known == nil {
          try mustBeTorn(segment, size, 0, expected, isLast: index == outcome.segments.count - 1, reason)
        }
        return try setAside(from: index, reason, &outcome)
      }
      var ending = BatchScanner.Ending.invalid(position: start, reason: "a sync had failed")
      var kept = (end: start, next: expected)
      if !cutAtDurablePoint || size == start {
        (ending, kept) = try keep(segment, from: start, expected, size, &outcome.epochs)
      }
      segment.size = kept.end
      segment.nextOffset = kept.next
      segment.verified.insert(start..<kept.end)
      expected = kept.next
      if case .invalid(let position, let reason) = ending {
        let isLast = index == outcome.segments.count - 1
        if known == nil { try mustBeTorn(segment, size, position, expected, isLast: isLast, reason) }
        try cut(segment, at: kept.end, size: size, reason)
        return try setAside(from: index + 1, "behind a cut", &outcome)
      }
      start = 0
    }
  }

  /// Walks sound batches from `start` on. The leader epoch lies outside a batch's CRC; it must not go down.
  private func keep(
    _ segment: Segment, from start: Int, _ expected: Int64, _ size: Int, _ epochs: inout EpochHistory
  ) throws(LogDamage) -> (BatchScanner.Ending, (end: Int, next: Int64)) {
    var kept = (end: start, next: expected)
    guard start < size else { return (.clean, kept) }
    var wrong: BatchScanner.Ending?
    var history = epochs
    let ending = try io { () throws(IOError) in
      try BatchScanner(file: try segment.file(), end: size, verifies: true)
        .scan(from: start, expecting: expected) { found in
          let epoch = found.header.partitionLeaderEpoch
          if let last = history.entries.last, epoch < last.epoch {
            wrong = .invalid(position: found.position, reason: "leader epoch \(epoch) behind \(last.epoch)")
            return false
          }
          history.note(epoch, at: found.header.baseOffset)
          segment.maxTimestamp = segment.maxTimestamp.map { max($0, found.header.maxTimestamp) }
          kept = (found.position + found.header.totalBytes, found.header.nextOffset)
          return true
        }
    }
    epochs = history
    return (wrong ?? ending, kept)
  }

  /// Without a durable point only an end with nothing sound behind it may be taken for torn.
  private func mustBeTorn(
    _ segment: Segment, _ size: Int, _ position: Int, _ expected: Int64, isLast: Bool, _ reason: String
  ) throws(LogDamage) {
    let hunt = try io { () throws(IOError) in
      try BatchScanner(file: try segment.file(), end: size, verifies: true).hunt(
        from: position, offsets: expected..<Int64.max)
    }
    if case .nothing = hunt, isLast { return }
    throw .damaged(
      "\(segment.path) is damaged at byte \(position) (offset \(expected)): \(reason), and sound records follow")
  }

  /// Cuts a segment behind byte `end`; what goes is kept aside first.
  private func cut(_ segment: Segment, at end: Int, size: Int, _ reason: String) throws(LogDamage) {
    try io { () throws(IOError) in
      let file = try segment.file()
      let kept = size > end ? try keepAside(file, segment, from: end, size: size) : nil
      try file.truncate(to: UInt64(end))
      environment.events.warning(
        "unfinished end of a log cut", ("partition", name), ("file", segment.path), ("position", "\(end)"),
        ("bytes", "\(size - end)"), ("reason", reason), ("kept", kept ?? "nothing"))
    }
  }

  /// Takes whole segments off the log's end, last first, so that a crash in between leaves no gap.
  private func setAside(from index: Int, _ reason: String, _ outcome: inout Outcome) throws(LogDamage) {
    try io { () throws(IOError) in
      for segment in outcome.segments[index...].reversed() where files.exists(segment.path) {
        let path = segment.path + ".torn-0"
        try files.rename(segment.path, to: path)
        environment.events.warning(
          "segment behind the end of a log set aside", ("partition", name), ("file", path), ("reason", reason))
      }
      try files.syncDirectory(directory)
    }
    outcome.segments.removeSubrange(index...)
    outcome.wasCut = true
  }

  private func keepAside(_ file: any File, _ segment: Segment, from end: Int, size: Int) throws(IOError) -> String? {
    let bytes = try file.read(min(size - end, Self.tornBytesMax), at: UInt64(end))
    guard bytes.contains(where: { $0 != 0 }) else { return nil }
    let path = segment.path + ".torn-\(end)"
    try files.replaceFile(path, with: bytes)
    return path
  }
}
