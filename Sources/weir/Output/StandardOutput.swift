import Glibc

/// Standard output, gathered into large writes.
final class StandardOutput {
  private static let capacity = 256 << 10
  private let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
  private var count = 0

  deinit { memory.deallocate() }

  func append(_ bytes: UnsafeRawBufferPointer) throws(BrokenPipe) {
    if bytes.count > Self.capacity - count {
      try flush()
      if bytes.count > Self.capacity { return try Self.write(bytes) }
    }
    guard let source = bytes.baseAddress else { return }
    (memory + count).copyMemory(from: source, byteCount: bytes.count)
    count &+= bytes.count
  }

  func append(_ byte: UInt8) throws(BrokenPipe) {
    if count == Self.capacity { try flush() }
    memory.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count &+= 1
  }

  func append(_ text: String) throws(BrokenPipe) {
    var text = text
    var failure: BrokenPipe?
    text.withUTF8 { utf8 in
      do throws(BrokenPipe) { try append(UnsafeRawBufferPointer(utf8)) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  func flush() throws(BrokenPipe) {
    let bytes = UnsafeRawBufferPointer(start: memory, count: count)
    count = 0
    try Self.write(bytes)
  }

  private static func write(_ bytes: UnsafeRawBufferPointer) throws(BrokenPipe) {
    var done = 0
    while done < bytes.count {
      let count = Glibc.write(1, bytes.baseAddress.map { $0 + done }, bytes.count - done)
      if count > 0 { done += count } else if errno != EINTR { throw BrokenPipe() }
    }
  }

  /// A line at once.
  static func print(_ text: String) {
    let output = StandardOutput()
    do throws(BrokenPipe) {
      try output.append(text)
      if !text.hasSuffix("\n") { try output.append(UInt8(ascii: "\n")) }
      try output.flush()
    } catch {
      // Nobody reads it.
    }
  }
}
