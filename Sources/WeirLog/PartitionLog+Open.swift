import WeirBase

extension PartitionLog {
  /// Makes a new partition's directory durably, or recovers the one that is there. A damaged one is returned offline,
  /// its files untouched. Blocks.
  /// - Throws: when a new directory cannot be made.
  package static func open(
    directory: String, name: String, topicID: UUID128, config: LogConfig, leaderEpoch: Int32,
    environment: LogEnvironment
  ) throws(LogError) -> PartitionLog {
    func log(_ state: State) -> PartitionLog {
      // Epochs never go down, whatever became of the place where the node keeps its own.
      PartitionLog(
        name: name, directory: directory, topicID: topicID,
        leaderEpoch: max(leaderEpoch, state.epochs.entries.last?.epoch ?? 0), environment: environment, state: state)
    }
    do throws(LogDamage) {
      if !environment.files.exists(directory + "/" + PartitionMetadata.name) {
        try create(directory, topicID, environment.files)
      }
      try checkOwner(directory, topicID, environment.files)
      let recovered = try LogRecovery(directory: directory, name: name, environment: environment).run()
      return log(Self.state(recovered, config, environment))
    } catch {
      if case .io(let cause) = error, !environment.files.exists(directory + "/" + PartitionMetadata.name) {
        throw .io(cause)
      }
      environment.events.error("partition offline", ("partition", name), ("reason", error.reason))
      var state = State(config: config)
      state.status = .offline(reason: error.reason)
      return log(state)
    }
  }

  private static func create(_ directory: String, _ topicID: UUID128, _ files: any FileSystem) throws(LogDamage) {
    let names: [String]
    do throws(IOError) {
      try files.makeDirectory(directory)
      names = try files.list(directory)
    } catch { throw .io(error) }
    // Records without the file that says whose they are: something else put them here.
    guard !names.contains(where: { $0.hasSuffix(Segment.logSuffix) }) else {
      throw .damaged("\(PartitionMetadata.name) is missing beside the segments of \(directory)")
    }
    do throws(IOError) {
      // The first durable point is there before the directory counts as a partition's.
      let checkpoint = try files.open(directory + "/" + Checkpoint.name, .create)
      defer { checkpoint.close() }
      try checkpoint.write(Checkpoint(sequence: 1).encodeFile(), at: 0)
      try checkpoint.syncData()
      try files.replaceFile(
        directory + "/" + PartitionMetadata.name, with: PartitionMetadata(topicID: topicID).encode())
      try files.syncDirectory(parentDirectory(directory))
    } catch { throw .io(error) }
  }

  /// The id of the topic that a directory's records belong to; nil where that cannot be told.
  package static func owner(of directory: String, _ files: any FileSystem) -> UUID128? {
    let path = directory + "/" + PartitionMetadata.name
    guard files.exists(path), let bytes = try? files.readFile(path, limit: 4096) else { return nil }
    return PartitionMetadata.decode(bytes)?.topicID
  }

  private static func checkOwner(_ directory: String, _ topicID: UUID128, _ files: any FileSystem) throws(LogDamage) {
    let path = directory + "/" + PartitionMetadata.name
    let bytes: [UInt8]
    do throws(IOError) { bytes = try files.readFile(path, limit: 4096) } catch { throw .io(error) }
    guard let metadata = PartitionMetadata.decode(bytes) else { throw .damaged("\(path) is damaged") }
    guard metadata.topicID == topicID else {
      throw .damaged("\(path) belongs to the topic of id \(metadata.topicID), not \(topicID)")
    }
  }

  private static func state(
    _ recovered: LogRecovery.Outcome, _ config: LogConfig, _ environment: LogEnvironment
  ) -> State {
    var state = State(config: config)
    state.segments = recovered.segments
    state.logStart = recovered.logStart
    state.logEnd = recovered.logEnd
    state.synced = recovered.logEnd
    state.epochs = recovered.epochs
    state.producers = recovered.producers
    state.checkpoint = recovered.checkpoint
    state.syncedSlot = recovered.syncedSlot
    let active = state.active
    if active.size == 0 {
      active.index = SegmentIndex(baseOffset: active.baseOffset)
    } else {
      active.firstAppendMillis = environment.clock.wallMillis()
    }
    return state
  }

  /// A log that stands for one whose directory cannot even be made, so that its topic is known and refused.
  package static func unavailable(
    directory: String, name: String, topicID: UUID128, config: LogConfig, leaderEpoch: Int32,
    environment: LogEnvironment, reason: String
  ) -> PartitionLog {
    var state = State(config: config)
    state.status = .offline(reason: reason)
    return PartitionLog(
      name: name, directory: directory, topicID: topicID, leaderEpoch: leaderEpoch, environment: environment,
      state: state)
  }
}
