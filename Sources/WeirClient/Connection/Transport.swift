import NIOCore
import NIOPosix
import Synchronization
import WeirBase
import WeirWire

/// A connected socket that carries requests and answers, without knowing which versions the broker speaks.
final class Transport: Sendable {
  let address: BrokerAddress
  let channel: any Channel
  private let clientID: String
  private let handler: NIOLoopBound<ConnectionHandler>
  private let lastID = Atomic<Int32>(0)

  private init(address: BrokerAddress, clientID: String, channel: any Channel, handler: NIOLoopBound<ConnectionHandler>)
  {
    self.address = address
    self.clientID = clientID
    self.channel = channel
    self.handler = handler
  }

  static func open(
    _ address: BrokerAddress, clientID: String, on loop: any EventLoop, timeoutMillis: Int64
  ) async throws(ClientError) -> Transport {
    let bootstrap = ClientBootstrap(group: loop)
      .connectTimeout(.milliseconds(timeoutMillis))
      .channelOption(ChannelOptions.socketOption(.tcp_nodelay), value: 1)
      // Measured: a fixed large buffer is the greatest single gain for bulk transfer.
      .channelOption(ChannelOptions.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 256 << 10))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(ConnectionHandler(place: address.description))
        }
      }
    do {
      let channel = try await bootstrap.connect(host: address.host, port: address.port).get()
      let handler = try await channel.eventLoop.submit {
        NIOLoopBound(
          try channel.pipeline.syncOperations.handler(type: ConnectionHandler.self), eventLoop: channel.eventLoop)
      }.get()
      return Transport(address: address, clientID: clientID, channel: channel, handler: handler)
    } catch {
      throw ClientError(
        .unreachable, "cannot connect to \(address): \(Self.reason(error))",
        next: "Start a node there with `weir serve`, or give another address with --cluster HOST:PORT or WEIR_CLUSTER")
    }
  }

  /// The first plain cause in what NIO reports.
  static func reason(_ error: any Error) -> String {
    switch error {
    case let error as NIOConnectionError:
      if let first = error.connectionErrors.first { return reason(first.error) }
      return error.dnsAError != nil || error.dnsAAAAError != nil ? "the host name is not known" : "no address answers"
    case let error as NIOCore.IOError: return errnoText(error.errnoCode)
    case ChannelError.connectTimeout(let time): return "no answer within \(time.nanoseconds / 1_000_000) ms"
    default: return "\(error)"
    }
  }

  var isOpen: Bool { channel.isActive }

  func close() { channel.close(promise: nil) }

  /// The frame of a request as parts, with the id its answer will carry.
  private func frame<R: WireRequest>(_ request: R, _ version: Int16) throws(WireError) -> (
    id: Int32, parts: [ByteBuffer]
  ) {
    let id = lastID.wrappingAdd(1, ordering: .relaxed).newValue
    var writer = WireWriter(allocator: channel.allocator)
    let header = RequestHeader(
      apiKey: R.api.rawValue, apiVersion: version, correlationId: id, clientId: clientID)
    try header.encode(into: &writer)
    try request.encode(into: &writer, version: version)
    let count = writer.count
    var parts = writer.finish()
    guard let length = Int32(exactly: count) else { throw WireError(.badLength(count)) }
    parts.insert(channel.allocator.buffer(integer: length), at: 0)
    return (id, parts)
  }

  /// Sends a request; `done` gets the answer's frame (response header included) on the connection's loop.
  func send<R: WireRequest>(
    _ request: R, version: Int16, timeoutMillis: Int64, _ done: @escaping ConnectionHandler.Completion
  ) {
    do throws(WireError) {
      let (id, parts) = try frame(request, version)
      onLoop { $0.send(parts, id: id, timeoutMillis: timeoutMillis, done) }
    } catch {
      done(.failure(unsendable(R.api, error)))
    }
  }

  /// Sends a request that has no answer; `done` is called when it has left.
  func sendOneWay<R: WireRequest>(
    _ request: R, version: Int16, _ done: @escaping @Sendable (Result<Void, ClientError>) -> Void
  ) {
    do throws(WireError) {
      let (_, parts) = try frame(request, version)
      onLoop { $0.sendOneWay(parts, done) }
    } catch {
      done(.failure(unsendable(R.api, error)))
    }
  }

  private func unsendable(_ api: ApiKey, _ error: WireError) -> ClientError {
    ClientError(.invalidArgument, "the \(api) request cannot be written: \(error)", at: address.description)
  }

  private func onLoop(_ body: @escaping @Sendable (ConnectionHandler) -> Void) {
    if channel.eventLoop.inEventLoop { return body(handler.value) }
    let handler = self.handler
    channel.eventLoop.execute { body(handler.value) }
  }
}
