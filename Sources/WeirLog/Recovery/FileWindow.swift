import WeirBase
import WeirRecords

/// A part of a file in memory that moves along as batches are looked at.
struct FileWindow {
  let file: any File
  let chunkBytes: Int
  private var bytes: [UInt8] = []
  private var start = 0

  init(file: any File, chunkBytes: Int) {
    self.file = file
    self.chunkBytes = chunkBytes
  }

  /// The header at `position`; nil where none is. Reads no byte at `end` or later.
  mutating func header(at position: Int, end: Int) throws(IOError) -> BatchHeader? {
    if position < start || position + BatchHeader.size > start + bytes.count {
      try move(to: position, min(chunkBytes, end - position))
    }
    return Self.header(bytes, at: position - start)
  }

  static func header(_ bytes: [UInt8], at index: Int) -> BatchHeader? {
    guard index >= 0, index + BatchHeader.size <= bytes.count else { return nil }
    return bytes.withUnsafeBytes { buffer in
      try? BatchHeader.parse(UnsafeRawBufferPointer(rebasing: buffer[index...]))
    }
  }

  /// Compares the CRC of a batch, a chunk at a time.
  mutating func isSound(_ header: BatchHeader, at position: Int) throws(IOError) -> Bool {
    var checked = position + BatchHeader.checkedFrom
    let end = position + header.totalBytes
    var crc: UInt32 = 0
    while checked < end {
      if checked < start || checked >= start + bytes.count { try move(to: checked, min(chunkBytes, end - checked)) }
      let from = checked - start
      let to = min(bytes.count, end - start)
      // The file is shorter than it was.
      guard from < to else { return false }
      crc = bytes.withUnsafeBytes { buffer in
        CRC32C.checksum(UnsafeRawBufferPointer(rebasing: buffer[from..<to]), continuing: crc)
      }
      checked += to - from
    }
    return crc == header.crc
  }

  private mutating func move(to position: Int, _ count: Int) throws(IOError) {
    bytes = try file.read(max(0, count), at: UInt64(position))
    start = position
  }
}
