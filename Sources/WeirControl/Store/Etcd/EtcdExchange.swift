import NIOCore
import NIOHTTP1

/// The loop's end of a connection to etcd: one request at a time, its answer kept whole.
final class EtcdExchange: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundOut = HTTPClientRequestPart
  typealias Completion = @Sendable (Result<EtcdReply, EtcdFault>) -> Void

  private let bodyBytesMax: Int
  private var done: Completion?
  private var timer: Scheduled<Void>?
  private var status = 0
  private var isKeptAlive = true
  private var body = ByteBuffer()
  private var failure: EtcdFault?

  init(bodyBytesMax: Int) { self.bodyBytesMax = bodyBytesMax }

  /// On the loop. `done` is called once, on the loop.
  func send(
    _ request: EtcdRequest, timeout: TimeAmount, on channel: any Channel, _ done: @escaping Completion
  ) {
    guard failure == nil, self.done == nil, channel.isActive else {
      return done(.failure(failure ?? EtcdFault("the connection is closed", .unsent)))
    }
    self.done = done
    body = ByteBuffer()
    let this = NIOLoopBound(self, eventLoop: channel.eventLoop)
    timer = channel.eventLoop.scheduleTask(in: timeout) {
      this.value.fail(EtcdFault("no answer within \(timeout.nanoseconds / 1_000_000) ms"))
      channel.close(promise: nil)
    }
    for part in request.parts(channel.allocator) { channel.write(part, promise: nil) }
    channel.flush()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      status = Int(head.status.code)
      isKeptAlive = head.isKeepAlive
    case .body(var piece):
      guard piece.readableBytes <= bodyBytesMax - body.readableBytes else {
        fail(EtcdFault("an answer of more than \(bodyBytesMax) bytes", .tooLarge))
        return context.close(promise: nil)
      }
      body.writeBuffer(&piece)
    case .end:
      if !isKeptAlive { context.close(promise: nil) }
      finish(.success(EtcdReply(status: status, body: body, isKeptAlive: isKeptAlive)))
      body = ByteBuffer()
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    fail(EtcdFault("etcd closed the connection"))
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    fail(EtcdFault("the connection broke: \(error)"))
    context.close(promise: nil)
  }

  private func fail(_ fault: EtcdFault) {
    if failure == nil { failure = fault }
    finish(.failure(fault))
  }

  private func finish(_ result: Result<EtcdReply, EtcdFault>) {
    timer?.cancel()
    timer = nil
    let done = done
    self.done = nil
    done?(result)
  }
}

struct EtcdReply: Sendable {
  var status: Int
  var body: ByteBuffer
  var isKeptAlive: Bool
}

/// A call of the gateway: always a POST of JSON.
struct EtcdRequest: Sendable {
  var host: String
  var path: String
  var body: String

  func parts(_ allocator: ByteBufferAllocator) -> [HTTPClientRequestPart] {
    let bytes = allocator.buffer(string: body)
    let headers = HTTPHeaders([
      ("host", host), ("content-type", "application/json"), ("content-length", "\(bytes.readableBytes)"),
      // The gateway hands this to etcd, which then ends a watch on a member that has lost its cluster.
      ("grpc-metadata-hasleader", "true"),
    ])
    let head = HTTPRequestHead(version: .http1_1, method: .POST, uri: "/v3/\(path)", headers: headers)
    return [.head(head), .body(.byteBuffer(bytes)), .end(nil)]
  }
}
