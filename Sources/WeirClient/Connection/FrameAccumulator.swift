import NIOCore

/// Cuts a byte stream into frames: a 32-bit length, then that many bytes.
struct FrameAccumulator {
  private var buffer = ByteBuffer()
  private let frameBytesMax: Int

  init(frameBytesMax: Int) { self.frameBytesMax = frameBytesMax }

  mutating func append(_ bytes: ByteBuffer) {
    if buffer.readableBytes == 0 {
      // Frames that lie whole in one read are handed out without a copy.
      buffer = bytes
      return
    }
    var bytes = bytes
    buffer.writeBuffer(&bytes)
  }

  /// The next whole frame without its length; nil until there is one.
  mutating func next() throws(ClientError) -> ByteBuffer? {
    guard let length = buffer.getInteger(at: buffer.readerIndex, as: Int32.self) else { return nil }
    guard length >= 0, Int(length) <= frameBytesMax else {
      throw ClientError(
        .damaged, "the peer sent a frame of \(length) bytes, where 0 to \(frameBytesMax) are allowed",
        next: "Is this the Kafka port of a broker?")
    }
    guard buffer.readableBytes - 4 >= Int(length) else {
      reserve(Int(length) + 4)
      return nil
    }
    buffer.moveReaderIndex(forwardBy: 4)
    return buffer.readSlice(length: Int(length))
  }

  /// Room for the whole frame at once, so that its parts are copied once. What was handed out keeps the old memory.
  private mutating func reserve(_ frameBytes: Int) {
    guard buffer.capacity - buffer.readerIndex < frameBytes else { return }
    var larger = ByteBufferAllocator().buffer(capacity: frameBytes)
    larger.writeBuffer(&buffer)
    buffer = larger
  }
}
