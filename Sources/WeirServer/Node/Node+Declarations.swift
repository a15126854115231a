import Glibc
import NIOPosix
import WeirBase
import WeirBroker
import WeirControl
import WeirObjects

extension Node {
  /// How long a new node waits for the store of the cluster that it may join, in milliseconds.
  private static let joinMillis: Int64 = 10_000

  /// Opens the store of declarations and, where it can be reached, ties the node to it.
  static func openDeclarations(
    _ options: ServeOptions, _ config: BrokerConfig, _ journal: TopicJournal, _ directory: inout DataDirectory,
    _ clock: any Clock, _ events: any EventLog, _ group: MultiThreadedEventLoopGroup, _ edges: EdgeMetrics
  ) throws(BrokerStartError) -> DeclaredState {
    let store: any MetadataStore
    switch options.metadata {
    case .local:
      do throws(StoreError) {
        store = try SQLiteStore.open(path: directory.metadata, clock: clock, events: events)
      } catch { throw BrokerStartError("the store of declarations cannot be opened: \(error)") }
    case .etcd(let endpoints, let prefix):
      store = EtcdStore.connect(endpoints: endpoints, prefix: prefix, group: group, clock: clock, events: events)
    }
    let declared = DeclaredState(
      store: MeteredStore(store: store, metrics: edges, clock: clock), isShared: options.metadata != .local,
      policy: policy(config), clock: clock, random: SystemRandom())
    try tie(declared, journal, &directory, clock, events)
    return declared
  }

  /// What objects are checked against: the broker's own rules.
  private static func policy(_ config: BrokerConfig) -> ObjectPolicy {
    ObjectPolicy(
      topicConfig: { settings in
        settings.sorted { $0.key < $1.key }.compactMap { name, value in
          do throws(ConfigFault) {
            _ = try TopicConfig([name: value], node: config)
            return nil
          } catch { return (name, error.description) }
        }
      },
      chain: ChainPolicy.causes, isReservedTopic: TopicName.isInternal,
      partitionsPerTopicMax: config.limits().partitionsPerTopicMax,
      graceSeconds: config.int("weir.topic.delete.grace.ms") / 1000)
  }

  private static func tie(
    _ declared: DeclaredState, _ journal: TopicJournal, _ directory: inout DataDirectory, _ clock: any Clock,
    _ events: any EventLog
  ) throws(BrokerStartError) {
    let held = journal.topics().filter { !TopicName.isInternal($0.name) }.map { HostedTopic($0) }
    let deadline = clock.wallMillis() + joinMillis
    while true {
      let clusterID = directory.identity.clusterID
      let outcome: Result<UUID128?, ObjectError> = Blocking.wait {
        do throws(ObjectError) { return .success(try await declared.bind(clusterID, held: held)) } catch {
          return .failure(error)
        }
      }
      switch outcome {
      case .success(nil): return
      case .success(let other?):
        do throws(IOError) { try directory.join(other) } catch { throw BrokerStartError("data directory: \(error)") }
      case .failure(.notAllowed(let reason)): throw BrokerStartError(reason)
      case .failure(let error):
        guard declared.isShared, case .unavailable = error else {
          throw BrokerStartError("the store of declarations: \(error)")
        }
        // What the node holds it can serve at once; an empty one would not know whose it is.
        if !held.isEmpty {
          return events.warning("declarations not available; what the node holds is served", ("cause", "\(error)"))
        }
        guard clock.wallMillis() < deadline else { throw BrokerStartError("the store of declarations: \(error)") }
        usleep(200_000)
      }
    }
  }
}
