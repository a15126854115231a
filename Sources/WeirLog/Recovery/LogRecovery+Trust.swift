import WeirBase
import WeirRecords

/// Up to the durable point.
extension LogRecovery {
  /// Compares what is trusted with what was vouched for; returns the segment from which on batches must be checked.
  func checkTrusted(_ known: Checkpoint?, _ outcome: Outcome) throws(LogDamage) -> Int {
    guard let known, let last = outcome.segments.firstIndex(where: { $0.baseOffset == known.segment }) else { return 0 }
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
    var index = SegmentIndex(baseOffset: segment.baseOffset)
    _ = try io { () throws(IOError) in
      try BatchScanner(file: try segment.file(), end: size, verifies: false)
        .scan(from: 0, expecting: segment.baseOffset) { found in
          index.note(segment.indexed(found), interval: 4096)
          return true
        }
    }
    guard index.coveredBytes == size, index.nextOffset == next else {
      throw .damaged(
        "\(segment.path) is damaged at byte \(index.coveredBytes) (offset \(index.nextOffset)): records up to \(next) "
          + "should follow")
    }
    segment.index = index
    segment.maxTimestamp = index.maxTimestamp
  }
}
