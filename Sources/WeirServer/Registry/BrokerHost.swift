import WeirBase
import WeirBroker
import WeirControl
import WeirLog
import WeirWire

/// The broker as reconcilers see it. What changes topics waits for its turn on the broker's control thread.
final class BrokerHost: PartitionHost {
  private let broker: Broker

  init(broker: Broker) { self.broker = broker }

  func hosted() async -> [String: HostedTopic] {
    let declared = broker.topics.table.all.filter { !$0.isInternal }
    return Dictionary(uniqueKeysWithValues: declared.map { ($0.name, HostedTopic($0.declaration)) })
  }

  func apply(_ topic: HostedTopic) async throws(HostRefusal) -> [HostedPartition] {
    let wanted = TopicDeclaration(topic)
    return try await onControl { broker throws(TopicRefusal) in
      if let held = broker.topics.table[wanted.name], held.id != wanted.id { try broker.retire(held) }
      guard let held = broker.topics.table[wanted.name] else {
        return Self.partitions(try broker.topics.host([wanted]).first?.get())
      }
      try broker.topics.change(held, to: wanted)
      return Self.partitions(held)
    }
  }

  private static func partitions(_ topic: Topic?) -> [HostedPartition] {
    (topic?.partitions ?? []).map { partition in
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
