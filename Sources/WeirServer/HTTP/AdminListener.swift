import NIOCore
import NIOHTTP1
import NIOPosix
import WeirBase
import WeirBroker

/// The admin port: HTTP/1.1.
enum AdminListener {
  /// Enough for scrapers and people; one more is closed at once.
  private static let connectionsMax = 256

  static func bind(_ endpoint: Endpoint, _ pages: AdminPages, on group: any EventLoopGroup) throws -> any Channel {
    try ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 64)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        guard pages.connections.value < connectionsMax else { return channel.close() }
        pages.connections.add(1)
        channel.closeFuture.whenComplete { _ in pages.connections.subtract(1) }
        return channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
          try channel.pipeline.syncOperations.addHandler(AdminConnection(pages))
        }
      }
      .bind(host: endpoint.host, port: endpoint.port).wait()
  }
}

/// One HTTP connection: a request is answered when it is whole. Bodies are not read: no page takes one.
private final class AdminConnection: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let pages: AdminPages
  private var head: HTTPRequestHead?

  init(_ pages: AdminPages) { self.pages = pages }

  func channelActive(context: ChannelHandlerContext) {
    let channel = context.channel
    // A connection that asks for nothing does not stay.
    context.eventLoop.scheduleTask(in: .seconds(60)) { channel.close(promise: nil) }
    context.fireChannelActive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): self.head = head
    case .body: break
    case .end:
      guard let head else { return }
      self.head = nil
      write(pages.answer(head), to: head, context)
    }
  }

  private func write(_ page: AdminPages.Page, to head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    var headers = HTTPHeaders([
      ("content-type", page.type), ("content-length", String(page.body.utf8.count)), ("cache-control", "no-store"),
      ("x-content-type-options", "nosniff"),
    ])
    if !head.isKeepAlive { headers.add(name: "connection", value: "close") }
    context.write(
      wrapOutboundOut(.head(.init(version: head.version, status: page.status, headers: headers))), promise: nil)
    if head.method != .HEAD {
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: page.body)))), promise: nil)
    }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    if !head.isKeepAlive { context.close(promise: nil) }
  }
}
