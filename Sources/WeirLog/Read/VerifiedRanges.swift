/// Byte ranges of a file whose batches were written or CRC-checked by this process. Merged, ascending.
struct VerifiedRanges: Equatable, Sendable {
  private(set) var ranges: [Range<Int>] = []

  mutating func insert(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    // The usual case: more at the end of what is known.
    if let last = ranges.last, last.upperBound == range.lowerBound {
      ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
      return
    }
    var merged = range
    var kept: [Range<Int>] = []
    for known in ranges {
      if known.upperBound < merged.lowerBound || known.lowerBound > merged.upperBound {
        kept.append(known)
      } else {
        merged = min(known.lowerBound, merged.lowerBound)..<max(known.upperBound, merged.upperBound)
      }
    }
    kept.append(merged)
    ranges = kept.sorted { $0.lowerBound < $1.lowerBound }
  }

  func contains(_ range: Range<Int>) -> Bool {
    ranges.contains { $0.lowerBound <= range.lowerBound && $0.upperBound >= range.upperBound }
  }
}
