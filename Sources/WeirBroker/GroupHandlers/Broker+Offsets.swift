import WeirWire

extension Broker {
  func offsetCommit(_ request: OffsetCommitRequest, _ call: Call<OffsetCommitResponse>) {
    var response = OffsetCommitResponse()
    var commit = CommitRequest(
      groupID: request.groupId, generation: request.generationIdOrMemberEpoch, memberID: request.memberId,
      instanceID: request.groupInstanceId, partitions: [])
    // Where each accepted partition's answer stands.
    var places: [(topic: Int, partition: Int)] = []
    for (topicIndex, asked) in request.topics.enumerated() {
      let topic = topics.table[asked.name]
      var answers = OffsetCommitResponse.OffsetCommitResponseTopic()
      answers.name = asked.name
      for partition in asked.partitions {
        var answer = OffsetCommitResponse.OffsetCommitResponsePartition()
        answer.partitionIndex = partition.partitionIndex
        if topic?.partition(partition.partitionIndex) == nil {
          answer.errorCode = ErrorCode.unknownTopicOrPartition.rawValue
        } else {
          places.append((topicIndex, answers.partitions.count))
          commit.partitions.append(
            .init(
              topic: asked.name, partition: partition.partitionIndex, offset: partition.committedOffset,
              leaderEpoch: partition.committedLeaderEpoch, metadata: partition.committedMetadata ?? ""))
        }
        answers.partitions.append(answer)
      }
      response.topics.append(answers)
    }
    let partial = response
    groups.commit(commit) { [places] result in
      var response = partial
      for (place, error) in zip(places, result.errors) {
        response.topics[place.topic].partitions[place.partition].errorCode = error.rawValue
      }
      call.reply(response)
    }
  }

  /// Up to version 7 a request asks for one group, later for several (KIP-709).
  func offsetFetch(_ request: OffsetFetchRequest, _ call: Call<OffsetFetchResponse>) {
    var response = OffsetFetchResponse()
    if call.version >= 8 {
      response.groups = request.groups.map { asked in
        var group = OffsetFetchResponse.OffsetFetchResponseGroup()
        group.groupId = asked.groupId
        let wanted = asked.topics.map { topics in topics.map { ($0.name, $0.partitionIndexes) } }
        let (code, found) = fetchOffsets(asked.groupId, wanted)
        group.errorCode = code.rawValue
        group.topics = Self.byTopic(found).map { name, offsets in
          .init(
            name: name,
            partitions: offsets.map { offset in
              .init(
                partitionIndex: offset.partition, committedOffset: offset.committed.offset,
                committedLeaderEpoch: offset.committed.leaderEpoch, metadata: offset.committed.metadata)
            })
        }
        return group
      }
      return call.reply(response)
    }
    // Version 1 cannot ask for all, so an empty list there means none; from 2 on null does.
    let wanted = request.topics.map { topics in topics.map { ($0.name, $0.partitionIndexes) } }
    let (code, found) = fetchOffsets(request.groupId, wanted)
    if call.version >= 2 { response.errorCode = code.rawValue }
    response.topics = Self.byTopic(found).map { name, offsets in
      .init(
        name: name,
        partitions: offsets.map { offset in
          var entry = OffsetFetchResponse.OffsetFetchResponsePartition()
          entry.partitionIndex = offset.partition
          entry.committedOffset = offset.committed.offset
          if call.version >= 5 { entry.committedLeaderEpoch = offset.committed.leaderEpoch }
          entry.metadata = offset.committed.metadata
          return entry
        })
    }
    call.reply(response)
  }

  private func fetchOffsets(
    _ group: String, _ wanted: [(String, [Int32])]?
  ) -> (ErrorCode, [FetchedOffset]) {
    if let fault = offsets.fault { return (fault, []) }
    let result = groups.fetchOffsets(groupID: group, topics: wanted?.map { (topic: $0.0, partitions: $0.1) })
    return (result.error, result.offsets)
  }

  /// In the order of first mention.
  private static func byTopic(_ offsets: [FetchedOffset]) -> [(String, [FetchedOffset])] {
    var order: [String] = []
    var grouped: [String: [FetchedOffset]] = [:]
    for offset in offsets {
      if grouped[offset.topic] == nil { order.append(offset.topic) }
      grouped[offset.topic, default: []].append(offset)
    }
    return order.map { ($0, grouped[$0] ?? []) }
  }
}
