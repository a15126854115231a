import Glibc

/// What a decoder has written so far. The memory doubles as real output arrives, so a frame that claims much and holds
/// little reserves little, and it never passes the limit by more than the byte that shows the limit was passed.
struct InflatedBytes: ~Copyable {
  private let codec: Codec
  private let limit: Int
  private var base: UnsafeMutableRawPointer?
  private var capacity = 0
  private(set) var count = 0

  private static let capacityMin = 4096
  private static let limitMax = 1 << 40

  /// - Parameters:
  ///   - limit: output in bytes that is still fine.
  ///   - inputBytes: what will be decompressed; decides how much is reserved at first.
  init(_ codec: Codec, limit: Int, inputBytes: Int) throws(CodecError) {
    self.codec = codec
    self.limit = min(max(limit, 0), Self.limitMax)
    try reserve(max(Self.capacityMin, min(inputBytes, Self.limitMax) &* 4))
  }

  /// Nothing, in no memory.
  init() {
    codec = .none
    limit = 0
  }

  deinit { free(base) }

  /// Valid as long as this lives.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  /// Where to write next: one byte or more.
  mutating func room() throws(CodecError) -> UnsafeMutableRawBufferPointer {
    if count == capacity { try reserve(capacity &* 2) }
    return UnsafeMutableRawBufferPointer(start: base.map { $0 + count }, count: capacity &- count)
  }

  /// Room for `needed` bytes at once, which the caller has found to be plausible.
  mutating func room(_ needed: Int) throws(CodecError) -> UnsafeMutableRawBufferPointer {
    guard needed <= limit &- count else { throw .tooLarge(codec, limit: limit) }
    if capacity &- count < needed { try reserve(max(count &+ needed, capacity &* 2)) }
    return UnsafeMutableRawBufferPointer(start: base.map { $0 + count }, count: capacity &- count)
  }

  /// Says that `written` bytes of the room were filled.
  mutating func advance(_ written: Int) throws(CodecError) {
    count &+= written
    guard count <= limit else { throw .tooLarge(codec, limit: limit) }
  }

  private mutating func reserve(_ wanted: Int) throws(CodecError) {
    let size = min(wanted, limit &+ 1)
    guard let grown = realloc(base, size) else { throw .failed(codec) }
    base = grown
    capacity = size
  }
}
