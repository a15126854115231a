import WeirBase
import WeirRecords

/// Walks the batches of a file from front to back, in large reads. Memory is bounded whatever lengths the file states.
struct BatchScanner {
  struct Found {
    var header: BatchHeader
    var position: Int
  }

  enum Ending: Equatable {
    /// All bytes are whole batches.
    case clean
    /// The bytes from `position` on are no whole, sound, next batch; the reason in words.
    case invalid(position: Int, reason: String)
  }

  private static let chunkBytes = 1 << 20
  /// Bytes that one hunt for a sound batch may check: records may hold bytes that look like headers, on purpose.
  static let huntBytesMax = 256 << 20

  let file: any File
  /// Bytes of the file to be looked at.
  let end: Int
  /// Whether CRCs are computed; else only headers are looked at.
  let verifies: Bool

  /// Calls `visit` for each batch from `start` on, whose first offset must be `expected` (nil: whatever it is).
  /// `visit` returns false to stop early.
  func scan(
    from start: Int, expecting expected: Int64?, _ visit: (Found) -> Bool
  ) throws(IOError) -> Ending {
    var position = start
    var next = expected
    var window = FileWindow(file: file, chunkBytes: Self.chunkBytes)
    while position < end {
      guard end - position >= BatchHeader.size, let header = try window.header(at: position, end: end) else {
        return .invalid(position: position, reason: "no batch header")
      }
      if let next, header.baseOffset != next {
        return .invalid(position: position, reason: "batch of offset \(header.baseOffset) where \(next) belongs")
      }
      guard header.totalBytes <= end - position else {
        return .invalid(position: position, reason: "batch of \(header.totalBytes) bytes, \(end - position) are left")
      }
      if verifies, try !window.isSound(header, at: position) {
        return .invalid(position: position, reason: "CRC mismatch in the batch of offset \(header.baseOffset)")
      }
      if !visit(Found(header: header, position: position)) { return .clean }
      position += header.totalBytes
      next = header.nextOffset
    }
    return .clean
  }

  /// Whether the batch of `header` at `position`, which must lie before `end`, has the right CRC.
  func isSound(_ header: BatchHeader, at position: Int) throws(IOError) -> Bool {
    var window = FileWindow(file: file, chunkBytes: Self.chunkBytes)
    return try window.isSound(header, at: position)
  }

  enum Hunt {
    case found(Found)
    case nothing
    /// Too much looked like batches; what is there stays open.
    case gaveUp
  }

  /// The first sound batch that begins at `start` or later and holds offsets in `offsets` alone.
  func hunt(from start: Int, offsets: Range<Int64>) throws(IOError) -> Hunt {
    var window = FileWindow(file: file, chunkBytes: Self.chunkBytes)
    var budget = Self.huntBytesMax
    var position = start
    while position + BatchHeader.size <= end {
      let buffer = try file.read(min(Self.chunkBytes, end - position), at: UInt64(position))
      guard buffer.count >= BatchHeader.size else { return .nothing }
      for index in 0...(buffer.count - BatchHeader.size) where buffer[index + 16] == 2 {
        guard let header = FileWindow.header(buffer, at: index), offsets.contains(header.baseOffset),
          offsets.contains(header.lastOffset), header.totalBytes <= end - position - index
        else { continue }
        budget -= header.totalBytes
        if budget < 0 { return .gaveUp }
        if try window.isSound(header, at: position + index) {
          return .found(Found(header: header, position: position + index))
        }
      }
      position += buffer.count - BatchHeader.size + 1
    }
    return .nothing
  }
}
