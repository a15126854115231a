import NIOCore

/// Lines out of pieces of text.
struct LineSplitter {
  private let lineBytesMax: Int
  private var buffer = ByteBuffer()
  /// Bytes from the reader index that are known to hold no end of line.
  private var searched = 0

  init(lineBytesMax: Int) { self.lineBytesMax = lineBytesMax }

  mutating func append(_ piece: ByteBuffer) {
    var piece = piece
    if buffer.readableBytes == 0 {
      buffer = piece
    } else {
      buffer.discardReadBytes()
      buffer.writeBuffer(&piece)
    }
  }

  /// The next whole line, without its end; nil where more is needed.
  mutating func next(_ address: BrokerAddress) throws(APIError) -> ByteBuffer? {
    let unsearched = buffer.readableBytesView.dropFirst(searched)
    guard let end = unsearched.firstIndex(of: UInt8(ascii: "\n")) else {
      searched = buffer.readableBytes
      guard searched <= lineBytesMax else {
        throw .failed(.tooLarge, "a line of more than \(lineBytesMax) bytes", at: address)
      }
      return nil
    }
    searched = 0
    let line = buffer.readSlice(length: end - buffer.readerIndex)
    buffer.moveReaderIndex(forwardBy: 1)
    return line
  }
}
