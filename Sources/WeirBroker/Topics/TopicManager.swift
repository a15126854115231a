import Synchronization
import WeirBase
import WeirLog
import WeirWire

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
      let files = environment.log.files
      if !files.exists(environment.streamsDirectory) {
        try files.makeDirectory(environment.streamsDirectory)
        try files.syncDirectory(parentDirectory(environment.streamsDirectory))
      }
      try removeLeftovers()
    } catch { throw BrokerStartError("data directory: \(error)") }
    for declaration in environment.registry.topics() {
      do throws(TopicRefusal) {
        table.insert(try open(declaration, evenIfUnavailable: true))
      } catch { throw BrokerStartError("topic \(declaration.name): \(error.message)") }
    }
  }

  /// - Returns: whether every log is whole and on stable storage.
  func closeAll() -> Bool {
    table.all.flatMap(\.partitions).reduce(true) { $1.log.close() && $0 }
  }

  /// Where directories of deleted topics wait for their removal.
  private var graveyard: String { environment.streamsDirectory + "/.deleted" }

  private func removeLeftovers() throws(IOError) { try environment.log.files.removeTree(graveyard) }

  /// - Parameter evenIfUnavailable: a partition whose directory cannot be made is offline, instead of an error.
  private func open(_ declaration: TopicDeclaration, evenIfUnavailable: Bool = false) throws(TopicRefusal) -> Topic {
    let config: TopicConfig
    do throws(ConfigFault) {
      config = try TopicConfig(declaration.config, node: environment.config)
    } catch { throw TopicRefusal(.invalidConfig, error.description) }
    let partitions = try openPartitions(
      0..<declaration.partitions, of: declaration.name, id: declaration.id, config: config,
      evenIfUnavailable: evenIfUnavailable)
    return Topic(name: declaration.name, id: declaration.id, config: config, partitions: partitions)
  }

  private func openPartitions(
    _ range: Range<Int32>, of name: String, id: UUID128, config: TopicConfig, evenIfUnavailable: Bool = false
  ) throws(TopicRefusal) -> [Partition] {
    var partitions: [Partition] = []
    partitions.reserveCapacity(range.count)
    for index in range {
      let directory = "\(environment.streamsDirectory)/\(name)-\(index)"
      var log: PartitionLog
      do throws(LogError) {
        log = try PartitionLog.open(
          directory: directory, name: "\(name)-\(index)", topicID: id, config: config.log,
          leaderEpoch: environment.leaderEpoch, environment: environment.log)
      } catch {
        guard evenIfUnavailable else { throw TopicRefusal(.kafkaStorageError, "\(error)") }
        environment.events.error("partition offline", ("partition", "\(name)-\(index)"), ("reason", "\(error)"))
        log = .unavailable(
          directory: directory, name: "\(name)-\(index)", topicID: id, config: config.log,
          leaderEpoch: environment.leaderEpoch, environment: environment.log, reason: "\(error)")
      }
      partitions.append(Partition(topic: name, topicID: id, index: index, log: log))
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

  /// Whether the node may have this many partitions more.
  private func checkRoom(for more: Int) throws(TopicRefusal) {
    let most = environment.limits.partitionsMax
    guard table.partitionCount + more <= most else {
      throw TopicRefusal(
        .invalidPartitions,
        "a node has at most \(most) partitions; it has \(table.partitionCount), and \(more) were asked for")
    }
  }

  /// Makes topics: declared durably, all in one write, then their logs. On the control thread.
  func create(_ new: [NewTopic]) -> [Result<Topic, TopicRefusal>] {
    var results: [Result<Topic, TopicRefusal>?] = new.map { _ in nil }
    var declared: [(index: Int, declaration: TopicDeclaration)] = []
    var wanted = 0
    for (index, topic) in new.enumerated() {
      do throws(TopicRefusal) {
        let declaration = try check(topic).declaration
        wanted += Int(declaration.partitions)
        try checkRoom(for: wanted)
        declared.append((index, declaration))
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
        try partition.log.delete(into: graveyard)
      } catch {
        environment.events.error("files of a deleted topic stay", ("partition", partition.name), ("cause", "\(error)"))
      }
      partition.wakeAll()
    }
    let files = environment.log.files
    let events = environment.events
    let remains = topic.partitions.map { "\(graveyard)/\(topic.id)-\($0.index)" }
    environment.readers.run {
      for directory in remains {
        do throws(IOError) { try files.removeTree(directory) } catch {
          events.error("files of a deleted topic stay", ("topic", topic.name), ("cause", "\(error)"))
        }
      }
    }
  }

  /// Raises the number of partitions. On the control thread.
  func grow(_ topic: Topic, to count: Int32, validateOnly: Bool) throws(TopicRefusal) {
    let current = Int32(clamping: topic.partitions.count)
    guard count > current else {
      throw TopicRefusal(
        .invalidPartitions,
        "topic \"\(topic.name)\" has \(current) partitions; the new count must be larger, not \(count)")
    }
    guard Int(count) <= environment.limits.partitionsPerTopicMax else {
      throw TopicRefusal(
        .invalidPartitions, "a topic has at most \(environment.limits.partitionsPerTopicMax) partitions")
    }
    try checkRoom(for: Int(count) - Int(current))
    if validateOnly { return }
    let declaration = TopicDeclaration(
      name: topic.name, id: topic.id, partitions: count, config: topic.config.overrides)
    let more = try openPartitions(current..<count, of: topic.name, id: topic.id, config: topic.config)
    do throws(RegistryError) {
      try environment.registry.update(declaration)
    } catch { throw Self.refusal(error) }
    table.grow(topic, more)
  }

  private static func refusal(_ error: RegistryError) -> TopicRefusal {
    switch error {
    case .exists(let name): TopicRefusal(.topicAlreadyExists, "topic \"\(name)\" exists already")
    case .absent(let name): TopicRefusal(.unknownTopicOrPartition, "topic \"\(name)\" does not exist")
    case .storage(let cause): TopicRefusal(.kafkaStorageError, cause)
    }
  }
}
