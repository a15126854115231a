import NIOCore
import NIOPosix
import Synchronization
import WeirBase
import WeirBroker

/// The Kafka port: accepts connections within their limit and can end them gracefully.
final class KafkaListener: Sendable {
  /// Large enough that a batch arrives in few reads; the largest single gain measured on this path.
  private static let receiveBytes = 256 << 10

  /// Bytes of requests at work, over all connections.
  let memory = Gauge()
  let accepted = Counter()
  let refused = Counter()
  private let broker: Broker
  private let advertised: Endpoint?
  private let channels = Mutex<[UInt64: any Channel]>([:])
  private let nextID = Atomic<UInt64>(1)
  private let isStopping = Atomic<Bool>(false)

  /// - Parameter advertised: what clients are told to dial; nil tells each the address it reached us at.
  init(broker: Broker, advertised: Endpoint?) {
    self.broker = broker
    self.advertised = advertised
  }

  var connectionCount: Int { channels.withLock { $0.count } }

  /// Binds and accepts; returns the channel that accepts.
  func bind(_ endpoint: Endpoint, on group: any EventLoopGroup) throws -> any Channel {
    try ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelOption(.autoRead, value: false)
      .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.receiveBytes))
      .childChannelOption(.writeBufferWaterMark, value: .init(low: 256 << 10, high: 1 << 20))
      .childChannelInitializer { channel in self.begin(channel) }
      .bind(host: endpoint.host, port: endpoint.port).wait()
  }

  private func begin(_ channel: any Channel) -> EventLoopFuture<Void> {
    guard connectionCount < broker.environment.limits.connectionsMax, !isStopping.load(ordering: .relaxed) else {
      refused.add()
      return channel.close()
    }
    accepted.add()
    let id = nextID.add(1, ordering: .relaxed).oldValue
    let local = Endpoint(host: channel.localAddress?.ipAddress ?? "127.0.0.1", port: channel.localAddress?.port ?? 0)
    let client = ClientConnection(
      id: id, remoteHost: channel.remoteAddress?.ipAddress ?? "unknown", advertised: advertised ?? local,
      loop: channel.eventLoop, principal: .anonymous)
    channels.withLock { $0[id] = channel }
    return channel.eventLoop.makeCompletedFuture {
      try channel.pipeline.syncOperations.addHandler(KafkaConnection(broker: broker, listener: self, client: client))
    }
  }

  func ended(_ id: UInt64, heldBytes: Int) {
    memory.subtract(heldBytes)
    channels.withLock { $0[id] = nil }
  }

  /// Lets every connection finish what it has begun, for at most `seconds`, then closes what is left. Blocks.
  func drain(seconds: Int, clock: any Clock) {
    isStopping.store(true, ordering: .relaxed)
    for channel in channels.withLock({ Array($0.values) }) {
      channel.pipeline.fireUserInboundEventTriggered(KafkaConnection.Drain())
    }
    let deadline = clock.monotonicNanos() &+ UInt64(seconds) &* 1_000_000_000
    while connectionCount > 0 && clock.monotonicNanos() < deadline { pauseMillis(2) }
    for channel in channels.withLock({ Array($0.values) }) { channel.close(promise: nil) }
  }
}
