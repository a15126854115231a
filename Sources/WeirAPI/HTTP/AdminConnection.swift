import NIOCore
import NIOHTTP1
import WeirBase

/// One HTTP connection. Requests come one at a time (the pipelining handler before this one sees to it); each is
/// answered by a task of its own, which is cancelled when the client leaves.
final class AdminConnection: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let site: AdminSite
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []
  private var work: Task<Void, Never>?
  /// Counts requests.
  private var turn = 0
  private var timer: Scheduled<Void>?
  /// The request was refused before its end: what still comes is not read.
  private var isRefused = false

  init(_ site: AdminSite) { self.site = site }

  // MARK: Life

  func channelActive(context: ChannelHandlerContext) {
    close(context, after: site.limits.idleSeconds)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    timer?.cancel()
    work?.cancel()
    context.fireChannelInactive()
  }

  /// Requests that are none were answered by the handler before; nothing good follows.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func close(_ context: ChannelHandlerContext, after seconds: Int64) {
    timer?.cancel()
    let channel = context.channel
    timer = context.eventLoop.scheduleTask(in: .seconds(seconds)) { channel.close(promise: nil) }
  }

  // MARK: Requests

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if isRefused { return }
    switch unwrapInboundIn(data) {
    case .head(let head): begin(head, context)
    case .body(let part): take(part, context)
    case .end: finish(context)
    }
  }

  private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    self.head = head
    body = []
    timer?.cancel()
    if head.uri.utf8.count > site.limits.targetBytesMax {
      let reason = "the target is longer than \(site.limits.targetBytesMax) bytes"
      return refuse(StatusFault(414, "RequestURITooLong", reason).answer, context)
    }
    if let reason = site.hosts.refusal(method: head.method.rawValue, head.headers) {
      return refuse(.text(403, reason + "\n"), context)
    }
    if let length = head.headers.first(name: "content-length").flatMap({ Int($0) }), length > site.limits.bodyBytesMax {
      return refuse(tooLarge, context)
    }
    let channel = context.channel
    let me = NIOLoopBound(self, eventLoop: context.eventLoop)
    let place = NIOLoopBound(context, eventLoop: context.eventLoop)
    timer = channel.eventLoop.scheduleTask(in: .seconds(site.limits.requestSeconds)) {
      me.value.refuse(.text(408, "the request did not arrive in time\n"), place.value)
    }
    if head.version == .http1_1,
      head.headers[canonicalForm: "expect"].contains(where: { $0.lowercased() == "100-continue" })
    {
      context.writeAndFlush(
        wrapOutboundOut(.head(HTTPResponseHead(version: head.version, status: .continue))), promise: nil)
    }
  }

  private func take(_ part: ByteBuffer, _ context: ChannelHandlerContext) {
    guard body.count + part.readableBytes <= site.limits.bodyBytesMax else { return refuse(tooLarge, context) }
    body.append(contentsOf: part.readableBytesView)
  }

  private var tooLarge: HTTPAnswer {
    StatusFault.tooLarge("the body of a request has at most \(site.limits.bodyBytesMax) bytes").answer
  }

  private func finish(_ context: ChannelHandlerContext) {
    guard let head else { return }
    self.head = nil
    timer?.cancel()
    guard let target = HTTPTarget(head.uri) else {
      return refuse(
        StatusFault.badRequest("the target is no path with query in percent-encoded UTF-8").answer, head, context)
    }
    let isHead = head.method == .HEAD
    let ask = HTTPAsk(
      method: isHead ? "GET" : head.method.rawValue, path: target.path, segments: target.segments, query: target.query,
      headers: head.headers, body: body, peer: context.remoteAddress?.description ?? "")
    body = []
    let writer = AnswerWriter(context.channel, site, head)
    let me = NIOLoopBound(self, eventLoop: context.eventLoop)
    let place = NIOLoopBound(context, eventLoop: context.eventLoop)
    turn += 1
    let (site, loop, turn) = (site, context.eventLoop, turn)
    work = Task {
      let answer = await site.answer(ask)
      guard await writer.write(answer) else { return }
      loop.execute { me.value.done(turn, place.value) }
    }
  }

  /// The answer has gone, and the connection stays.
  private func done(_ turn: Int, _ context: ChannelHandlerContext) {
    // The next request may have begun already.
    guard turn == self.turn, head == nil, !isRefused, context.channel.isActive else { return }
    work = nil
    close(context, after: site.limits.idleSeconds)
  }

  // MARK: Refusing

  private func refuse(_ answer: HTTPAnswer, _ context: ChannelHandlerContext) {
    if let head { refuse(answer, head, context) }
  }

  /// Answers before the request is whole, and ends the connection: gently, for a client that is still sending would
  /// else lose the answer.
  private func refuse(_ answer: HTTPAnswer, _ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    isRefused = true
    self.head = nil
    body = []
    var bytes: [UInt8] = []
    if case .bytes(let text) = answer.body, head.method != .HEAD { bytes = text }
    var headers = HTTPHeaders(answer.headers)
    headers.replaceOrAdd(name: "content-length", value: String(bytes.count))
    headers.replaceOrAdd(name: "connection", value: "close")
    context.write(
      wrapOutboundOut(.head(.init(version: .http1_1, status: .init(statusCode: answer.status), headers: headers))),
      promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    context.close(mode: .output, promise: nil)
    close(context, after: 2)
  }
}
