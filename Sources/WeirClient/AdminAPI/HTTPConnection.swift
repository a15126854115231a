import NIOCore
import NIOHTTP1
import NIOPosix
import WeirBase

/// A connection to an admin port: one request at a time, as many as the node allows.
final class HTTPConnection: Sendable {
  private let channel: any Channel
  private let exchange: NIOLoopBound<HTTPExchange>

  private init(_ channel: any Channel, _ exchange: NIOLoopBound<HTTPExchange>) {
    self.channel = channel
    self.exchange = exchange
  }

  /// - Parameter bodyBytesMax: the largest answer that is kept whole.
  static func open(
    _ address: BrokerAddress, timeoutMillis: Int64, bodyBytesMax: Int
  ) async throws(APIError) -> HTTPConnection {
    let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton.next())
      .connectTimeout(.milliseconds(timeoutMillis))
      .channelOption(ChannelOptions.socketOption(.tcp_nodelay), value: 1)
      .channelOption(ChannelOptions.socketOption(.so_keepalive), value: 1)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          try channel.pipeline.syncOperations.addHandler(HTTPExchange(address, bodyBytesMax: bodyBytesMax))
        }
      }
    do {
      let channel = try await bootstrap.connect(host: address.host, port: address.port).get()
      let exchange = try await channel.eventLoop.submit {
        NIOLoopBound(
          try channel.pipeline.syncOperations.handler(type: HTTPExchange.self), eventLoop: channel.eventLoop)
      }.get()
      return HTTPConnection(channel, exchange)
    } catch {
      throw .failed(
        ClientError(
          .unreachable, "cannot connect to the admin address \(address): \(Transport.reason(error))",
          next: "Start a node there with `weir serve`, or give another address with --admin HOST:PORT or WEIR_ADMIN"))
    }
  }

  var isOpen: Bool { channel.isActive }

  func close() { channel.close(promise: nil) }

  /// A cancelled task closes the connection.
  func send(_ request: HTTPRequest, isStreamed: Bool, timeoutMillis: Int64) async throws(APIError) -> HTTPReply {
    if Task.isCancelled { throw .failed(.cancelled) }
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Result<HTTPReply, APIError>, Never>) in
        let exchange = self.exchange
        channel.eventLoop.execute {
          exchange.value.send(request, isStreamed: isStreamed, timeoutMillis: timeoutMillis) {
            continuation.resume(returning: $0)
          }
        }
      }
    } onCancel: {
      close()
    }
    if Task.isCancelled, case .failure = result { throw .failed(.cancelled) }
    return try result.get()
  }
}
