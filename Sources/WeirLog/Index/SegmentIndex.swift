/// Sparse places of a segment's batches. One index serves offsets and times: an entry says where a batch begins, its
/// base offset, and the largest timestamp of all batches before it. A cache: scanning the segment gives the same.
struct SegmentIndex: Equatable, Sendable {
  struct Entry: Equatable, Sendable {
    /// Offset of the batch less the segment's base offset.
    var relativeOffset: UInt32
    /// Where the batch begins, in bytes.
    var position: UInt32
    /// Of all batches before this one; `Int64.min` for the first.
    var maxTimestampBefore: Int64
  }

  private(set) var entries: [Entry] = []
  /// Bytes from the segment's start that are indexed: all of them, or what was there when somebody last looked.
  private(set) var coveredBytes = 0
  /// The offset behind the covered batches.
  private(set) var nextOffset: Int64
  private(set) var maxTimestamp = Int64.min

  /// An index of nothing yet, for a segment that begins at `baseOffset`.
  init(baseOffset: Int64) { nextOffset = baseOffset }

  init(entries: [Entry], coveredBytes: Int, nextOffset: Int64, maxTimestamp: Int64) {
    self.entries = entries
    self.coveredBytes = coveredBytes
    self.nextOffset = nextOffset
    self.maxTimestamp = maxTimestamp
  }

  /// A batch to be noted.
  struct Batch: Sendable {
    var relativeOffset: UInt32
    var position: Int
    var bytes: Int
    var nextOffset: Int64
    var maxTimestamp: Int64
  }

  /// Notes a batch that follows what is covered; `interval` is the least distance of two entries, in bytes.
  mutating func note(_ batch: Batch, interval: Int) {
    if entries.last.map({ batch.position - Int($0.position) >= interval }) ?? true {
      entries.append(
        Entry(
          relativeOffset: batch.relativeOffset, position: UInt32(clamping: batch.position),
          maxTimestampBefore: maxTimestamp))
    }
    coveredBytes = batch.position + batch.bytes
    nextOffset = batch.nextOffset
    maxTimestamp = max(maxTimestamp, batch.maxTimestamp)
  }

  /// Counts `bytes` as covered, though no batch in the rest of them could be read.
  mutating func skip(to bytes: Int, nextOffset next: Int64) {
    coveredBytes = max(coveredBytes, bytes)
    nextOffset = max(nextOffset, next)
  }

  /// The place of a batch from which on to look for the one that holds an offset; nil: from the segment's start.
  func place(ofRelative offset: UInt32) -> Entry? { last { $0.relativeOffset <= offset } }

  /// The place of a batch from which on to look for the first with a timestamp of `timestamp` or later.
  func place(ofTimestamp timestamp: Int64) -> Entry? { last { $0.maxTimestampBefore < timestamp } }

  /// The last entry for which `holds` is true; it must be true for a prefix.
  private func last(where holds: (Entry) -> Bool) -> Entry? {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if holds(entries[middle]) { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : entries[low - 1]
  }
}
