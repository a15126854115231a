import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import WeirBase

/// The admin port: HTTP/1.1 with routes behind it.
package final class AdminListener: Sendable {
  private let channel: any Channel
  private let site: AdminSite
  /// As bound: port 0 became a real one.
  package let address: Endpoint

  private init(_ channel: any Channel, _ site: AdminSite, _ address: Endpoint) {
    self.channel = channel
    self.site = site
    self.address = address
  }

  /// Listens. Routes are asked in order; the first that answers wins.
  package static func bind(
    _ endpoint: Endpoint, routes: [any HTTPRoute], guard hosts: HostGuard, on group: any EventLoopGroup,
    limits: HTTPLimits = HTTPLimits(), events: any EventLog
  ) throws -> AdminListener {
    let site = AdminSite(routes: routes, hosts: hosts, limits: limits, events: events)
    let channel = try ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 128)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        guard site.admit(channel) else { return channel.close() }
        return channel.eventLoop.makeCompletedFuture {
          try configure(channel, site)
        }
      }
      .bind(host: endpoint.host, port: endpoint.port).wait()
    let address = channel.localAddress
    return AdminListener(
      channel, site, Endpoint(host: address?.ipAddress ?? endpoint.host, port: address?.port ?? endpoint.port))
  }

  private static func configure(_ channel: any Channel, _ site: AdminSite) throws {
    var limits = NIOHTTPDecoderLimitConfiguration()
    limits.maxHeaderFieldSize = site.limits.headerBytesMax
    limits.maxHeaderListSize = site.limits.headerBytesMax
    limits.maxHeaderFieldCount = site.limits.headersMax
    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
      withErrorHandling: true, withEncoderConfiguration: .init(), withDecoderLimitConfiguration: limits)
    try channel.pipeline.syncOperations.addHandler(AdminConnection(site))
  }

  /// Connections now, taken ever, and turned away for being too many.
  package var connections: Int { site.connections }
  package var accepted: Int { site.accepted.load(ordering: .relaxed) }
  package var refused: Int { site.refused.load(ordering: .relaxed) }
  /// Requests answered, and clients dropped because they did not read.
  package var requests: Int { site.requests.load(ordering: .relaxed) }
  package var dropped: Int { site.dropped.load(ordering: .relaxed) }

  /// Takes no more connections and ends those there are, watches too.
  package func close() throws {
    let ended = channel.close()
    for child in site.children { child.close(promise: nil) }
    try ended.wait()
  }
}

/// What all connections share.
final class AdminSite: Sendable {
  let routes: [any HTTPRoute]
  let hosts: HostGuard
  let limits: HTTPLimits
  let events: any EventLog
  let accepted = Atomic<Int>(0)
  let refused = Atomic<Int>(0)
  let requests = Atomic<Int>(0)
  let dropped = Atomic<Int>(0)
  private let open = Mutex<[ObjectIdentifier: any Channel]>([:])

  init(routes: [any HTTPRoute], hosts: HostGuard, limits: HTTPLimits, events: any EventLog) {
    self.routes = routes
    self.hosts = hosts
    self.limits = limits
    self.events = events
  }

  var connections: Int { open.withLock { $0.count } }
  var children: [any Channel] { open.withLock { Array($0.values) } }

  /// Whether a connection may stay.
  func admit(_ channel: any Channel) -> Bool {
    let id = ObjectIdentifier(channel)
    let isIn = open.withLock { open in
      guard open.count < limits.connectionsMax else { return false }
      open[id] = channel
      return true
    }
    guard isIn else {
      refused.add(1, ordering: .relaxed)
      return false
    }
    accepted.add(1, ordering: .relaxed)
    channel.closeFuture.whenComplete { [weak self] _ in self?.open.withLock { _ = $0.removeValue(forKey: id) } }
    return true
  }

  /// What the routes say.
  func answer(_ ask: HTTPAsk) async -> HTTPAnswer {
    requests.add(1, ordering: .relaxed)
    for route in routes {
      if let answer = await route.answer(ask) { return answer }
    }
    return .text(404, "nothing is here; try /apis, /console/, /healthz, /readyz or /metrics\n")
  }
}
