import NIOCore

/// Cuts a stream of bytes into request frames: a length of four bytes, then that many bytes. A state machine.
struct FrameBuffer {
  enum Fault: Error, Equatable, CustomStringConvertible {
    case negativeLength(Int32)
    case tooLarge(Int, limit: Int)

    var description: String {
      switch self {
      case .negativeLength(let length): "frame of \(length) bytes"
      case .tooLarge(let length, let limit):
        "frame of \(length) bytes; at most \(limit) are taken (socket.request.max.bytes)"
      }
    }
  }

  /// Received and not looked at yet, oldest first; whole frames leave as slices of these.
  private var received = CircularBuffer<ByteBuffer>()
  /// A frame (with its length) of which some bytes are still to come, in memory of its own.
  private var partial: ByteBuffer?
  private let frameBytesMax: Int
  /// Never reserve more than this on a length's word alone: memory follows the bytes that really came.
  private static let reserveMax = 2 << 20
  private static let lengthBytes = 4

  init(frameBytesMax: Int) { self.frameBytesMax = frameBytesMax }

  var byteCount: Int { received.reduce(partial?.readableBytes ?? 0) { $0 + $1.readableBytes } }
  /// Memory held for bytes that are not whole frames yet.
  var capacity: Int { received.reduce(partial?.capacity ?? 0) { $0 + $1.capacity } }

  mutating func append(_ bytes: ByteBuffer) { if bytes.readableBytes > 0 { received.append(bytes) } }

  /// The next whole frame, without its length; nil when more bytes must come.
  mutating func next() throws(Fault) -> ByteBuffer? {
    if partial != nil { return try completePartial() }
    guard let front = received.first else { return nil }
    guard let length = front.getInteger(at: front.readerIndex, as: Int32.self) else { return try beginPartial() }
    let whole = Self.lengthBytes + (try checked(length))
    guard front.readableBytes >= whole else { return try beginPartial() }
    let frame = front.getSlice(at: front.readerIndex + Self.lengthBytes, length: whole - Self.lengthBytes)
    consume(whole)
    return frame
  }

  private func checked(_ length: Int32) throws(Fault) -> Int {
    guard length >= 0 else { throw .negativeLength(length) }
    guard Int(length) <= frameBytesMax else { throw .tooLarge(Int(length), limit: frameBytesMax) }
    return Int(length)
  }

  /// Moves past bytes of the oldest buffer, and lets it go when it is used up.
  private mutating func consume(_ count: Int) {
    received[received.startIndex].moveReaderIndex(forwardBy: count)
    if received[received.startIndex].readableBytes == 0 { received.removeFirst() }
  }

  private mutating func beginPartial() throws(Fault) -> ByteBuffer? {
    partial = ByteBuffer()
    return try completePartial()
  }

  /// Fills the partial frame from what was received; the frame, once it is whole.
  private mutating func completePartial() throws(Fault) -> ByteBuffer? {
    while var frame = partial, !received.isEmpty {
      // Out of the field while it grows: a second reference would copy it.
      partial = nil
      var wanted = Self.lengthBytes
      if let length = frame.getInteger(at: 0, as: Int32.self) {
        wanted += try checked(length)
        frame.reserveCapacity(min(wanted, max(Self.reserveMax, frame.readableBytes * 2)))
      }
      let count = min(wanted - frame.readableBytes, received[received.startIndex].readableBytes)
      let front = received[received.startIndex]
      if let bytes = front.viewBytes(at: front.readerIndex, length: count) { frame.writeBytes(bytes) }
      if count > 0 { consume(count) }
      if wanted > Self.lengthBytes || frame.getInteger(at: 0, as: Int32.self) == 0, frame.readableBytes == wanted {
        frame.moveReaderIndex(forwardBy: Self.lengthBytes)
        return frame
      }
      partial = frame
    }
    return nil
  }
}
