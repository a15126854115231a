import NIOCore
import NIOPosix
import WeirBase
import WeirWire

/// A cluster as its clients see it: brokers, connections to them, and what is known of topics.
///
/// Producers, consumers and admins of one program may share it. All its connections live on one event loop.
public actor Cluster {
  /// Requests that the broker holds back (long polls) or that carry bulk go their own way, so that no other waits
  /// behind them.
  enum Lane: Hashable { case general, produce, fetch, coordinator }

  private struct Link: Hashable {
    /// Nil for whichever of the first addresses answers.
    let node: Int32?
    let lane: Lane
  }

  private struct KnownTopic {
    let metadata: TopicMetadata
    let askedAtNanos: UInt64
  }

  nonisolated let configuration: ClientConfiguration
  nonisolated let loop: any EventLoop
  nonisolated let backoff = Backoff()
  private let bootstrap: [BrokerAddress]
  private let clock = SystemClock()
  private var brokers: [Int32: BrokerMetadata] = [:]
  private var controller: Int32 = -1
  private var links: [Link: Task<Result<Connection, ClientError>, Never>] = [:]
  private var topics: [String: KnownTopic] = [:]
  private var isClosed = false

  /// - Parameters:
  ///   - bootstrap: brokers to ask first; one is enough.
  ///   - group: where connections live; by default the process-wide event loops.
  public init(
    _ bootstrap: [BrokerAddress], configuration: ClientConfiguration = ClientConfiguration(),
    group: (any EventLoopGroup)? = nil
  ) {
    self.bootstrap = bootstrap
    self.configuration = configuration
    loop = (group ?? MultiThreadedEventLoopGroup.singleton).next()
  }

  /// Closes all connections; what is in flight fails.
  public func close() async {
    isClosed = true
    let open = links.values
    links.removeAll()
    for link in open {
      if case .success(let connection) = await link.value { connection.close() }
    }
  }
}

// MARK: Connections

extension Cluster {
  /// A connection to a broker, opened where there is none.
  ///
  /// - Parameter node: nil for any broker.
  func connection(_ node: Int32? = nil, _ lane: Lane = .general) async throws(ClientError) -> Connection {
    if isClosed { throw .closed }
    let key = Link(node: node, lane: lane)
    if let link = links[key] {
      if case .success(let connection) = await link.value, connection.isOpen { return connection }
      if links[key] == link { links[key] = nil }
    }
    if let link = links[key] { return try await link.value.get() }
    return try await dial(key).value.get()
  }

  private func dial(_ key: Link) throws(ClientError) -> Task<Result<Connection, ClientError>, Never> {
    let addresses = try addresses(of: key.node)
    let (configuration, loop) = (configuration, loop)
    let task = Task { () -> Result<Connection, ClientError> in
      var failure = ClientError(.invalidArgument, "no broker address was given that can be dialled")
      for address in addresses {
        do throws(ClientError) {
          return .success(try await Connection.open(address, configuration, on: loop))
        } catch { failure = error }
      }
      return .failure(failure)
    }
    links[key] = task
    return task
  }

  private func addresses(of node: Int32?) throws(ClientError) -> [BrokerAddress] {
    guard let node else { return bootstrap.filter { (1...65_535).contains($0.port) } }
    // A port comes from the wire as 32 bits.
    guard let broker = brokers[node], (1...65_535).contains(broker.address.port) else {
      throw ClientError(.refused(ErrorCode.brokerNotAvailable.rawValue), "the cluster knows no broker \(node)")
    }
    return [broker.address]
  }

  /// The broker that takes changes to topics, or any if the cluster does not tell.
  func controllerConnection() async throws(ClientError) -> Connection {
    if brokers.isEmpty { _ = try await describe() }
    return try await connection(brokers[controller] == nil ? nil : controller)
  }

  /// Calls `body` until it succeeds, fails for good, or the call's time is over.
  nonisolated func retrying<T: Sendable>(
    _ body: () async throws(ClientError) -> T
  ) async throws(ClientError) -> T {
    let clock = SystemClock()
    let deadline = clock.monotonicNanos() + UInt64(max(0, configuration.callTimeoutMillis)) * 1_000_000
    var attempt = 0
    while true {
      do throws(ClientError) {
        return try await body()
      } catch {
        // A broker that cannot be reached at the first try most likely is not there; waiting would hide it.
        guard error.isTransient, error.kind != .unreachable || attempt > 0 else { throw error }
        let wait = backoff.millis(attempt: attempt)
        guard clock.monotonicNanos() + UInt64(wait) * 1_000_000 < deadline else { throw error }
        try await loop.pause(millis: wait)
        attempt += 1
      }
    }
  }
}

// MARK: Metadata

extension Cluster {
  private static let metadataVersions: ClosedRange<Int16> = 1...12

  /// The brokers, as the last metadata named them.
  public func describe() async throws(ClientError) -> [BrokerMetadata] {
    _ = try await askMetadata([])
    return brokers.values.sorted { $0.id < $1.id }
  }

  /// All topics, asked anew.
  public func allTopics() async throws(ClientError) -> [TopicMetadata] {
    let answer = try await askMetadata(nil)
    return answer.topics.compactMap { topic in
      guard topic.errorCode == 0, let name = topic.name else { return nil }
      return TopicMetadata(topic, name: name)
    }.sorted { $0.name < $1.name }
  }

  /// A topic, from memory where it is known.
  ///
  /// - Parameter refresh: whether to ask although it is known.
  public func topic(_ name: String, refresh: Bool = false) async throws(ClientError) -> TopicMetadata {
    let now = clock.monotonicNanos()
    let ageMax = UInt64(max(0, configuration.metadataAgeMaxMillis)) * 1_000_000
    if !refresh, let known = topics[name], now &- known.askedAtNanos < ageMax { return known.metadata }
    let answer = try await askMetadata([name])
    guard let topic = answer.topics.first(where: { $0.name == name }) else {
      throw ClientError(.damaged, "the broker's metadata lacks the topic that was asked for", at: name)
    }
    guard topic.errorCode == 0 || !topic.partitions.isEmpty else {
      topics[name] = nil
      throw .refused(topic.errorCode, at: name)
    }
    let metadata = TopicMetadata(topic, name: name)
    topics[name] = KnownTopic(metadata: metadata, askedAtNanos: now)
    return metadata
  }

  private func askMetadata(_ names: [String]?) async throws(ClientError) -> MetadataResponse {
    let connection = try await anyConnection()
    let request = MetadataRequest(
      topics: names.map { $0.map { MetadataRequest.MetadataRequestTopic(name: $0) } }, allowAutoTopicCreation: false)
    let version = try connection.version(.metadata, in: Self.metadataVersions)
    var lenient = request
    // Before version 4 brokers create as they are configured.
    if version < 4 { lenient.allowAutoTopicCreation = true }
    let answer = try await connection.ask(lenient, version: version)
    learn(answer)
    return answer
  }

  /// A connection that is open already, else the first address that answers.
  private func anyConnection() async throws(ClientError) -> Connection {
    do throws(ClientError) {
      return try await connection()
    } catch {
      for node in brokers.keys.sorted() {
        if let connection = try? await connection(node) { return connection }
      }
      throw error
    }
  }

  private func learn(_ answer: MetadataResponse) {
    controller = answer.controllerId
    for broker in answer.brokers {
      brokers[broker.nodeId] = BrokerMetadata(
        id: broker.nodeId, address: BrokerAddress(host: broker.host, port: Int(broker.port)), rack: broker.rack)
    }
    let named = Set(answer.brokers.map(\.nodeId))
    brokers = brokers.filter { named.contains($0.key) }
  }
}

// MARK: Coordinators

extension Cluster {
  /// The broker that keeps a group, connected.
  func coordinator(ofGroup group: String) async throws(ClientError) -> Connection {
    let asked = try await anyConnection()
    let answer = try await asked.ask(FindCoordinatorRequest(key: group), in: 0...3)
    guard answer.errorCode == 0 else { throw .refused(answer.errorCode, answer.errorMessage, at: "group \(group)") }
    brokers[answer.nodeId] = BrokerMetadata(
      id: answer.nodeId, address: BrokerAddress(host: answer.host, port: Int(answer.port)),
      rack: brokers[answer.nodeId]?.rack)
    return try await connection(answer.nodeId, .coordinator)
  }
}
