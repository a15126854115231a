import WeirBase
import WeirRecords

/// Where a read begins, and what it knows of the bytes there. A copy: it stays good without the lock.
struct ReadPlan: Sendable {
  /// Where a batch begins, in a segment.
  struct Place: Equatable, Sendable {
    var position: Int
    var baseOffset: Int64

    /// Offsets that batches behind this one may have; `next` ends the segment.
    func offsetsBehind(upTo next: Int64) -> Range<Int64> {
      let lowest = baseOffset.addingReportingOverflow(1)
      return lowest.overflow ? next..<next : lowest.partialValue..<max(next, lowest.partialValue)
    }
  }

  var segment: Segment
  var file: any File
  var place: Place
  /// Bytes and next offset of the segment.
  var end: Int
  var nextOffset: Int64
  var verified: VerifiedRanges
  var epochs: EpochHistory

  func isVerified(_ bytes: Int) -> Bool { verified.contains(place.position..<place.position + bytes) }

  /// What is wrong with a batch that this process did not write; nil when it is sound. The leader epoch lies outside
  /// the batch's CRC, so it is held against the history.
  func fault(_ header: BatchHeader, _ batch: UnsafeRawBufferPointer) -> String? {
    if (try? header.verify(batch)) == nil { return "CRC mismatch in the batch of offset \(header.baseOffset)" }
    if let epoch = epochs.epoch(at: header.baseOffset), epoch != header.partitionLeaderEpoch {
      return
        "leader epoch \(header.partitionLeaderEpoch) in the batch of offset \(header.baseOffset), written in \(epoch)"
    }
    return nil
  }
}
