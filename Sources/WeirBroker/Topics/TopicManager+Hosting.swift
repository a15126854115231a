import WeirBase
import WeirLog
import WeirWire

// What this node holds, brought to what is declared. All on the control thread.
extension TopicManager {
  /// Puts topics into service: recorded durably, all in one write, then their logs. A deleted topic that is wanted back
  /// finds its records again.
  package func host(_ declarations: [TopicDeclaration]) -> [Result<Topic, TopicRefusal>] {
    if declarations.isEmpty { return [] }
    var results: [Result<Topic, TopicRefusal>?] = declarations.map { declaration in
      do throws(TopicRefusal) {
        // Before they are recorded: a start in between must not find an empty topic in their place.
        try restore(declaration)
        return nil
      } catch { return .failure(error) }
    }
    do throws(RegistryError) {
      try environment.inventory.put(zip(declarations, results).compactMap { $1 == nil ? $0 : nil })
    } catch {
      let refusal = Self.refusal(error)
      results = results.map { $0 ?? .failure(refusal) }
    }
    var started = start(zip(declarations, results).compactMap { $1 == nil ? $0 : nil })[...]
    return results.map { $0 ?? started.popFirst() ?? .failure(TopicRefusal(.unknownServerError, "it was not made")) }
  }

  /// Starts topics side by side: each waits for the disk a few times, and disks serve several at once.
  private func start(_ declarations: [TopicDeclaration]) -> [Result<Topic, TopicRefusal>] {
    if declarations.count < 2 { return declarations.map { start($0) } }
    let started = StartedTopics(count: declarations.count)
    for (place, declaration) in declarations.enumerated() {
      environment.readers.run { [self] in started.note(start(declaration), at: place) }
    }
    return started.wait()
  }

  private func start(_ declaration: TopicDeclaration) -> Result<Topic, TopicRefusal> {
    do throws(TopicRefusal) {
      try checkRoom(for: Int(declaration.partitions))
      let topic = try open(declaration)
      table.insert(topic)
      return .success(topic)
    } catch {
      try? environment.inventory.remove([declaration.name])
      return .failure(error)
    }
  }

  /// Brings a topic in service to its declaration: more partitions, other settings, another pipeline.
  package func change(_ topic: Topic, to declaration: TopicDeclaration) throws(TopicRefusal) {
    if topic.declaration == declaration { return }
    let config: TopicConfig
    do throws(ConfigFault) {
      config = try TopicConfig(declaration.config, node: environment.config)
    } catch { throw TopicRefusal(.invalidConfig, error.description) }
    let current = Int32(clamping: topic.partitions.count)
    guard declaration.partitions >= current else {
      throw TopicRefusal(.invalidPartitions, "topic \"\(topic.name)\" has \(current) partitions; they never get fewer")
    }
    try checkRoom(for: Int(declaration.partitions - current))
    // Recorded first: a start in between makes what is missing, and takes nothing for a stray.
    do throws(RegistryError) {
      try environment.inventory.put([declaration])
    } catch { throw Self.refusal(error) }
    try restore(declaration, from: current)
    let more = try openPartitions(
      current..<declaration.partitions, of: topic.name, id: topic.id, config: config)
    table.grow(topic, more)
    topic.configure(config, pipeline: declaration.pipeline)
    for partition in topic.partitions { partition.log.update(config.log) }
  }

  /// Takes a topic out of service at once. Its records stay in the attic until `purge`.
  func retire(_ topic: Topic) throws(TopicRefusal) {
    do throws(RegistryError) {
      try environment.inventory.remove([topic.name])
    } catch { throw Self.refusal(error) }
    table.remove(topic)
    for partition in topic.partitions {
      do throws(LogError) {
        try makeWay(at: "\(attic)/\(topic.id)-\(partition.index)")
        try partition.log.delete(into: attic)
      } catch {
        environment.events.error("files of a deleted topic stay", ("partition", partition.name), ("cause", "\(error)"))
      }
      partition.wakeAll()
    }
  }

  /// The topics in the attic.
  package func retiredTopics() throws(IOError) -> Set<UUID128> {
    let files = environment.log.files
    guard files.exists(attic) else { return [] }
    return Set(try files.list(attic).compactMap { Self.retiredPartition($0)?.id })
  }

  /// Removes the records of retired topics for good. The removal itself takes its time on the readers' threads.
  package func purge(_ ids: Set<UUID128>) {
    let files = environment.log.files
    let events = environment.events
    var remains: [String] = []
    do throws(IOError) {
      guard files.exists(attic) else { return }
      try files.makeDirectory(graveyard)
      for name in try files.list(attic) {
        guard let retired = Self.retiredPartition(name), ids.contains(retired.id) else { continue }
        try files.rename("\(attic)/\(name)", to: "\(graveyard)/\(name)")
        remains.append("\(graveyard)/\(name)")
      }
    } catch { events.error("records of deleted topics stay", ("cause", error.description)) }
    // Each purge removes what it moved, and no other's.
    environment.readers.run { [remains] in
      for directory in remains {
        do throws(IOError) { try files.removeTree(directory) } catch {
          events.error("records of a deleted topic stay", ("directory", directory), ("cause", error.description))
        }
      }
    }
  }

  /// Brings the records of a deleted topic back to their place, from a partition on.
  private func restore(_ declaration: TopicDeclaration, from first: Int32 = 0) throws(TopicRefusal) {
    do throws(IOError) {
      var isChanged = false
      for index in first..<declaration.partitions {
        if try restore(declaration, partition: index) { isChanged = true }
      }
      if isChanged { try environment.log.files.syncDirectory(environment.streamsDirectory) }
    } catch { throw TopicRefusal(.kafkaStorageError, "its records cannot be brought back: \(error)") }
  }

  /// - Returns: whether a directory was moved.
  private func restore(_ declaration: TopicDeclaration, partition index: Int32) throws(IOError) -> Bool {
    let files = environment.log.files
    let place = "\(environment.streamsDirectory)/\(declaration.name)-\(index)"
    let retired = "\(attic)/\(declaration.id)-\(index)"
    let isThere = files.exists(place)
    // What an unlucky end left of another topic of the name waits in the attic for the janitor.
    if isThere, let owner = PartitionLog.owner(of: place, files), owner != declaration.id {
      try files.makeDirectory(attic)
      let other = "\(attic)/\(owner)-\(index)"
      if files.exists(other) { try setAside(place, as: other) } else { try files.rename(place, to: other) }
      _ = try restore(declaration, partition: index)
      return true
    }
    guard files.exists(retired) else { return false }
    if isThere {
      // One of the two was left behind; the one with records is meant.
      if try hasRecords(place) { return false }
      try setAside(place, as: retired)
    }
    try files.rename(retired, to: place)
    return true
  }

  /// Nothing may stand where a directory is to be moved, and nothing is removed for it.
  private func makeWay(at path: String) throws(LogError) {
    guard environment.log.files.exists(path) else { return }
    do throws(IOError) { try setAside(path, as: path) } catch { throw .io(error) }
  }

  private func setAside(_ path: String, as name: String) throws(IOError) {
    let aside = "\(name).aside-\(environment.random.next())"
    try environment.log.files.rename(path, to: aside)
    environment.events.warning("a directory was set aside", ("from", path), ("to", aside))
  }

  private func hasRecords(_ directory: String) throws(IOError) -> Bool {
    let files = environment.log.files
    for name in try files.list(directory) where name.hasSuffix(".log") {
      let file = try files.open("\(directory)/\(name)", .read)
      defer { file.close() }
      if try file.size() > 0 { return true }
    }
    return false
  }

  /// A directory of the attic: `<topic id>-<partition>`, and perhaps `.aside-` with a number.
  private static func retiredPartition(_ name: String) -> (id: UUID128, index: Int32)? {
    let name = name.prefix { $0 != "." }
    guard let dash = name.lastIndex(of: "-"), let id = UUID128(String(name[..<dash])),
      let index = Int32(name[name.index(after: dash)...])
    else { return nil }
    return (id, index)
  }

  /// Whether the node may have this many partitions more.
  func checkRoom(for more: Int) throws(TopicRefusal) {
    let most = environment.limits.partitionsMax
    guard table.partitionCount + more <= most else {
      throw TopicRefusal(
        .invalidPartitions,
        "a node has at most \(most) partitions; it has \(table.partitionCount), and \(more) were asked for")
    }
  }
}
