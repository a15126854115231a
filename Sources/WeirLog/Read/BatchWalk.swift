import WeirBase
import WeirRecords

/// Picks whole batches out of bytes read from a segment: those that reach `offset`, before `end`. No I/O.
struct BatchWalk {
  enum Ending: Equatable {
    /// All bytes were batches.
    case clean
    /// The rest is a batch of this many bytes, not whole.
    case batchOf(Int)
    /// The next batch begins at the end asked for.
    case done
    /// What follows is no batch.
    case noBatch
  }

  private let bytes: UnsafeRawBufferPointer
  private let offset: Int64
  private let end: Int64
  private(set) var range: ReadRange
  /// Bytes of whole batches walked over, wanted or not.
  private(set) var consumed = 0
  private(set) var ending = Ending.clean
  /// Where a batch with a wrong CRC begins.
  private(set) var badAt: Int?

  init(_ bytes: UnsafeRawBufferPointer, from offset: Int64, before end: Int64) {
    self.bytes = bytes
    self.offset = offset
    self.end = end
    range = ReadRange(lowerBound: 0, count: 0, nextOffset: offset)
  }

  mutating func run(checking: Bool) {
    while consumed < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[consumed...])
      guard let header = try? BatchHeader.parse(rest) else {
        ending = rest.count < BatchHeader.size ? .batchOf(BatchHeader.size) : .noBatch
        if rest.count >= BatchHeader.size { badAt = consumed }
        return
      }
      if header.baseOffset >= end {
        ending = .done
        return
      }
      guard header.totalBytes <= rest.count else {
        ending = .batchOf(header.totalBytes)
        return
      }
      if checking && (try? header.verify(rest)) == nil {
        badAt = consumed
        ending = .noBatch
        return
      }
      if header.lastOffset >= offset {
        if range.count == 0 { range.lowerBound = consumed }
        range.count += header.totalBytes
        range.nextOffset = header.nextOffset
      }
      consumed += header.totalBytes
    }
  }
}
