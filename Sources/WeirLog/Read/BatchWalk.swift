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
    /// What follows is not the batch that belongs there.
    case damaged(String)
  }

  private let bytes: UnsafeRawBufferPointer
  private let offset: Int64
  private let end: Int64
  private(set) var range: ReadRange
  /// Bytes of whole batches walked over, wanted or not.
  private(set) var consumed = 0
  /// The offset that the batch behind these must have.
  private(set) var expected: Int64
  private(set) var ending = Ending.clean

  /// - Parameter expected: the base offset of the batch that `bytes` begin with.
  init(_ bytes: UnsafeRawBufferPointer, expecting expected: Int64, from offset: Int64, before end: Int64) {
    self.bytes = bytes
    self.expected = expected
    self.offset = offset
    self.end = end
    range = ReadRange(lowerBound: 0, count: 0, nextOffset: offset)
  }

  /// Walks on. `check` is asked about each whole batch and says what is wrong with it.
  mutating func run(_ check: (BatchHeader, UnsafeRawBufferPointer) -> String?) {
    while consumed < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[consumed...])
      guard rest.count >= BatchHeader.size else { return stop(.batchOf(BatchHeader.size)) }
      guard let header = try? BatchHeader.parse(rest) else { return stop(.damaged("no batch begins here")) }
      guard header.baseOffset == expected else {
        return stop(.damaged("batch of offset \(header.baseOffset) where \(expected) belongs"))
      }
      if header.baseOffset >= end { return stop(.done) }
      guard header.totalBytes <= rest.count else { return stop(.batchOf(header.totalBytes)) }
      if let wrong = check(header, rest) { return stop(.damaged(wrong)) }
      if header.lastOffset >= offset {
        if range.count == 0 { range.lowerBound = consumed }
        range.count += header.totalBytes
        range.nextOffset = header.nextOffset
      }
      consumed += header.totalBytes
      expected = header.nextOffset
    }
  }

  private mutating func stop(_ ending: Ending) { self.ending = ending }
}
