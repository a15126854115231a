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

/// Keeps topics in service. Calls that change what exists block and run on the control thread.
package final class TopicManager: Sendable {
  package let table = TopicTable()
  let environment: BrokerEnvironment

  init(_ environment: BrokerEnvironment) { self.environment = environment }

  // MARK: Start and end

  /// Opens the logs of all declared topics. A damaged one is offline and named; the others serve.
  func openAll() throws(BrokerStartError) {
    let held = environment.inventory.topics()
    do throws(IOError) {
      let files = environment.log.files
      if !files.exists(environment.streamsDirectory) {
        try files.makeDirectory(environment.streamsDirectory)
        try files.syncDirectory(parentDirectory(environment.streamsDirectory))
      }
      try removeLeftovers()
      try sweep(held)
    } catch { throw BrokerStartError("data directory: \(error)") }
    for declaration in held {
      do throws(TopicRefusal) {
        table.insert(try open(declaration, evenIfUnavailable: true))
      } catch { throw BrokerStartError("topic \(declaration.name): \(error.message)") }
    }
  }

  /// - Returns: whether every log is whole and on stable storage.
  func closeAll() -> Bool {
    table.all.flatMap(\.partitions).reduce(true) { $1.log.close() && $0 }
  }

  /// Where directories wait for their removal, and where those of deleted topics wait for somebody to want them back.
  var graveyard: String { environment.streamsDirectory + "/.deleted" }
  var attic: String { environment.streamsDirectory + "/.retired" }

  private func removeLeftovers() throws(IOError) { try environment.log.files.removeTree(graveyard) }

  /// A node that ended while it retired topics: their directories follow the others into the attic.
  private func sweep(_ held: [TopicDeclaration]) throws(IOError) {
    let files = environment.log.files
    var directories = Set(held.flatMap { topic in (0..<topic.partitions).map { "\(topic.name)-\($0)" } })
    directories.insert(".retired")
    for name in try files.list(environment.streamsDirectory) where !directories.contains(name) {
      let path = "\(environment.streamsDirectory)/\(name)"
      guard let owner = PartitionLog.owner(of: path, files), let dash = name.lastIndex(of: "-") else { continue }
      try files.makeDirectory(attic)
      let place = "\(attic)/\(owner)\(name[dash...])"
      if !files.exists(place) { try files.rename(path, to: place) }
    }
  }

  /// - Parameter evenIfUnavailable: a partition whose directory cannot be made is offline, instead of an error.
  func open(_ declaration: TopicDeclaration, evenIfUnavailable: Bool = false) throws(TopicRefusal) -> Topic {
    let config: TopicConfig
    do throws(ConfigFault) {
      config = try TopicConfig(declaration.config, node: environment.config)
    } catch { throw TopicRefusal(.invalidConfig, error.description) }
    let partitions = try openPartitions(
      0..<declaration.partitions, of: declaration.name, id: declaration.id, config: config,
      evenIfUnavailable: evenIfUnavailable)
    return Topic(
      name: declaration.name, id: declaration.id, config: config, pipeline: declaration.pipeline,
      partitions: partitions)
  }

  func openPartitions(
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
}
