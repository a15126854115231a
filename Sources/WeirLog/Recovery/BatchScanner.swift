import WeirBase
import WeirRecords

/// Walks the batches of a file from front to back, in large reads.
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

  let file: any File
  /// Bytes of the file to be looked at.
  let end: Int
  /// Whether CRCs are computed; else only headers are looked at.
  let verifies: Bool
  /// A batch larger than this is taken for damage: lengths on disk are not believed blindly.
  static let batchBytesMax = Int(Int32.max)

  /// Calls `visit` for each batch from `start` on, whose first offset must be `expected` (nil: whatever it is).
  /// `visit` returns false to stop early.
  func scan(
    from start: Int, expecting expected: Int64?, _ visit: (Found) -> Bool
  ) throws(IOError) -> Ending {
    var position = start
    var next = expected
    var buffer: [UInt8] = []
    var bufferStart = start
    while position < end {
      if position + BatchHeader.size > bufferStart + buffer.count {
        buffer = try file.read(min(Self.chunkBytes, end - position), at: UInt64(position))
        bufferStart = position
      }
      guard let header = header(buffer, at: position - bufferStart) else {
        return .invalid(position: position, reason: "no batch header")
      }
      if let next, header.baseOffset != next {
        return .invalid(position: position, reason: "batch of offset \(header.baseOffset) where \(next) belongs")
      }
      guard header.totalBytes <= end - position else {
        return .invalid(position: position, reason: "batch of \(header.totalBytes) bytes, \(end - position) are left")
      }
      if verifies {
        if position + header.totalBytes > bufferStart + buffer.count {
          buffer = try file.read(max(header.totalBytes, min(Self.chunkBytes, end - position)), at: UInt64(position))
          bufferStart = position
        }
        guard isSound(header, buffer, at: position - bufferStart) else {
          return .invalid(position: position, reason: "CRC mismatch in the batch of offset \(header.baseOffset)")
        }
      }
      if !visit(Found(header: header, position: position)) { return .clean }
      position += header.totalBytes
      next = header.nextOffset
    }
    return .clean
  }

  private func header(_ buffer: [UInt8], at index: Int) -> BatchHeader? {
    guard index >= 0, index + BatchHeader.size <= buffer.count else { return nil }
    return buffer.withUnsafeBytes { bytes in
      try? BatchHeader.parse(UnsafeRawBufferPointer(rebasing: bytes[index...]))
    }
  }

  private func isSound(_ header: BatchHeader, _ buffer: [UInt8], at index: Int) -> Bool {
    guard index + header.totalBytes <= buffer.count else { return false }
    return buffer.withUnsafeBytes { bytes in
      (try? header.verify(UnsafeRawBufferPointer(rebasing: bytes[index..<index + header.totalBytes]))) != nil
    }
  }

  /// Whether a sound batch of `offset` or later begins anywhere from `start` on: then what lies before it is damage and
  /// no torn end.
  func hasSoundBatch(from start: Int, atLeast offset: Int64) throws(IOError) -> Bool {
    var position = start
    while position + BatchHeader.size <= end {
      let buffer = try file.read(min(Self.chunkBytes, end - position), at: UInt64(position))
      guard buffer.count >= BatchHeader.size else { return false }
      for index in 0...(buffer.count - BatchHeader.size) where buffer[index + 16] == 2 {
        guard let header = header(buffer, at: index), header.baseOffset >= offset,
          header.totalBytes <= end - position - index
        else { continue }
        let whole = try file.read(header.totalBytes, at: UInt64(position + index))
        if isSound(header, whole, at: 0) { return true }
      }
      position += buffer.count - BatchHeader.size + 1
    }
    return false
  }
}
