import NIOCore
import Testing

@testable import WeirServer

struct FrameBufferTests {
  private func frame(_ payload: [UInt8]) -> [UInt8] {
    withUnsafeBytes(of: Int32(payload.count).bigEndian) { Array($0) } + payload
  }

  private func drain(_ frames: inout FrameBuffer) throws -> [[UInt8]] {
    var out: [[UInt8]] = []
    while let next = try frames.next() { out.append(Array(next.readableBytesView)) }
    return out
  }

  @Test(arguments: [1, 2, 3, 5, 7, 64, 100_000]) func framesComeOutHoweverTheBytesArrive(chunk: Int) throws {
    let payloads: [[UInt8]] = [
      [], [1], Array(repeating: 7, count: 300), Array(0..<255), Array(repeating: 9, count: 70_000),
    ]
    let stream = payloads.flatMap(frame)
    var frames = FrameBuffer(frameBytesMax: 100_000)
    var out: [[UInt8]] = []
    var at = 0
    while at < stream.count {
      let end = min(at + chunk, stream.count)
      frames.append(ByteBuffer(bytes: stream[at..<end]))
      out += try drain(&frames)
      at = end
    }
    #expect(out == payloads)
    #expect(frames.byteCount == 0)
  }

  @Test func aNegativeLengthIsAFault() {
    var frames = FrameBuffer(frameBytesMax: 100)
    frames.append(ByteBuffer(bytes: [0xff, 0xff, 0xff, 0xff]))
    #expect(throws: FrameBuffer.Fault.negativeLength(-1)) { try frames.next() }
  }

  @Test func aLengthOverTheLimitIsAFaultBeforeItsBytesCome() {
    var frames = FrameBuffer(frameBytesMax: 100)
    frames.append(ByteBuffer(bytes: [0, 0, 0, 101]))
    #expect(throws: FrameBuffer.Fault.tooLarge(101, limit: 100)) { try frames.next() }
  }

  @Test func aClaimedLengthReservesNoMemory() throws {
    var frames = FrameBuffer(frameBytesMax: 100 << 20)
    frames.append(ByteBuffer(bytes: frame([]).prefix(0) + [0x06, 0x00, 0x00, 0x00, 1, 2, 3]))
    #expect(try frames.next() == nil)
    #expect(frames.capacity <= 4 << 20)
  }

  /// A stream that never ends on a frame's end must not keep what was read.
  @Test func memoryStaysBoundedOnAnEndlessStream() throws {
    let stream = frame(Array(repeating: 5, count: 70_001))
    var frames = FrameBuffer(frameBytesMax: 1 << 20)
    var at = 0
    var count = 0
    for _ in 0..<4000 {
      var chunk: [UInt8] = []
      while chunk.count < 65_536 {
        let take = min(stream.count - at, 65_536 - chunk.count)
        chunk += stream[at..<at + take]
        at = (at + take) % stream.count
      }
      frames.append(ByteBuffer(bytes: chunk))
      while let next = try frames.next() {
        #expect(next.readableBytes == 70_001)
        count += 1
      }
      #expect(frames.capacity <= 4 << 20)
    }
    #expect(count == 4000 * 65_536 / stream.count)
  }
}
