import NIOCore
import NIOEmbedded
import Synchronization
import Testing
import WeirWire

@testable import WeirClient

@Suite struct FrameAccumulatorTests {
  private func frame(_ bytes: [UInt8]) -> ByteBuffer {
    var buffer = ByteBuffer(integer: Int32(bytes.count))
    buffer.writeBytes(bytes)
    return buffer
  }

  @Test(arguments: [1, 2, 3, 5, 1000])
  func framesComeOutWholeHoweverTheyArrive(piece: Int) throws {
    var all = frame([1, 2, 3])
    var (second, third) = (frame([]), frame([UInt8](repeating: 9, count: 300)))
    all.writeBuffer(&second)
    all.writeBuffer(&third)
    var frames = FrameAccumulator(frameBytesMax: 1_000)
    var sizes: [Int] = []
    while all.readableBytes > 0, let part = all.readSlice(length: min(piece, all.readableBytes)) {
      frames.append(part)
      while let frame = try frames.next() { sizes.append(frame.readableBytes) }
    }
    #expect(sizes == [3, 0, 300])
  }

  @Test(arguments: [Int32(-1), 1_001, .max, .min])
  func anImpossibleLengthIsRefusedBeforeMemoryIsReserved(length: Int32) {
    var frames = FrameAccumulator(frameBytesMax: 1_000)
    frames.append(ByteBuffer(integer: length))
    #expect(throws: ClientError.self) { try frames.next() }
  }
}

@Suite struct ConnectionHandlerTests {
  private final class Answers: Sendable {
    let all = Mutex<[String]>([])
    func note(_ name: String) -> ConnectionHandler.Completion {
      { [self] result in
        let text: String
        switch result {
        case .success(let body): text = "\(name): \(body.readableBytes)"
        case .failure(let error): text = "\(name): \(error.kind)"
        }
        all.withLock { $0.append(text) }
      }
    }
    var texts: [String] { all.withLock { $0 } }
  }

  private func channel() throws -> (EmbeddedChannel, ConnectionHandler) {
    let handler = ConnectionHandler(place: "test")
    let channel = EmbeddedChannel(handler: handler)
    try channel.connect(to: .init(ipAddress: "127.0.0.1", port: 1)).wait()
    return (channel, handler)
  }

  private func answer(_ id: Int32, bytes: Int) -> ByteBuffer {
    var buffer = ByteBuffer(integer: Int32(bytes + 4))
    buffer.writeInteger(id)
    buffer.writeRepeatingByte(0, count: bytes)
    return buffer
  }

  @Test func answersFindTheirRequests() throws {
    let (channel, handler) = try channel()
    let answers = Answers()
    for (id, name) in [(Int32(1), "a"), (2, "b")] {
      handler.send([ByteBuffer(integer: id)], id: id, timeoutMillis: 1_000, answers.note(name))
    }
    var both = answer(1, bytes: 3)
    var second = answer(2, bytes: 5)
    both.writeBuffer(&second)
    try channel.writeInbound(both)
    #expect(answers.texts == ["a: 7", "b: 9"])
  }

  @Test func anAnswerNobodyAskedForEndsTheConnection() throws {
    let (channel, handler) = try channel()
    let answers = Answers()
    handler.send([ByteBuffer(integer: 1)], id: 1, timeoutMillis: 1_000, answers.note("a"))
    try channel.writeInbound(answer(9, bytes: 0))
    #expect(answers.texts == ["a: damaged"])
    #expect(!channel.isActive)
  }

  @Test func silenceEndsTheConnectionForAllThatWait() throws {
    let (channel, handler) = try channel()
    let answers = Answers()
    handler.send([ByteBuffer(integer: 1)], id: 1, timeoutMillis: 100, answers.note("a"))
    handler.send([ByteBuffer(integer: 2)], id: 2, timeoutMillis: 10_000, answers.note("b"))
    channel.embeddedEventLoop.advanceTime(by: .milliseconds(101))
    #expect(answers.texts == ["a: timedOut", "b: timedOut"])
    handler.send([ByteBuffer(integer: 3)], id: 3, timeoutMillis: 100, answers.note("c"))
    #expect(answers.texts.last == "c: timedOut")
  }

  @Test func aClosedConnectionFailsWhatWaits() throws {
    let (channel, handler) = try channel()
    let answers = Answers()
    handler.send([ByteBuffer(integer: 1)], id: 1, timeoutMillis: 1_000, answers.note("a"))
    try channel.close().wait()
    #expect(answers.texts == ["a: disconnected"])
  }
}

@Suite struct VersionTableTests {
  private let table = VersionTable([
    (ApiKey.fetch.rawValue, 4, 17), (ApiKey.produce.rawValue, 3, 9), (ApiKey.metadata.rawValue, 5, 4),
  ])

  @Test func theNewestThatBothSpeak() throws {
    #expect(try table.newest(.fetch, in: 4...12, place: "b") == 12)
    #expect(try table.newest(.produce, in: 3...12, place: "b") == 9)
  }

  @Test func nothingInCommonIsAnError() {
    #expect(throws: ClientError.self) { try table.newest(.produce, in: 10...12, place: "b") }
    #expect(throws: ClientError.self) { try table.newest(.fetch, in: 0...3, place: "b") }
    #expect(throws: ClientError.self) { try table.newest(.metadata, in: 0...12, place: "b") }
    #expect(throws: ClientError.self) { try table.newest(.listOffsets, in: 1...8, place: "b") }
  }
}

@Suite struct BackoffTests {
  @Test func itDoublesUpToItsBound() {
    let backoff = Backoff()
    #expect((0..<6).map { backoff.millis(attempt: $0, spread: 0.5) } == [100, 200, 400, 800, 1_000, 1_000])
    #expect(backoff.millis(attempt: .max, spread: 0.999) <= 1_200)
    #expect(backoff.millis(attempt: -1, spread: 0) == 80)
  }
}

@Suite struct ClientErrorTests {
  @Test func itSaysWhatWhereAndWhatNext() {
    let error = ClientError(.refused(10), "too large", at: "t-0", next: "Send less")
    #expect("\(error)" == "too large (t-0). Send less")
  }

  @Test func onlyWhatMayPassIsTransient() {
    #expect(ClientError.refused(6, at: "").isTransient)
    #expect(ClientError(.disconnected, "").isTransient)
    #expect(!ClientError.refused(10, at: "").isTransient)
    #expect(!ClientError.refused(12_345, at: "").isTransient)
    #expect(ClientError.refused(3, at: "").kind == .unknownTopic)
  }
}
