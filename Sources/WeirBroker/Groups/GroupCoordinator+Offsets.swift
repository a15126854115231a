import WeirBase
import WeirWire

/// Committed offsets.
extension GroupCoordinator {
  /// Answers when the offsets are durable; fetches see them from then on.
  package func commit(_ request: CommitRequest, reply: @escaping @Sendable (CommitResult) -> Void) {
    change { table, now in
      let fault = admit(request, &table, now)
      var errors = [ErrorCode](repeating: fault, count: request.partitions.count)
      if fault == .none { errors = request.partitions.map { self.fault(of: $0, in: table.groups[request.groupID]) } }
      let accepted = errors.indices.filter { errors[$0] == .none }
      if accepted.isEmpty {
        let answer = CommitResult(errors: errors)
        return table.effects.append(.call { reply(answer) })
      }
      begin(request, accepted, errors, reply, &table, now)
    }
  }

  private func admit(_ request: CommitRequest, _ table: inout GroupTable, _ now: GroupMoment) -> ErrorCode {
    if table.refusal != .none { return table.refusal }
    if !fits(request.groupID) { return .invalidGroupId }
    if table.groups[request.groupID] == nil {
      if request.generation >= 0 { return .illegalGeneration }
      if !table.make(request.groupID, settings, now) { return .coordinatorNotAvailable }
    }
    let fault = table.groups[request.groupID]?.classic.admitCommit(request, now: now)
    table.note(request.groupID)
    return fault ?? .coordinatorNotAvailable
  }

  private func fault(of partition: CommitRequest.Partition, in entry: GroupTable.Entry?) -> ErrorCode {
    let metadata = partition.metadata
    if !fits(metadata) { return .offsetMetadataTooLarge }
    // UTF-16 is never longer than UTF-8.
    if metadata.utf8.count > settings.offsetMetadataMax, metadata.utf16.count > settings.offsetMetadataMax {
      return .offsetMetadataTooLarge
    }
    if !fits(partition.topic) || partition.partition < 0 { return .unknownTopicOrPartition }
    guard let offsets = entry?.offsets else { return .none }
    let isFull = offsets.count >= settings.offsetsPerGroupMax && !offsets.knows(partition.topic, partition.partition)
    return isFull ? .invalidCommitOffsetSize : .none
  }

  private func begin(
    _ request: CommitRequest, _ accepted: [Int], _ errors: [ErrorCode],
    _ reply: @escaping @Sendable (CommitResult) -> Void, _ table: inout GroupTable, _ now: GroupMoment
  ) {
    guard let incarnation = table.groups[request.groupID]?.incarnation else { return }
    var entries: [OffsetsEntry] = []
    var sequences: [UInt64] = []
    for index in accepted {
      let partition = request.partitions[index]
      let value = CommittedOffset(
        offset: partition.offset, leaderEpoch: partition.leaderEpoch, metadata: partition.metadata,
        commitTimestamp: now.wall)
      let sequence = table.number()
      sequences.append(sequence)
      table.groups[request.groupID]?.offsets.begin(
        partition.topic, partition.partition, value, sequence: sequence)
      entries.append(
        OffsetsEntry(
          key: key(request.groupID, partition.topic, partition.partition), value: OffsetsRecordCodec.encode(value)))
    }
    table.outbox.append(
      GroupTable.Append(entries: entries) { [weak self, sequences] error in
        self?.settle(request, incarnation, Array(zip(accepted, sequences)), error)
        let answer = Self.answer(toCommitError: error)
        var errors = errors
        for index in accepted { errors[index] = answer }
        reply(CommitResult(errors: errors))
      })
  }

  private func key(_ group: String, _ topic: String, _ partition: Int32) -> [UInt8] {
    OffsetsRecordCodec.encode(.offset(group: group, topic: topic, partition: partition))
  }

  private func settle(
    _ request: CommitRequest, _ incarnation: UInt64, _ commits: [(index: Int, sequence: UInt64)], _ error: ErrorCode
  ) {
    change { table, _ in
      if error != .none {
        table.effects.append(
          .report(.warning, "group \(request.groupID): a commit could not be stored: \(error.message)"))
      }
      guard table.groups[request.groupID]?.incarnation == incarnation else { return }
      for (index, sequence) in commits {
        let partition = request.partitions[index]
        table.groups[request.groupID]?.offsets.settle(
          partition.topic, partition.partition, sequence: sequence, isDurable: error == .none)
      }
    }
  }

  private static func answer(toCommitError error: ErrorCode) -> ErrorCode {
    switch error {
    case .messageTooLarge, .recordListTooLarge, .invalidFetchSize: .invalidCommitOffsetSize
    default: ClassicGroup.answer(toStorageError: error)
    }
  }

  /// Offsets of the partitions named, in that order, or of all (nil); a partition without one says -1.
  package func fetchOffsets(
    groupID: String, topics: [(topic: String, partitions: [Int32])]?
  ) -> (error: ErrorCode, offsets: [FetchedOffset]) {
    guard let topics else { return fetchAll(groupID) }
    return look { table in
      if table.refusal != .none { return (table.refusal, []) }
      let offsets = table.groups[groupID]?.offsets
      let named = topics.flatMap { topic, partitions in
        partitions.map { FetchedOffset(topic: topic, partition: $0, committed: offsets?[topic, $0] ?? .unknown) }
      }
      return (.none, named)
    }
  }

  private func fetchAll(_ groupID: String) -> (error: ErrorCode, offsets: [FetchedOffset]) {
    look { table in
      if table.refusal != .none { return (table.refusal, []) }
      let all = (table.groups[groupID]?.offsets.all ?? []).compactMap { topic, partition, slot in
        slot.committed.map { FetchedOffset(topic: topic, partition: partition, committed: $0) }
      }
      return (.none, all)
    }
  }

  /// Topics that groups have offsets for.
  package func committedTopics() -> Set<String> {
    look { table in Set(table.groups.values.flatMap { group in group.offsets.all.map { $0.topic } }) }
  }

  /// The topic is gone: so is where groups were in it.
  package func removeTopic(_ name: String) {
    change { table, _ in
      for id in table.groups.keys.sorted() {
        let partitions = table.groups[id]?.offsets.partitions(of: name) ?? []
        drop(partitions.map { (name, $0) }, of: id, &table)
      }
    }
  }

  func drop(_ partitions: [(topic: String, partition: Int32)], of id: String, _ table: inout GroupTable) {
    if partitions.isEmpty { return }
    let sequence = table.number()
    for (topic, partition) in partitions {
      table.groups[id]?.offsets.drop(topic, partition, sequence: sequence)
    }
    append(partitions.map { OffsetsEntry(key: key(id, $0.topic, $0.partition), value: nil) }, of: id, &table)
  }

  /// Appends what nobody waits for.
  func append(_ entries: [OffsetsEntry], of id: String, _ table: inout GroupTable) {
    let events = events
    table.outbox.append(
      GroupTable.Append(entries: entries) { error in
        if error != .none { events.warning("group \(id): a removal could not be stored: \(error.message)") }
      })
  }

  func tombstones(of id: String, _ entry: GroupTable.Entry) -> [OffsetsEntry] {
    let offsets = entry.offsets.all.map { OffsetsEntry(key: key(id, $0.topic, $0.partition), value: nil) }
    return offsets + [OffsetsEntry(key: OffsetsRecordCodec.encode(.group(id)), value: nil)]
  }
}
