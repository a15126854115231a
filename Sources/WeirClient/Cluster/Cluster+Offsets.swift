import WeirWire

/// An offset found by `ListOffsets`.
public struct FoundOffset: Sendable, Hashable {
  /// -1 where there is no such record.
  public let offset: Int64
  /// Of that record, milliseconds since 1970; -1 where the broker does not tell.
  public let timestampMillis: Int64
  public let leaderEpoch: Int32
}

/// The timestamps that stand for something else in `ListOffsets`.
enum OffsetQuery {
  static let latest: Int64 = -1
  static let earliest: Int64 = -2
}

extension Cluster {
  private static let listOffsetsVersions: ClosedRange<Int16> = 1...8

  /// Asks the leaders for offsets by time.
  ///
  /// - Parameter queries: a timestamp (milliseconds since 1970), -1 for the end or -2 for the beginning of each.
  nonisolated func listOffsets(
    _ queries: [TopicPartition: Int64], isolation: IsolationLevel = .readUncommitted
  ) async throws(ClientError) -> [TopicPartition: FoundOffset] {
    var isRepeated = false
    return try await retrying { () async throws(ClientError) in
      let leaders = try await leaders(of: Array(queries.keys), refresh: isRepeated)
      isRepeated = true
      var found: [TopicPartition: FoundOffset] = [:]
      for (node, places) in leaders {
        let part = queries.filter { places.contains($0.key) }
        found.merge(try await listOffsets(part, at: node, isolation)) { first, _ in first }
      }
      return found
    }
  }

  private nonisolated func listOffsets(
    _ queries: [TopicPartition: Int64], at node: Int32, _ isolation: IsolationLevel
  ) async throws(ClientError) -> [TopicPartition: FoundOffset] {
    let connection = try await connection(node)
    let version = try connection.version(.listOffsets, in: Self.listOffsetsVersions)
    let request = ListOffsetsRequest(
      replicaId: -1, isolationLevel: version >= 2 ? isolation.rawValue : 0,
      topics: Dictionary(grouping: queries, by: \.key.topic).map { topic, partitions in
        ListOffsetsRequest.ListOffsetsTopic(
          name: topic,
          partitions: partitions.map {
            ListOffsetsRequest.ListOffsetsPartition(partitionIndex: $0.key.partition, timestamp: $0.value)
          })
      })
    let answer = try await connection.ask(request, version: version)
    var found: [TopicPartition: FoundOffset] = [:]
    for topic in answer.topics {
      for partition in topic.partitions {
        let place = TopicPartition(topic: topic.name, partition: partition.partitionIndex)
        guard partition.errorCode == 0 else { throw .refused(partition.errorCode, at: place.description) }
        found[place] = FoundOffset(
          offset: partition.offset, timestampMillis: partition.timestamp, leaderEpoch: partition.leaderEpoch)
      }
    }
    return found
  }

  /// Partitions by the broker that leads them. Throws while one has no leader.
  nonisolated func leaders(
    of places: [TopicPartition], refresh: Bool
  ) async throws(ClientError) -> [Int32: Set<TopicPartition>] {
    var leaders: [Int32: Set<TopicPartition>] = [:]
    for (name, partitions) in Dictionary(grouping: places, by: \.topic) {
      let topic = try await topic(name, refresh: refresh)
      for place in partitions {
        guard let partition = topic.partitions.first(where: { $0.index == place.partition }) else {
          throw ClientError(
            .unknownTopic, "there is no partition \(place.partition)", at: name,
            next: "It has partitions 0 to \(topic.partitions.count - 1)")
        }
        guard partition.leader >= 0 else {
          throw .refused(ErrorCode.leaderNotAvailable.rawValue, at: place.description)
        }
        leaders[partition.leader, default: []].insert(place)
      }
    }
    return leaders
  }

  /// Turns where to begin into offsets.
  nonisolated func resolve(
    _ starts: [TopicPartition: StartPosition], isolation: IsolationLevel = .readUncommitted
  ) async throws(ClientError) -> [TopicPartition: Int64] {
    let places = starts.keys
    let needsFirst = starts.values.contains { if case .offset = $0 { false } else { $0 != .end } }
    let needsLast = starts.values.contains { if case .offset = $0 { false } else { $0 != .beginning } }
    let first = needsFirst ? try await listOffsets(Self.queries(places, OffsetQuery.earliest)) : [:]
    let last = needsLast ? try await listOffsets(Self.queries(places, OffsetQuery.latest), isolation: isolation) : [:]
    var timed: [TopicPartition: Int64] = [:]
    for (place, start) in starts { if case .timestamp(let millis) = start { timed[place] = millis } }
    let byTime = timed.isEmpty ? [:] : try await listOffsets(timed, isolation: isolation)
    var offsets: [TopicPartition: Int64] = [:]
    for (place, start) in starts {
      offsets[place] = start.offset(
        first: first[place]?.offset ?? 0, last: last[place]?.offset ?? 0, byTime: byTime[place]?.offset ?? -1)
    }
    return offsets
  }

  private static func queries(_ places: some Collection<TopicPartition>, _ query: Int64) -> [TopicPartition: Int64] {
    Dictionary(places.map { ($0, query) }) { first, _ in first }
  }
}

extension StartPosition {
  /// The offset meant, in a log from `first` to before `last`; `byTime` is -1 where no record is late enough.
  func offset(first: Int64, last: Int64, byTime: Int64) -> Int64 {
    switch self {
    case .beginning: first
    case .end: last
    case .offset(let offset): offset
    case .timestamp: byTime >= 0 ? byTime : last
    case .fromBeginning(let count): min(last, first.addingReportingOverflow(max(0, count)).partialValue)
    case .fromEnd(let count): max(first, last &- max(0, count))
    }
  }
}
