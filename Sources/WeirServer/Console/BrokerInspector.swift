import Synchronization
import WeirAPI
import WeirBase
import WeirBroker
import WeirLog
import WeirRecords
import WeirSmartEngine
import WeirWire

/// Shows the broker's streams to the console. Figures come from memory; records are read on the threads for that.
final class BrokerInspector: StreamInspector {
  /// Looks at records at one time: consumers read on the same threads.
  private static let readsMax = 2
  /// Places of groups that are gone through for their lag.
  private static let placesMax = 20_000

  private let broker: Broker
  private let version: String
  private let reads = Atomic<Int>(0)

  init(broker: Broker, version: String) {
    self.broker = broker
    self.version = version
  }

  private var atMillis: Int64 { Int64(clamping: broker.environment.clock.monotonicNanos() / 1_000_000) }

  func node() -> NodeView {
    NodeView(
      clusterID: broker.environment.clusterID, nodeID: broker.environment.nodeID, version: version,
      nowMillis: broker.environment.clock.wallMillis(), topics: broker.topics.table.count,
      partitions: broker.topics.table.partitionCount,
      groups: broker.groups.census.reduce(0) { $0 + $1.groups })
  }

  // MARK: Topics

  func topics(containing text: String, limit: Int) -> TopicPage {
    let all = broker.topics.table.all
    let text = text.lowercased()
    let matching = text.isEmpty ? all : all.filter { $0.name.lowercased().contains(text) }
    return TopicPage(
      atMillis: atMillis, total: all.count, matched: matching.count, topics: matching.prefix(limit).map(Self.figures))
  }

  func topic(_ name: String) -> TopicView? {
    guard let topic = broker.topics.table[name] else { return nil }
    return TopicView(
      atMillis: atMillis, figures: Self.figures(topic),
      partitions: topic.partitions.prefix(TopicView.partitionsMax).map(Self.view))
  }

  private static func figures(_ topic: Topic) -> TopicFigures {
    let partitions = topic.partitions
    var records: Int64 = 0
    for partition in partitions {
      let offsets = partition.log.offsets
      records &+= max(0, offsets.logEnd &- offsets.logStart)
    }
    return TopicFigures(
      name: topic.name, isInternal: topic.isInternal, partitions: partitions.count,
      offline: partitions.count { !$0.log.isOnline }, records: records,
      sizeBytes: partitions.reduce(0) { $0 &+ $1.log.sizeBytes }, recordsIn: topic.metrics.messagesIn,
      bytesIn: topic.metrics.bytesIn, bytesOut: topic.metrics.bytesOut)
  }

  private static func view(_ partition: Partition) -> TopicView.Partition {
    let offsets = partition.log.offsets
    var reason: String?
    if case .offline(let text) = partition.log.status { reason = text }
    return TopicView.Partition(
      index: partition.index, logStart: offsets.logStart, logEnd: offsets.logEnd, durable: offsets.durable,
      sizeBytes: partition.log.sizeBytes, segments: partition.log.segmentCount,
      leaderEpoch: partition.log.leaderEpoch, offlineReason: reason)
  }

  // MARK: Groups

  private static let loading = InspectionFault.busy("the groups are not served now; try again soon")

  func groups(containing text: String, limit: Int) throws(InspectionFault) -> GroupPage {
    let (error, all) = broker.groups.list()
    guard error == .none else { throw Self.loading }
    let text = text.lowercased()
    let matching = text.isEmpty ? all : all.filter { $0.groupID.lowercased().contains(text) }
    let places = Dictionary(grouping: broker.groups.committedPlaces(limit: Self.placesMax), by: \.group)
    let groups = matching.prefix(limit).map { listing in
      figures(
        listing.groupID, listing.state, members: broker.groups.describe(listing.groupID).group?.members.count ?? 0,
        (places[listing.groupID] ?? []).map { place($0.topic, $0.partition, $0.offset) })
    }
    return GroupPage(total: all.count, matched: matching.count, groups: groups)
  }

  func group(_ id: String) throws(InspectionFault) -> GroupView {
    let (error, group) = broker.groups.describe(id)
    guard error == .none else { throw Self.loading }
    guard let group else { throw .noGroup(id) }
    let places = broker.groups.fetchOffsets(groupID: id, topics: nil).offsets.map {
      place($0.topic, $0.partition, $0.committed.offset)
    }
    return GroupView(
      figures: figures(id, group.state, members: group.members.count, places), protocolName: group.protocolName,
      members: group.members.map {
        GroupView.Member(id: $0.id, instanceID: $0.instanceID, clientID: $0.clientID, host: $0.clientHost)
      },
      places: places)
  }

  private func place(_ topic: String, _ partition: Int32, _ committed: Int64) -> GroupView.Place {
    GroupView.Place(
      topic: topic, partition: partition, committed: committed,
      logEnd: broker.topics.table[topic]?.partition(partition)?.log.offsets.logEnd)
  }

  private func figures(_ id: String, _ state: GroupState, members: Int, _ places: [GroupView.Place]) -> GroupFigures {
    GroupFigures(
      id: id, state: state.rawValue, members: members, topics: Set(places.map(\.topic)).sorted(),
      lag: places.reduce(0) { sum, place in
        let (total, overflow) = sum.addingReportingOverflow(place.lag)
        return overflow ? .max : total
      })
  }

  // MARK: Records

  let transforms = JSONValue.members(("transforms", .array(BuiltIn.all.map(\.json))))

  func records(_ ask: RecordAsk) async throws(InspectionFault) -> [ShownRecord] {
    try await newest(ask) { $0.record.shown(in: $0.partition) }
  }

  func preview(_ steps: [PreviewStep], on ask: RecordAsk) async throws(InspectionFault) -> [PreviewView] {
    let chain: Chain
    do throws(ChainFault) {
      chain = try Chain(steps: steps.map { ChainStep(uses: $0.uses, with: $0.with) })
    } catch {
      throw .invalid(error.causes.map { InspectionFault.Fault($0.path(under: "transforms"), $0.advice) })
    }
    return try await newest(ask) { placed in
      let before = placed.record.shown(in: placed.partition)
      return PreviewView(before: before, outcome: chain.outcome(placed.record, in: placed.partition))
    }
  }

  /// Reads, and makes of each record what is asked for, on a thread that may block.
  private func newest<T: Sendable>(
    _ ask: RecordAsk, _ make: @escaping @Sendable (PlacedRecord) -> T
  ) async throws(InspectionFault) -> [T] {
    guard let topic = broker.topics.table[ask.topic] else { throw .noTopic(ask.topic) }
    var partitions = topic.partitions
    if let index = ask.partition {
      guard let one = topic.partition(index) else { throw .noPartition(ask.topic, index) }
      partitions = [one]
    }
    guard reads.add(1, ordering: .relaxed).newValue <= Self.readsMax else {
      reads.subtract(1, ordering: .relaxed)
      throw .busy("others are looking at records now; try again")
    }
    let tail = RecordTail(partitions: partitions, count: ask.count)
    let result = await withCheckedContinuation { continuation in
      broker.environment.readers.run { [self] in
        let result = Result { () throws(InspectionFault) in try tail.read().map(make) }
        reads.subtract(1, ordering: .relaxed)
        continuation.resume(returning: result)
      }
    }
    return try result.get()
  }
}
