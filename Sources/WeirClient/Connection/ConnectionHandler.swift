import NIOCore
import WeirBase

/// The loop's end of a connection: matches answers with who waits for them, by correlation id.
final class ConnectionHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer
  typealias Completion = @Sendable (Result<ByteBuffer, ClientError>) -> Void

  private struct Waiting {
    let done: Completion
    let timer: Scheduled<Void>
  }

  private let place: String
  private var frames = FrameAccumulator(frameBytesMax: Limits().frameBytesMax)
  private var waiting: [Int32: Waiting] = [:]
  private var context: ChannelHandlerContext?
  private var failure: ClientError?

  init(place: String) { self.place = place }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  /// Writes a frame and calls `done` with the answer's frame (it begins with the correlation id) or the reason why
  /// there will be none.
  func send(_ frame: [ByteBuffer], id: Int32, timeoutMillis: Int64, _ done: @escaping Completion) {
    guard let context, failure == nil else {
      done(.failure(failure ?? disconnected("the connection was closed")))
      return
    }
    let loopBound = NIOLoopBound(self, eventLoop: context.eventLoop)
    let timer = context.eventLoop.scheduleTask(in: .milliseconds(timeoutMillis)) {
      loopBound.value.timedOut(timeoutMillis)
    }
    waiting[id] = Waiting(done: done, timer: timer)
    write(frame, context)
  }

  /// Writes a frame that has no answer (Produce with acks 0); `done` is called when it has left for the kernel.
  func sendOneWay(_ frame: [ByteBuffer], _ done: @escaping @Sendable (Result<Void, ClientError>) -> Void) {
    guard let context, failure == nil else {
      done(.failure(failure ?? disconnected("the connection was closed")))
      return
    }
    let place = self.place
    write(frame, context).whenComplete { result in
      done(result.mapError { ClientError(.disconnected, "the connection broke: \($0)", at: place) })
    }
  }

  @discardableResult
  private func write(_ frame: [ByteBuffer], _ context: ChannelHandlerContext) -> EventLoopFuture<Void> {
    for part in frame.dropLast() { context.write(wrapOutboundOut(part), promise: nil) }
    let promise = context.eventLoop.makePromise(of: Void.self)
    if let last = frame.last { context.write(wrapOutboundOut(last), promise: promise) } else { promise.succeed() }
    context.flush()
    return promise.futureResult
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard failure == nil else { return }
    frames.append(unwrapInboundIn(data))
    do throws(ClientError) {
      while let frame = try frames.next() { try deliver(frame) }
    } catch {
      fail(ClientError(error.kind, error.what, at: place, next: error.next))
    }
  }

  private func deliver(_ frame: ByteBuffer) throws(ClientError) {
    guard let id = frame.getInteger(at: frame.readerIndex, as: Int32.self) else {
      throw ClientError(.damaged, "an answer of \(frame.readableBytes) bytes")
    }
    guard let waiter = waiting.removeValue(forKey: id) else {
      throw ClientError(.damaged, "an answer to request \(id), which was not asked")
    }
    waiter.timer.cancel()
    waiter.done(.success(frame))
  }

  private func timedOut(_ millis: Int64) {
    // Answers come in order: what lies behind a stuck one is stuck as well.
    fail(ClientError(.timedOut, "no answer within \(millis) ms", at: place))
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    fail(disconnected("the connection broke: \(error)"))
  }

  func channelInactive(context: ChannelHandlerContext) {
    fail(disconnected("the broker closed the connection"))
    context.fireChannelInactive()
  }

  private func disconnected(_ text: String) -> ClientError { ClientError(.disconnected, text, at: place) }

  private func fail(_ error: ClientError) {
    guard failure == nil else { return }
    failure = error
    let unanswered = waiting.sorted { $0.key < $1.key }
    waiting.removeAll()
    context?.close(promise: nil)
    for (_, waiter) in unanswered {
      waiter.timer.cancel()
      waiter.done(.failure(error))
    }
  }
}
