import Glibc

/// Reads input in large pieces and finds the lines in it, without a copy or an object per line.
struct LineBuffer: ~Copyable {
  private static let capacityFirst = 1 << 20
  private var memory: UnsafeMutableRawBufferPointer
  /// What has been read and not taken: `start ..< end`.
  private(set) var start = 0
  private(set) var end = 0
  private let lineBytesMax: Int
  private(set) var isAtEnd = false

  init(lineBytesMax: Int) {
    memory = .allocate(byteCount: Self.capacityFirst, alignment: 16)
    self.lineBytesMax = lineBytesMax
  }

  deinit { memory.deallocate() }

  /// Reads more behind what is there. False at the end of the input.
  mutating func fill(from input: InputFile) throws -> Bool {
    if isAtEnd { return false }
    if start > 0 {
      memory.baseAddress.map { _ = memmove($0, $0 + start, end - start) }
      end -= start
      start = 0
    }
    if end == memory.count { try grow() }
    let count = try input.read(into: UnsafeMutableRawBufferPointer(rebasing: memory[end...]))
    if count == 0 { isAtEnd = true }
    end += count
    return count > 0
  }

  private mutating func grow() throws {
    guard memory.count / 2 <= lineBytesMax else {
      throw CommandFailure.failed(
        "a line is longer than \(lineBytesMax) bytes. Raise --max-request-size and the topic's max.message.bytes, "
          + "or send the input as one record with --raw"
      )
    }
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: memory.count * 2, alignment: 16)
    larger.copyMemory(from: UnsafeRawBufferPointer(memory))
    memory.deallocate()
    memory = larger
  }

  /// The next line without its end, and where the one after it begins; nil where there is no whole line. At the end of
  /// the input what is left is a line.
  func line(at from: Int) -> (line: UnsafeRawBufferPointer, next: Int)? {
    guard from < end, let base = memory.baseAddress else { return nil }
    if let found = memchr(base + from, 0x0a, end - from) {
      let stop = base.distance(to: found)
      let hasReturn = stop > from && memory[stop - 1] == 0x0d
      return (UnsafeRawBufferPointer(rebasing: memory[from..<(hasReturn ? stop - 1 : stop)]), stop + 1)
    }
    return isAtEnd ? (UnsafeRawBufferPointer(rebasing: memory[from..<end]), end) : nil
  }

  /// Lets go of what lies before.
  mutating func consume(to offset: Int) { start = offset }
}
