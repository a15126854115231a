import WeirBase
import WeirLog
import WeirWire

// What Kafka's admin calls change: declared first, then done. All on the control thread.
extension TopicManager {
  /// What a maker of topics asks for.
  package struct NewTopic: Sendable {
    package var name: String
    /// -1 for the node's default.
    package var partitions: Int32
    package var config: [String: String]

    package init(name: String, partitions: Int32, config: [String: String]) {
      self.name = name
      self.partitions = partitions
      self.config = config
    }
  }

  /// Checks without making.
  func check(_ new: NewTopic) throws(TopicRefusal) -> (declaration: TopicDeclaration, config: TopicConfig) {
    if let fault = TopicName.fault(new.name) { throw TopicRefusal(.invalidTopicException, fault) }
    if table[new.name] != nil { throw TopicRefusal(.topicAlreadyExists, "topic \"\(new.name)\" exists already") }
    let count = new.partitions == -1 ? Int32(environment.config.int("num.partitions")) : new.partitions
    try checkCount(count)
    do throws(ConfigFault) {
      let config = try TopicConfig(new.config, node: environment.config)
      let id = UUID128.random(from: environment.random)
      return (TopicDeclaration(name: new.name, id: id, partitions: count, config: new.config), config)
    } catch { throw TopicRefusal(.invalidConfig, error.description) }
  }

  /// Makes topics: declares them, then puts them into service.
  func create(_ new: [NewTopic]) -> [Result<Topic, TopicRefusal>] {
    var results: [Result<Topic, TopicRefusal>?] = new.map { _ in nil }
    var wanted: [(index: Int, declaration: TopicDeclaration)] = []
    var partitions = 0
    for (index, topic) in new.enumerated() {
      do throws(TopicRefusal) {
        let declaration = try check(topic).declaration
        try checkRoom(for: partitions + Int(declaration.partitions))
        partitions += Int(declaration.partitions)
        wanted.append((index, declaration))
      } catch { results[index] = .failure(error) }
    }
    var declared: [(index: Int, declaration: TopicDeclaration)] = []
    for (one, fault) in zip(wanted, environment.registry.create(wanted.map(\.declaration))) {
      if let fault { results[one.index] = .failure(Self.refusal(fault)) } else { declared.append(one) }
    }
    for (one, result) in zip(declared, host(declared.map(\.declaration))) {
      results[one.index] = result
      // What cannot be kept must not stay declared.
      if case .failure = result { try? environment.registry.remove(one.declaration) }
    }
    return results.map { $0 ?? .failure(TopicRefusal(.unknownServerError, "the topic was not made")) }
  }

  /// Declares that a topic shall be no more.
  func undeclare(_ topic: Topic) throws(TopicRefusal) {
    do throws(RegistryError) {
      try environment.registry.remove(topic.declaration)
    } catch { throw Self.refusal(error) }
  }

  /// Raises the number of partitions.
  func grow(_ topic: Topic, to count: Int32, validateOnly: Bool) throws(TopicRefusal) {
    let current = Int32(clamping: topic.partitions.count)
    guard count > current else {
      throw TopicRefusal(
        .invalidPartitions,
        "topic \"\(topic.name)\" has \(current) partitions; the new count must be larger, not \(count)")
    }
    try checkCount(count)
    try checkRoom(for: Int(count) - Int(current))
    if validateOnly { return }
    var declaration = topic.declaration
    declaration.partitions = count
    do throws(RegistryError) {
      try environment.registry.grow(declaration)
    } catch { throw Self.refusal(error) }
    try change(topic, to: declaration)
  }

  private func checkCount(_ count: Int32) throws(TopicRefusal) {
    guard count >= 1 && Int(count) <= environment.limits.partitionsPerTopicMax else {
      throw TopicRefusal(
        .invalidPartitions, "a topic has 1 to \(environment.limits.partitionsPerTopicMax) partitions, not \(count)")
    }
  }

  static func refusal(_ error: RegistryError) -> TopicRefusal {
    switch error {
    case .exists(let name): TopicRefusal(.topicAlreadyExists, "topic \"\(name)\" exists already")
    case .absent(let name): TopicRefusal(.unknownTopicOrPartition, "topic \"\(name)\" does not exist")
    case .invalid(let cause): TopicRefusal(.invalidRequest, cause)
    case .unavailable(let cause): TopicRefusal(.brokerNotAvailable, cause)
    case .storage(let cause): TopicRefusal(.kafkaStorageError, cause)
    }
  }
}
