import Synchronization
import WeirBase
import WeirLog

/// What a broker stands on. Everything that touches the world comes in here.
package struct BrokerEnvironment: Sendable {
  package var nodeID: Int32
  package var clusterID: String
  package var config: BrokerConfig
  package var limits: Limits
  package var clock: any Clock
  package var random: any RandomSource
  package var scheduler: any Scheduler
  package var events: any EventLog
  /// One thread: changes of what exists happen one after the other.
  package var control: any JobRunner
  /// Threads for reads that may have to wait for the disk.
  package var readers: any JobRunner
  package var log: LogEnvironment
  /// Where topics are declared.
  package var registry: any TopicRegistry
  /// What this node holds.
  package var inventory: any TopicInventory
  /// Where partitions live.
  package var streamsDirectory: String
  /// Stamped into batches; rises with every start after an unclean end (see docs/decisions).
  package var leaderEpoch: Int32

  package init(
    nodeID: Int32, clusterID: String, config: BrokerConfig, limits: Limits, clock: any Clock,
    random: any RandomSource, scheduler: any Scheduler, events: any EventLog, control: any JobRunner,
    readers: any JobRunner, log: LogEnvironment, registry: any TopicRegistry,
    inventory: any TopicInventory, streamsDirectory: String,
    leaderEpoch: Int32
  ) {
    self.nodeID = nodeID
    self.clusterID = clusterID
    self.config = config
    self.limits = limits
    self.clock = clock
    self.random = random
    self.scheduler = scheduler
    self.events = events
    self.control = control
    self.readers = readers
    self.log = log
    self.registry = registry
    self.inventory = inventory
    self.streamsDirectory = streamsDirectory
    self.leaderEpoch = leaderEpoch
  }
}

/// Kafka's semantics for one node: takes request frames, gives answers. It knows no sockets.
///
/// Requests run where they arrive, on the connection's event loop; what may block moves to `control` or `readers`.
package final class Broker: Sendable {
  package let environment: BrokerEnvironment
  package let topics: TopicManager
  package let groups: GroupCoordinator
  package let metrics: BrokerMetrics
  let sessions: FetchSessionCache
  let producerIDs: ProducerIDs
  let offsets: OffsetsTopic
  private let released = Atomic<Bool>(false)

  /// Opens every declared topic; blocks.
  package init(_ environment: BrokerEnvironment) throws(BrokerStartError) {
    self.environment = environment
    metrics = BrokerMetrics(clock: environment.clock)
    topics = TopicManager(environment)
    sessions = FetchSessionCache(slots: environment.limits.fetchSessionsMax, clock: environment.clock)
    producerIDs = ProducerIDs(inventory: environment.inventory)
    offsets = OffsetsTopic(topics: topics, environment: environment)
    groups = GroupCoordinator(
      settings: GroupSettings(environment.config), clock: environment.clock, scheduler: environment.scheduler,
      random: environment.random, journal: offsets, events: environment.events)
    try topics.openAll()
    offsets.load { groups.load($0) }
    groups.loaded()
    // A node that ended between a topic's deletion and that of its offsets.
    for topic in groups.committedTopics() where topics.table[topic] == nil { groups.removeTopic(topic) }
    scheduleRetention()
  }

  /// Whether the node is ending: nobody waits any more.
  package var isReleased: Bool { released.load(ordering: .relaxed) }

  /// Answers all who wait (fetches, joins, syncs), so that clients can move on before their connections end.
  package func release() {
    released.store(true, ordering: .relaxed)
    groups.stop()
    for topic in topics.table.all { for partition in topic.partitions { partition.wakeAll() } }
  }

  /// Takes a topic out of service, and what groups committed for it with it. On the control thread.
  package func retire(_ topic: Topic) throws(TopicRefusal) {
    try topics.retire(topic)
    groups.removeTopic(topic.name)
  }

  /// Syncs and closes every log. Blocks.
  /// - Returns: whether nothing that anyone saw can be lost.
  package func stop() -> Bool { topics.closeAll() }

  private func scheduleRetention() {
    let period = UInt64(clamping: environment.config.int("log.retention.check.interval.ms")) &* 1_000_000
    environment.scheduler.schedule(afterNanos: min(period, 1 << 62)) { [weak self] in
      guard let self else { return }
      environment.readers.run { [weak self] in
        guard let self else { return }
        topics.applyRetention()
        scheduleRetention()
      }
    }
  }
}

/// Why a broker could not start.
package struct BrokerStartError: Error, Sendable, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}
