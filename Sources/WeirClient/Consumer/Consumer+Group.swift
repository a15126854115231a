import Synchronization
import WeirBase
import WeirWire

extension Consumer {
  /// Joins the configured group and reads the share of these topics that falls to this member.
  ///
  /// Membership keeps itself up in the background; `poll` throws when it cannot go on.
  public func subscribe(_ topics: [String]) throws(ClientError) {
    guard let groupID = configuration.groupID, !groupID.isEmpty else {
      throw ClientError(.invalidArgument, "to subscribe takes a group", next: "Set ConsumerConfiguration.groupID")
    }
    let session = GroupSession(self, groupID: groupID, topics: topics)
    let isFirst = self.session.withLock { current in
      guard current == nil else { return false }
      current = session
      return true
    }
    guard isFirst else {
      throw ClientError(.invalidArgument, "the consumer is in its group already", at: "group \(groupID)")
    }
    session.start()
  }

  /// Ends reading: `poll` throws this.
  func fail(_ error: ClientError) {
    var effects = ConsumerCore.Effects()
    core.withLock { $0.fail(error, &effects) }
    perform(effects)
  }

  /// Takes up reading what the group has assigned, where the group has come to.
  func take(_ places: [TopicPartition]) async throws(ClientError) {
    var starts = Dictionary(places.map { ($0, configuration.groupStart) }) { first, _ in first }
    for (place, offset) in try await committed(places) { starts[place] = .offset(offset) }
    try await read(try await cluster.resolve(starts, isolation: configuration.isolation))
  }
}

// MARK: Committed offsets

extension Consumer {
  /// By name and for one group at a time: from version 8 on there are many groups, from 10 on topic ids.
  private static let fetchVersions: ClosedRange<Int16> = 1...7
  private static let commitVersions: ClosedRange<Int16> = 1...8

  /// The group's committed offsets, of the partitions that have one.
  public func committed(_ places: [TopicPartition]) async throws(ClientError) -> [TopicPartition: Int64] {
    guard let groupID = configuration.groupID, !places.isEmpty else { return [:] }
    let request = OffsetFetchRequest(
      groupId: groupID,
      topics: Dictionary(grouping: places, by: \.topic).map { topic, places in
        OffsetFetchRequest.OffsetFetchRequestTopic(name: topic, partitionIndexes: places.map(\.partition))
      })
    return try await cluster.retrying { () async throws(ClientError) in
      let connection = try await cluster.coordinator(ofGroup: groupID)
      let answer = try await connection.ask(request, in: Self.fetchVersions)
      guard answer.errorCode == 0 else { throw .refused(answer.errorCode, at: "group \(groupID)") }
      var offsets: [TopicPartition: Int64] = [:]
      for topic in answer.topics {
        for partition in topic.partitions {
          let place = TopicPartition(topic: topic.name, partition: partition.partitionIndex)
          guard partition.errorCode == 0 else { throw .refused(partition.errorCode, at: place.description) }
          if partition.committedOffset >= 0 { offsets[place] = partition.committedOffset }
        }
      }
      return offsets
    }
  }

  /// Commits the positions after everything that `poll` has returned.
  public func commit() async throws(ClientError) { try await commit(core.withLock { $0.consumed }) }

  /// Commits these positions (the next offset to read of each) for the group.
  public func commit(_ offsets: [TopicPartition: Int64]) async throws(ClientError) {
    guard let groupID = configuration.groupID else {
      throw ClientError(.invalidArgument, "to commit takes a group", next: "Set ConsumerConfiguration.groupID")
    }
    if offsets.isEmpty { return }
    let member = session.withLock { $0?.current } ?? GroupMembership()
    let request = OffsetCommitRequest(
      groupId: groupID, generationIdOrMemberEpoch: member.generation, memberId: member.memberID,
      topics: Dictionary(grouping: offsets, by: \.key.topic).map { topic, partitions in
        OffsetCommitRequest.OffsetCommitRequestTopic(
          name: topic,
          partitions: partitions.map {
            .init(partitionIndex: $0.key.partition, committedOffset: $0.value, committedMetadata: "")
          })
      })
    let instanceID = session.withLock { $0 == nil } ? nil : configuration.groupInstanceID
    try await cluster.retrying { () async throws(ClientError) in
      let connection = try await cluster.coordinator(ofGroup: groupID)
      let version = try connection.version(.offsetCommit, in: Self.commitVersions)
      var request = request
      if version >= 7 { request.groupInstanceId = instanceID }
      let answer = try await connection.ask(request, version: version)
      for topic in answer.topics {
        for partition in topic.partitions where partition.errorCode != 0 {
          throw .refused(partition.errorCode, at: "group \(groupID), \(topic.name)-\(partition.partitionIndex)")
        }
      }
    }
  }

  /// Commits what is processed, when its time has come.
  func autoCommit() async throws(ClientError) {
    guard configuration.groupID != nil, let interval = configuration.autoCommitMillis else { return }
    let now = clock.monotonicNanos()
    let offsets = core.withLock { core -> [TopicPartition: Int64]? in
      if core.lastCommitNanos == 0 { core.lastCommitNanos = now }
      guard now &- core.lastCommitNanos >= UInt64(max(0, interval)) &* 1_000_000 else { return nil }
      core.lastCommitNanos = now
      return core.processed
    }
    guard let offsets, !offsets.isEmpty else { return }
    do throws(ClientError) { try await commit(offsets) } catch {
      // A rebalance or a lost coordinator: the next commit says the same and more.
      if error.kind == .cancelled { throw error }
    }
  }
}
