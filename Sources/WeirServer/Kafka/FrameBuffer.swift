import NIOCore

/// Cuts a stream of bytes into request frames: a length of four bytes, then that many bytes. A state machine.
struct FrameBuffer {
  enum Fault: Error, Equatable, CustomStringConvertible {
    case negativeLength(Int32)
    case tooLarge(Int, limit: Int)

    var description: String {
      switch self {
      case .negativeLength(let length): "frame of \(length) bytes"
      case .tooLarge(let length, let limit): "frame of \(length) bytes; at most \(limit) are taken (socket.request.max.bytes)"
      }
    }
  }

  private var pending: ByteBuffer?
  private let frameBytesMax: Int
  /// Never reserve more than this on a length's word alone: memory follows the bytes that really came.
  private static let reserveMax = 2 << 20

  init(frameBytesMax: Int) { self.frameBytesMax = frameBytesMax }

  var byteCount: Int { pending?.readableBytes ?? 0 }
  /// Memory held for bytes that are not whole frames yet.
  var capacity: Int { pending?.capacity ?? 0 }

  mutating func append(_ bytes: ByteBuffer) {
    if var held = pending, held.readableBytes > 0 {
      var bytes = bytes
      // Out of the field while it grows: a second reference would copy it.
      pending = nil
      held.writeBuffer(&bytes)
      pending = held
    } else {
      pending = bytes
    }
  }

  /// The next whole frame, without its length; nil when more bytes must come.
  mutating func next() throws(Fault) -> ByteBuffer? {
    guard let held = pending, let length = held.getInteger(at: held.readerIndex, as: Int32.self) else { return nil }
    guard length >= 0 else { throw .negativeLength(length) }
    guard Int(length) <= frameBytesMax else { throw .tooLarge(Int(length), limit: frameBytesMax) }
    let whole = 4 + Int(length)
    guard held.readableBytes >= whole else {
      makeRoom(for: whole)
      return nil
    }
    let frame = held.getSlice(at: held.readerIndex + 4, length: Int(length))
    if held.readableBytes == whole {
      pending = nil
    } else {
      pending?.moveReaderIndex(forwardBy: whole)
    }
    return frame
  }

  /// A frame begun in a full receive buffer moves once to one of its own size.
  private mutating func makeRoom(for whole: Int) {
    guard var held = pending, held.readableBytes + held.writableBytes < whole || held.readerIndex > 0 else { return }
    let wanted = min(whole, max(Self.reserveMax, held.readableBytes * 2))
    guard held.capacity < wanted else { return }
    pending = nil
    var roomy = ByteBufferAllocator().buffer(capacity: wanted)
    roomy.writeBuffer(&held)
    pending = roomy
  }
}
