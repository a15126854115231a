import Glibc
import NIOCore
import NIOPosix
import WeirAPI
import WeirBase
import WeirBroker
import WeirControl
import WeirLog
import WeirObjects

/// What `weir serve` is told.
package struct ServeOptions: Sendable {
  package var dataDirectory: String
  /// Port 0 picks a free one.
  package var kafka: Endpoint
  package var admin: Endpoint
  /// What clients are told to dial; nil tells each the address it reached the node at.
  package var advertised: Endpoint?
  /// Without identities a node listens on loopback only, unless told otherwise by this.
  package var allowsRemote = false
  package var logLevel = EventLevel.info
  package var logFormat = LogFormat.logfmt
  /// Where declarations are kept.
  package var metadata = MetadataLocation.local
  /// Where the node stands, for spreading copies.
  package var rack: String?
  /// The program's version, as the node's object tells it.
  package var version = ""
  /// The node's settings by Kafka's names.
  package var settings: [String: String] = [:]

  package init(dataDirectory: String, kafka: Endpoint, admin: Endpoint) {
    self.dataDirectory = dataDirectory
    self.kafka = kafka
    self.admin = admin
  }
}

/// A node in this process: the only place where the rooms are joined.
package final class Node {
  /// How long clients have to be answered when a node is told to end.
  private static let drainSeconds = 5
  /// How long the control plane has to say farewell to its store.
  private static let farewellNanos: UInt64 = 2_000_000_000
  private static let nodeID: Int32 = 1

  private let options: ServeOptions
  private let clock = SystemClock()
  private let directory: DataDirectory
  private let control: ControlPlane
  private let group: MultiThreadedEventLoopGroup
  private let broker: Broker
  private let listener: KafkaListener
  private let kafka: any Channel
  private let admin: AdminListener

  /// Starts a node, prints its ready line, and returns when SIGTERM or SIGINT has ended it. Blocks.
  package static func serve(_ options: ServeOptions) throws(BrokerStartError) {
    Signals.block()
    FileDescriptors.raiseLimit()
    let node = try Node(options)
    node.control.start(node.facts())
    node.announce()
    let signal = Signals.wait()
    Signals.unblock()
    node.stop(because: signal == SIGTERM ? "SIGTERM" : "SIGINT")
  }

  private init(_ options: ServeOptions) throws(BrokerStartError) {
    self.options = options
    try Self.checkReach(options)
    let config: BrokerConfig
    do throws(ConfigFault) { config = try BrokerConfig(options.settings) } catch {
      throw BrokerStartError(error.description)
    }
    let events = StderrLog(level: options.logLevel, format: options.logFormat, clock: clock)
    let edges = EdgeMetrics()
    let files = RealFileSystem()
    var directory = try DataDirectory.open(options.dataDirectory, files: files, random: SystemRandom())
    let journal = try TopicJournal.open(directory.journal, files: files, events: events)
    group = MultiThreadedEventLoopGroup(numberOfThreads: System.coreCount)
    let declared = try Self.openDeclarations(options, config, journal, &directory, clock, events, group, edges)
    self.directory = directory
    let scheduler = LoopScheduler(group: group)
    let readers = ThreadPool(name: "weir-read", threadsMax: 4)
    broker = try Broker(
      BrokerEnvironment(
        nodeID: Self.nodeID, clusterID: directory.identity.clusterID.description, config: config,
        limits: config.limits(), clock: clock, random: SystemRandom(), scheduler: scheduler, events: events,
        control: ThreadPool(name: "weir-control", threadsMax: 1), readers: readers,
        log: LogEnvironment(
          files: files, clock: clock, scheduler: scheduler, syncers: ThreadPool(name: "weir-sync", threadsMax: 8),
          events: events),
        registry: ObjectTopicRegistry(declared.repository), inventory: journal, streamsDirectory: directory.streams,
        leaderEpoch: directory.identity.leaderEpoch))
    let host = BrokerHost(broker: broker)
    control = ControlPlane(declared, host: host, spuID: Self.nodeID, clock: clock, events: events)
    listener = KafkaListener(broker: broker, advertised: options.advertised)
    kafka = try Self.bound("Kafka", options.kafka, "--kafka") { [listener, group] in try listener.bind($0, on: group) }
    let metrics = NodeMetrics(
      broker: broker, listener: listener, control: control, edges: edges, version: options.version,
      dataDirectory: options.dataDirectory, clock: clock)
    let routes = MeteredRoute.all(
      [
        ResourceAPI(repository: declared.repository, clock: clock, events: events, version: options.version),
        MetricsRoute(metrics: metrics, census: ObjectCensus(declared.repository)), HealthRoute(broker: broker),
        ConsoleRoute(inspector: BrokerInspector(broker: broker, version: options.version)),
      ], metrics: edges, clock: clock)
    LoopWatch.begin(on: group, edges)
    let hosts = HostGuard(allowsRemote: options.allowsRemote)
    admin = try Self.bound("admin", options.admin, "--admin") { [group] in
      try AdminListener.bind($0, routes: routes, guard: hosts, on: group, events: events)
    }
  }

  private static func bound<Listener>(
    _ name: String, _ endpoint: Endpoint, _ flag: String, _ bind: (Endpoint) throws -> Listener
  ) throws(BrokerStartError) -> Listener {
    do {
      return try bind(endpoint)
    } catch let error as NIOCore.IOError where error.errnoCode == EADDRINUSE {
      throw BrokerStartError(
        "the \(name) address \(endpoint) is in use by another program; stop it, or choose another with "
          + "\(flag) HOST:PORT (port 0 picks a free one)"
      )
    } catch {
      throw BrokerStartError("the \(name) address \(endpoint) cannot be opened: \(error)")
    }
  }

  /// Law 10: strangers come in only when someone said so.
  private static func checkReach(_ options: ServeOptions) throws(BrokerStartError) {
    if options.allowsRemote { return }
    for (flag, endpoint) in [("--kafka", options.kafka), ("--admin", options.admin)]
    where !HostGuard.isLoopback(endpoint.host) {
      throw BrokerStartError(
        "\(flag) \(endpoint) would let anyone who reaches it read and write everything: "
          + "no identities are configured. Use a loopback address, or add --allow-remote if that is what you want"
      )
    }
  }

  private func announce() {
    let adminAddress = Endpoint(host: options.admin.host, port: admin.address.port)
    let line =
      "weir ready kafka=\(Self.bound(kafka, options.kafka)) admin=\(adminAddress)"
      + " data=\(options.dataDirectory)\n"
    Array(line.utf8).withUnsafeBytes { bytes in _ = write(1, bytes.baseAddress, bytes.count) }
  }

  /// What the node's own object tells.
  private func facts() -> NodeFacts {
    NodeFacts(
      spuID: Self.nodeID, owner: directory.identity.nodeKey.description, clusterID: directory.identity.clusterID,
      rack: options.rack,
      publicEndpoint: (options.advertised ?? Self.bound(kafka, options.kafka)).description,
      adminEndpoint: Endpoint(host: options.admin.host, port: admin.address.port).description, version: options.version)
  }

  private static func bound(_ channel: any Channel, _ asked: Endpoint) -> Endpoint {
    Endpoint(host: asked.host, port: channel.localAddress?.port ?? asked.port)
  }

  /// A store that is away must not hold up the end.
  private func stopControl() {
    Blocking.wait(atMostNanos: Self.farewellNanos) { [control] in await control.stop() }
  }

  private func stop(because cause: String) {
    let events = broker.environment.events
    events.info("stopping", ("cause", cause))
    try? kafka.close().wait()
    broker.release()
    listener.drain(seconds: Self.drainSeconds, clock: clock)
    stopControl()
    let isWhole = broker.stop()
    try? admin.close()
    guard isWhole else { return events.error("stopped, but not everything is on stable storage") }
    do throws(WeirBase.IOError) {
      try directory.closeCleanly()
      events.info("stopped cleanly")
    } catch { events.error("the end could not be recorded", ("cause", error.description)) }
  }
}
