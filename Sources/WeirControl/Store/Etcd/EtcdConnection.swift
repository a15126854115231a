import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import WeirBase

/// A connection to one member of etcd that takes one request after another.
final class EtcdConnection: Sendable {
  /// The largest answer: a page of large values.
  static let bodyBytesMax = 64 << 20

  let endpoint: Endpoint
  private let channel: any Channel
  private let exchange: NIOLoopBound<EtcdExchange>

  private init(_ endpoint: Endpoint, _ channel: any Channel, _ exchange: NIOLoopBound<EtcdExchange>) {
    self.endpoint = endpoint
    self.channel = channel
    self.exchange = exchange
  }

  /// What connections to etcd have in common: a peer that is gone is noticed within half a minute, idle or not.
  static func bootstrap(_ group: any EventLoopGroup, timeout: TimeAmount) -> ClientBootstrap {
    ClientBootstrap(group: group)
      .connectTimeout(timeout)
      .channelOption(ChannelOptions.socketOption(.tcp_nodelay), value: 1)
      .channelOption(ChannelOptions.socketOption(.so_keepalive), value: 1)
      .channelOption(ChannelOptions.tcpOption(.init(rawValue: TCP_KEEPIDLE)), value: 10)
      .channelOption(ChannelOptions.tcpOption(.init(rawValue: TCP_KEEPINTVL)), value: 5)
      .channelOption(ChannelOptions.tcpOption(.init(rawValue: TCP_KEEPCNT)), value: 3)
  }

  static func open(
    _ endpoint: Endpoint, on group: any EventLoopGroup, timeout: TimeAmount
  ) async throws(EtcdFault) -> EtcdConnection {
    let bootstrap = bootstrap(group, timeout: timeout).channelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        try channel.pipeline.syncOperations.addHTTPClientHandlers()
        try channel.pipeline.syncOperations.addHandler(EtcdExchange(bodyBytesMax: bodyBytesMax))
      }
    }
    do {
      return try await bootstrap.connect(host: endpoint.host, port: endpoint.port).flatMapThrowing { channel in
        let exchange = try channel.pipeline.syncOperations.handler(type: EtcdExchange.self)
        return EtcdConnection(endpoint, channel, NIOLoopBound(exchange, eventLoop: channel.eventLoop))
      }.get()
    } catch {
      throw EtcdFault("cannot connect: \(error)", .unsent)
    }
  }

  var isOpen: Bool { channel.isActive }

  func close() { channel.close(promise: nil) }

  func send(_ path: String, _ body: String, timeout: TimeAmount) async throws(EtcdFault) -> EtcdReply {
    let request = EtcdRequest(host: endpoint.description, path: path, body: body)
    let result = await withCheckedContinuation { (done: CheckedContinuation<Result<EtcdReply, EtcdFault>, Never>) in
      let (exchange, channel) = (exchange, channel)
      channel.eventLoop.execute {
        exchange.value.send(request, timeout: timeout, on: channel) { done.resume(returning: $0) }
      }
    }
    return try result.get()
  }
}
