import Synchronization
package import WeirBase
import WeirLog
package import WeirWire

/// Why a topic was not made, changed or found: Kafka's code and the reason in words.
package struct TopicRefusal: Error, Sendable {
  package var code: ErrorCode
  package var message: String

  package init(_ code: ErrorCode, _ message: String) {
    self.code = code
    self.message = message
  }
}

/// Turns declarations into topics in service. Calls that change what exists block and run on the control thread.
package final class TopicManager: Sendable {
  package let table = TopicTable()
  let environment: BrokerEnvironment

  init(_ environment: BrokerEnvironment) { self.environment = environment }

  // MARK: Start and end

  /// Opens the logs of all declared topics. A damaged one is offline and named; the others serve.
  func openAll() throws(BrokerStartError) {
    do throws(IOError) {
      try environment.log.files.makeDirectory(environment.streamsDirectory)
      try removeLeftovers()
    } catch { throw BrokerStartError("data directory: \(error)") }
    for declaration in environment.registry.topics() {
      do throws(TopicRefusal) {
        table.insert(try open(declaration))
      } catch { throw BrokerStartError("topic \(declaration.name): \(error.message)") }
    }
  }

  func closeAll() {
    for topic in table.all {
      for partition in topic.partitions { partition.log.close() }
    }
  }

  /// Directories of topics whose deletion was declared before the node ended.
  private func removeLeftovers() throws(IOError) {
    let files = environment.log.files
    for name in try files.list(environment.streamsDirectory) where name.hasSuffix("-delete") {
      try files.removeTree(environment.streamsDirectory + "/" + name)
    }
  }

  private func open(_ declaration: TopicDeclaration) throws(TopicRefusal) -> Topic {
    let config: TopicConfig
    do throws(ConfigFault) {
      config = try TopicConfig(declaration.config, node: environment.config)
    } catch { throw TopicRefusal(.invalidConfig, error.description) }
    let partitions = try openPartitions(
      0..<declaration.partitions, of: declaration.name, id: declaration.id, config: config)
    return Topic(name: declaration.name, id: declaration.id, config: config, partitions: partitions)
  }

  private func openPartitions(
    _ range: Range<Int32>, of name: String, id: UUID128, config: TopicConfig
  ) throws(TopicRefusal) -> [Partition] {
    var partitions: [Partition] = []
    partitions.reserveCapacity(range.count)
    for index in range {
      do throws(LogError) {
        let log = try PartitionLog.open(
          directory: "\(environment.streamsDirectory)/\(name)-\(index)", name: "\(name)-\(index)", topicID: id,
          config: config.log, leaderEpoch: environment.leaderEpoch, environment: environment.log)
        partitions.append(Partition(topic: name, topicID: id, index: index, log: log))
      } catch { throw TopicRefusal(.kafkaStorageError, "\(error)") }
    }
    return partitions
  }

  func applyRetention() {
    for topic in table.all {
      for partition in topic.partitions where !partition.log.applyRetention().isEmpty { partition.wakeAll() }
    }
  }

  // MARK: Change

  /// What a maker of topics asks for.
  struct NewTopic: Sendable {
    var name: String
    /// -1 for the node's default.
    var partitions: Int32
    var config: [String: String]
  }

  /// Checks without making.
  func check(_ new: NewTopic) throws(TopicRefusal) -> (declaration: TopicDeclaration, config: TopicConfig) {
    if let fault = TopicName.fault(new.name) { throw TopicRefusal(.invalidTopicException, fault) }
    if table[new.name] != nil { throw TopicRefusal(.topicAlreadyExists, "topic \"\(new.name)\" exists already") }
    let count = new.partitions == -1 ? Int32(environment.config.int("num.partitions")) : new.partitions
    guard count >= 1 && Int(count) <= environment.limits.partitionsPerTopicMax else {
      throw TopicRefusal(
        .invalidPartitions, "a topic has 1 to \(environment.limits.partitionsPerTopicMax) partitions, not \(count)")
    }
    do throws(ConfigFault) {
      let config = try TopicConfig(new.config, node: environment.config)
      let id = UUID128.random(from: environment.random)
      return (TopicDeclaration(name: new.name, id: id, partitions: count, config: new.config), config)
    } catch { throw TopicRefusal(.invalidConfig, error.description) }
  }

  /// Makes topics: declared durably, all in one write, then their logs. On the control thread.
  func create(_ new: [NewTopic]) -> [Result<Topic, TopicRefusal>] {
    var results: [Result<Topic, TopicRefusal>?] = new.map { _ in nil }
    var declared: [(index: Int, declaration: TopicDeclaration)] = []
    for (index, topic) in new.enumerated() {
      do throws(TopicRefusal) {
        declared.append((index, try check(topic).declaration))
      } catch { results[index] = .failure(error) }
    }
    do throws(RegistryError) {
      if !declared.isEmpty { try environment.registry.create(declared.map(\.declaration)) }
    } catch {
      let refusal = Self.refusal(error)
      for (index, _) in declared { results[index] = .failure(refusal) }
      declared = []
    }
    for (index, declaration) in declared {
      do throws(TopicRefusal) {
        let topic = try open(declaration)
        table.insert(topic)
        results[index] = .success(topic)
      } catch {
        // What cannot be kept must not stay declared.
        try? environment.registry.remove([declaration.name])
        results[index] = .failure(error)
      }
    }
    return results.map { $0 ?? .failure(TopicRefusal(.unknownServerError, "the topic was not made")) }
  }

  /// Takes a topic out of service at once; its files go later. On the control thread.
  func delete(_ topic: Topic) throws(TopicRefusal) {
    do throws(RegistryError) {
      try environment.registry.remove([topic.name])
    } catch { throw Self.refusal(error) }
    table.remove(topic)
    for partition in topic.partitions {
      do throws(LogError) {
        try partition.log.delete()
      } catch { environment.events.error("files of a deleted topic stay", ("partition", partition.name), ("cause", "\(error)")) }
      partition.wakeAll()
    }
    let files = environment.log.files
    let events = environment.events
    let directory = environment.streamsDirectory
    environment.readers.run {
      do throws(IOError) {
        for name in try files.list(directory) where name.hasSuffix("\(topic.id)-delete") {
          try files.removeTree(directory + "/" + name)
        }
      } catch { events.error("files of a deleted topic stay", ("topic", topic.name), ("cause", "\(error)")) }
    }
  }

  /// Raises the number of partitions. On the control thread.
  func grow(_ topic: Topic, to count: Int32, validateOnly: Bool) throws(TopicRefusal) {
    let current = Int32(clamping: topic.partitions.count)
    guard count > current else {
      throw TopicRefusal(
        .invalidPartitions, "topic \"\(topic.name)\" has \(current) partitions; the new count must be larger, not \(count)")
    }
    guard Int(count) <= environment.limits.partitionsPerTopicMax else {
      throw TopicRefusal(.invalidPartitions, "a topic has at most \(environment.limits.partitionsPerTopicMax) partitions")
    }
    if validateOnly { return }
    let declaration = TopicDeclaration(name: topic.name, id: topic.id, partitions: count, config: topic.config.overrides)
    let more = try openPartitions(current..<count, of: topic.name, id: topic.id, config: topic.config)
    do throws(RegistryError) {
      try environment.registry.update(declaration)
    } catch { throw Self.refusal(error) }
    topic.add(more)
  }

  private static func refusal(_ error: RegistryError) -> TopicRefusal {
    switch error {
    case .exists(let name): TopicRefusal(.topicAlreadyExists, "topic \"\(name)\" exists already")
    case .absent(let name): TopicRefusal(.unknownTopicOrPartition, "topic \"\(name)\" does not exist")
    case .storage(let cause): TopicRefusal(.kafkaStorageError, cause)
    }
  }
}
