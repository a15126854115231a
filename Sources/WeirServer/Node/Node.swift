import Glibc
import NIOCore
import NIOPosix
import WeirBase
import WeirBroker
import WeirLog

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
  private static let nodeID: Int32 = 1

  private let options: ServeOptions
  private let clock = SystemClock()
  private let directory: DataDirectory
  private let group: MultiThreadedEventLoopGroup
  private let broker: Broker
  private let listener: KafkaListener
  private let kafka: any Channel
  private let admin: any Channel

  /// Starts a node, prints its ready line, and returns when SIGTERM or SIGINT has ended it. Blocks.
  package static func serve(_ options: ServeOptions) throws(BrokerStartError) {
    Signals.block()
    FileDescriptors.raiseLimit()
    let node = try Node(options)
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
    let events = StderrLog(level: options.logLevel, clock: clock)
    let files = RealFileSystem()
    directory = try DataDirectory.open(options.dataDirectory, files: files, random: SystemRandom())
    group = MultiThreadedEventLoopGroup(numberOfThreads: System.coreCount)
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
        registry: try JournalRegistry.open(directory.journal, files: files, events: events),
        streamsDirectory: directory.streams, leaderEpoch: directory.identity.leaderEpoch))
    listener = KafkaListener(broker: broker, advertised: options.advertised)
    kafka = try Self.bound("Kafka", options.kafka, "--kafka") { [listener, group] in try listener.bind($0, on: group) }
    let pages = AdminPages(broker: broker, listener: listener, allowsRemote: options.allowsRemote, clock: clock)
    admin = try Self.bound("admin", options.admin, "--admin") { [group] in try AdminListener.bind($0, pages, on: group)
    }
  }

  private static func bound(
    _ name: String, _ endpoint: Endpoint, _ flag: String, _ bind: (Endpoint) throws -> any Channel
  ) throws(BrokerStartError) -> any Channel {
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
    for (flag, endpoint) in [("--kafka", options.kafka), ("--admin", options.admin)] where !isLoopback(endpoint.host) {
      throw BrokerStartError(
        "\(flag) \(endpoint) would let anyone who reaches it read and write everything: "
          + "no identities are configured. Use a loopback address, or add --allow-remote if that is what you want"
      )
    }
  }

  static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1" || host.hasPrefix("127.")
  }

  private func announce() {
    let kafkaPort = kafka.localAddress?.port ?? options.kafka.port
    let adminPort = admin.localAddress?.port ?? options.admin.port
    let line =
      "weir ready kafka=\(Endpoint(host: options.kafka.host, port: kafkaPort))"
      + " admin=\(Endpoint(host: options.admin.host, port: adminPort)) data=\(options.dataDirectory)\n"
    Array(line.utf8).withUnsafeBytes { bytes in _ = write(1, bytes.baseAddress, bytes.count) }
  }

  private func stop(because cause: String) {
    let events = broker.environment.events
    events.info("stopping", ("cause", cause))
    try? kafka.close().wait()
    broker.release()
    listener.drain(seconds: Self.drainSeconds, clock: clock)
    let isWhole = broker.stop()
    try? admin.close().wait()
    guard isWhole else { return events.error("stopped, but not everything is on stable storage") }
    do throws(WeirBase.IOError) {
      try directory.closeCleanly()
      events.info("stopped cleanly")
    } catch { events.error("the end could not be recorded", ("cause", error.description)) }
  }
}
