import Synchronization
import WeirBase
import WeirBroker
import WeirControl
import WeirLog
import WeirWire

/// The broker as reconcilers see it. What changes topics waits for its turn on the broker's control thread.
///
/// Topics that wait to be made are made together: one record in the journal for all of them.
final class BrokerHost: PartitionHost {
  private struct Waiting: Sendable {
    var topic: TopicDeclaration
    var done: CheckedContinuation<Result<[HostedPartition], TopicRefusal>, Never>
  }

  private let broker: Broker
  private let waiting = Mutex<[Waiting]>([])

  init(broker: Broker) { self.broker = broker }

  func hosted() async -> [String: HostedTopic] {
    let declared = broker.topics.table.all.filter { !$0.isInternal }
    return Dictionary(uniqueKeysWithValues: declared.map { ($0.name, HostedTopic($0.declaration)) })
  }

  func apply(_ topic: HostedTopic) async throws(HostRefusal) -> [HostedPartition] {
    let result = await withCheckedContinuation {
      (done: CheckedContinuation<Result<[HostedPartition], TopicRefusal>, Never>) in
      let isFirst = waiting.withLock { waiting in
        waiting.append(Waiting(topic: TopicDeclaration(topic), done: done))
        return waiting.count == 1
      }
      if isFirst { broker.environment.control.run { [self] in applyWaiting() } }
    }
    switch result {
    case .success(let partitions): return partitions
    case .failure(let refusal): throw Self.refusal(refusal)
    }
  }

  /// On the control thread.
  private func applyWaiting() {
    let all = waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
    var new: [Waiting] = []
    for one in all {
      do throws(TopicRefusal) {
        if let held = broker.topics.table[one.topic.name], held.id != one.topic.id { try broker.retire(held) }
        // The same name twice: the second finds what the first made.
        let isAsked = new.contains { $0.topic.name == one.topic.name }
        if isAsked { host(&new) }
        guard let held = broker.topics.table[one.topic.name] else {
          new.append(one)
          continue
        }
        try broker.topics.change(held, to: one.topic)
        one.done.resume(returning: .success(Self.partitions(held)))
      } catch { one.done.resume(returning: .failure(error)) }
    }
    host(&new)
  }

  private func host(_ new: inout [Waiting]) {
    for (one, result) in zip(new, broker.topics.host(new.map(\.topic))) {
      one.done.resume(returning: result.map(Self.partitions))
    }
    new = []
  }

  private static func partitions(_ topic: Topic) -> [HostedPartition] {
    topic.partitions.map { partition in
      if case .offline(let reason) = partition.log.status {
        return HostedPartition(index: partition.index, offlineReason: reason)
      }
      return HostedPartition(index: partition.index, offlineReason: nil)
    }
  }

  func retire(_ name: String) async throws(HostRefusal) {
    // What belongs to the node itself was never declared.
    guard let topic = broker.topics.table[name], !topic.isInternal else { return }
    try await onControl { broker throws(TopicRefusal) in
      guard broker.topics.table[name] === topic else { return }
      try broker.retire(topic)
      broker.environment.events.info("topic out of service", ("topic", name))
    }
  }

  func retired() async throws(HostRefusal) -> Set<UUID128> {
    try await onControl { broker throws(TopicRefusal) in
      do throws(IOError) { return try broker.topics.retiredTopics() } catch {
        throw TopicRefusal(.kafkaStorageError, error.description)
      }
    }
  }

  func purge(_ ids: Set<UUID128>) async {
    try? await onControl { broker throws(TopicRefusal) in broker.topics.purge(ids) }
  }

  func impaired() async -> Set<String> {
    var names: Set<String> = []
    for topic in broker.topics.table.all where topic.partitions.contains(where: { $0.log.status != .online }) {
      names.insert(topic.name)
    }
    return names
  }

  func figures(topic: String, partition: Int32) -> PartitionFigures? {
    guard let log = broker.topics.table[topic]?.partition(partition)?.log else { return nil }
    let offsets = log.offsets
    return PartitionFigures(
      leaderEpoch: log.leaderEpoch, logStartOffset: offsets.logStart, highWatermark: offsets.logEnd,
      logEndOffset: offsets.logEnd, sizeBytes: log.sizeBytes)
  }

  private func onControl<T: Sendable>(
    _ job: @escaping @Sendable (Broker) throws(TopicRefusal) -> T
  ) async throws(HostRefusal) -> T {
    let result = await withCheckedContinuation { (continuation: CheckedContinuation<Result<T, TopicRefusal>, Never>) in
      broker.environment.control.run { [broker] in
        continuation.resume(returning: Result { () throws(TopicRefusal) in try job(broker) })
      }
    }
    switch result {
    case .success(let value): return value
    case .failure(let refusal): throw Self.refusal(refusal)
    }
  }

  private static func refusal(_ refusal: TopicRefusal) -> HostRefusal {
    switch refusal.code {
    case .invalidConfig, .invalidPartitions, .invalidTopicException, .invalidRequest: .invalid(refusal.message)
    default: .failed(refusal.message)
    }
  }
}

extension HostedTopic {
  init(_ topic: TopicDeclaration) {
    self.init(
      name: topic.name, id: topic.id, partitions: topic.partitions, config: topic.config, pipeline: topic.pipeline)
  }
}

extension TopicDeclaration {
  init(_ topic: HostedTopic) {
    self.init(
      name: topic.name, id: topic.id, partitions: topic.partitions, config: topic.config, pipeline: topic.pipeline)
  }
}
