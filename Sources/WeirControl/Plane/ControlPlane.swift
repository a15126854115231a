import Synchronization
import WeirBase
import WeirObjects

/// What a node says of itself.
package struct NodeFacts: Sendable {
  package var spuID: Int32
  /// Who this process is, over restarts: no other may serve the same declarations.
  package var owner: String
  package var clusterID: UUID128
  package var rack: String?
  /// HOST:PORT.
  package var publicEndpoint: String
  package var adminEndpoint: String
  package var version: String

  package init(
    spuID: Int32, owner: String, clusterID: UUID128, rack: String?, publicEndpoint: String,
    adminEndpoint: String, version: String
  ) {
    self.spuID = spuID
    self.owner = owner
    self.clusterID = clusterID
    self.rack = rack
    self.publicEndpoint = publicEndpoint
    self.adminEndpoint = adminEndpoint
    self.version = version
  }
}

/// Keeps a node as its objects declare it.
package final class ControlPlane: Sendable {
  /// Everything is looked at again this often, whether or not somebody told of a change.
  static let resyncSeconds: UInt64 = 300
  /// How often partitions are asked how they fare.
  static let pollSeconds: UInt64 = 5
  static let workers = 64

  package let metrics = ControlMetrics()
  let declared: DeclaredState
  let host: any PartitionHost
  let clock: any Clock
  let events: any EventLog
  let topics: ReconcileLoop<String>
  let definitions: ReconcileLoop<ObjectKey>
  let janitor: ReconcileLoop<String>
  let views = Mutex(ViewIndex())
  private let task = Mutex<Task<Void, Never>?>(nil)

  package init(
    _ declared: DeclaredState, host: any PartitionHost, spuID: Int32, clock: any Clock, events: any EventLog
  ) {
    self.declared = declared
    self.host = host
    self.clock = clock
    self.events = events
    let repository = declared.repository
    let metrics = metrics
    repository.show { object in object.withFigures(of: host) }
    let cleaner = Janitor(repository: repository, host: host, clock: clock, events: events)
    let janitor = ReconcileLoop<String>(name: "janitor", workers: 1, clock: clock) { _ in
      await Self.clean(cleaner, clock, events)
    }
    self.janitor = janitor
    let topic = TopicReconciler(
      repository: repository, host: host, spuID: spuID, clock: clock, events: events,
      retired: { janitor.add(Self.houseKey) })
    topics = ReconcileLoop(
      name: "topics", workers: Self.workers, clock: clock, observe: { metrics.count($0, of: "topic") },
      reconcile: { await topic.reconcile($0) })
    let definition = DefinitionReconciler(repository: repository, clock: clock, events: events)
    definitions = ReconcileLoop(
      name: "definitions", workers: 4, clock: clock, observe: { metrics.count($0, of: "definition") },
      reconcile: { await definition.reconcile($0) })
  }

  static let houseKey = "deleted topics"

  private static func clean(
    _ cleaner: Janitor, _ clock: any Clock, _ events: any EventLog
  ) async -> WorkQueue<String>.Outcome {
    do throws(ObjectError) {
      guard let next = try await cleaner.clean() else { return .settled }
      // Clocks may be set anew: look at least once an hour.
      let wait = min(max(next - clock.wallMillis(), 10), 3_600_000)
      return .after(UInt64(wait) * 1_000_000)
    } catch {
      events.warning("deleted topics not looked after yet", ("cause", "\(error)"))
      return .retry
    }
  }

  // MARK: Start and end

  /// Begins to keep the node as declared, until `stop`. A store that cannot be reached yet is waited for.
  package func start(_ node: NodeFacts) {
    task.withLock { task in
      guard task == nil else { return }
      task = Task { await self.run(node) }
    }
  }

  package func stop() async {
    guard let task = task.withLock({ $0 }) else { return }
    task.cancel()
    await task.value
    await declared.close()
  }
}

extension WeirObject {
  /// A Partition with what it holds at this moment.
  fileprivate func withFigures(of host: any PartitionHost) -> WeirObject {
    guard let topic = spec["topic"]?.text,
      let index = spec["partition"]?.integer.flatMap({ Int32(exactly: $0) }),
      let figures = host.figures(topic: topic, partition: index)
    else { return self }
    var shown = self
    var status = shown.status ?? .object([])
    status["leaderEpoch"] = .int(figures.leaderEpoch)
    status["logStartOffset"] = .int(figures.logStartOffset)
    status["highWatermark"] = .int(figures.highWatermark)
    status["logEndOffset"] = .int(figures.logEndOffset)
    status["sizeBytes"] = .int(figures.sizeBytes)
    shown.status = status
    return shown
  }
}
