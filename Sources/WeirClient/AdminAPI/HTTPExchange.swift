import NIOCore
import NIOHTTP1
import WeirBase

/// The loop's end of a connection to an admin port: one request at a time, and what comes back of it.
final class HTTPExchange: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundOut = HTTPClientRequestPart
  typealias Completion = @Sendable (Result<HTTPReply, APIError>) -> Void

  private struct Waiting {
    let done: Completion
    let timer: Scheduled<Void>
    let isStreamed: Bool
  }

  private let address: BrokerAddress
  private let bodyBytesMax: Int
  private var context: ChannelHandlerContext?
  private var waiting: Waiting?
  private var head: HTTPResponseHead?
  private var body = ByteBuffer()
  private var stream: HTTPBodyStream?
  private var failure: APIError?

  init(_ address: BrokerAddress, bodyBytesMax: Int) {
    self.address = address
    self.bodyBytesMax = bodyBytesMax
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  /// Sends a request. `done` is called on the loop: with the whole answer, or with its head and the stream to follow.
  ///
  /// - Parameter timeoutMillis: until the end of the answer, or until its head where the body is streamed.
  func send(_ request: HTTPRequest, isStreamed: Bool, timeoutMillis: Int64, _ done: @escaping Completion) {
    guard let context, failure == nil, waiting == nil, stream == nil else {
      done(.failure(failure ?? .failed(.disconnected, "the connection is not free", at: address)))
      return
    }
    let loopBound = NIOLoopBound(self, eventLoop: context.eventLoop)
    let address = self.address
    let timer = context.eventLoop.scheduleTask(in: .milliseconds(timeoutMillis)) {
      loopBound.value.fail(.failed(.timedOut, "no answer within \(timeoutMillis) ms", at: address))
    }
    waiting = Waiting(done: done, timer: timer, isStreamed: isStreamed)
    write(request, context)
  }

  private func write(_ request: HTTPRequest, _ context: ChannelHandlerContext) {
    var headers = HTTPHeaders(request.headers.map { ($0.name, $0.value) })
    headers.add(name: "host", value: address.description)
    headers.add(name: "user-agent", value: "weir")
    if let body = request.body { headers.add(name: "content-length", value: "\(body.count)") }
    let head = HTTPRequestHead(version: .http1_1, method: request.method, uri: request.target, headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if let body = request.body {
      context.write(wrapOutboundOut(.body(.byteBuffer(context.channel.allocator.buffer(bytes: body)))), promise: nil)
    }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }
}

// MARK: What comes back

extension HTTPExchange {
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard failure == nil else { return }
    switch unwrapInboundIn(data) {
    case .head(let head): begin(head, context)
    case .body(let piece): take(piece)
    case .end: end(context)
    }
  }

  private func begin(_ head: HTTPResponseHead, _ context: ChannelHandlerContext) {
    guard let waiting else { return fail(.failed(.damaged, "an answer that nobody asked for", at: address)) }
    self.head = head
    body = context.channel.allocator.buffer(capacity: 0)
    guard waiting.isStreamed, (200..<300).contains(Int(head.status.code)) else { return }
    let stream = HTTPBodyStream(context.channel)
    self.stream = stream
    self.waiting = nil
    waiting.timer.cancel()
    waiting.done(.success(HTTPReply(head: head, body: ByteBuffer(), stream: stream)))
  }

  private func take(_ piece: ByteBuffer) {
    if let stream { return stream.append(piece) }
    guard piece.readableBytes <= bodyBytesMax - body.readableBytes else {
      return fail(.failed(.tooLarge, "an answer of more than \(ByteSize.format(Int64(bodyBytesMax)))", at: address))
    }
    var piece = piece
    body.writeBuffer(&piece)
  }

  private func end(_ context: ChannelHandlerContext) {
    guard let head else { return }
    self.head = nil
    stream?.finish(nil)
    stream = nil
    if let waiting {
      self.waiting = nil
      waiting.timer.cancel()
      // Closed first, so that whoever waits does not take the connection for a free one.
      if !head.isKeepAlive { close(context) }
      waiting.done(.success(HTTPReply(head: head, body: body, stream: nil)))
    } else {
      close(context)
    }
    body = ByteBuffer()
  }

  private func close(_ context: ChannelHandlerContext) {
    failure = .failed(.disconnected, "the connection was closed", at: address)
    context.close(promise: nil)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    fail(
      error is HTTPParserError
        ? .failed(.damaged, "an answer that is no HTTP: \(error)", at: address)
        : .failed(.disconnected, "the connection broke: \(error)", at: address))
  }

  func channelInactive(context: ChannelHandlerContext) {
    fail(.failed(.disconnected, "the node closed the connection", at: address))
    context.fireChannelInactive()
  }

  private func fail(_ error: APIError) {
    guard failure == nil else { return }
    failure = error
    context?.close(promise: nil)
    stream?.finish(error)
    stream = nil
    guard let waiting else { return }
    self.waiting = nil
    waiting.timer.cancel()
    waiting.done(.failure(error))
  }
}
