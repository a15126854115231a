import WeirWire

extension Admin {
  private static let timeoutMillis: Int32 = 30_000

  /// Makes a topic, or only checks that it could be made.
  public func createTopic(_ topic: NewTopic, validateOnly: Bool = false) async throws(ClientError) {
    let request = CreateTopicsRequest(
      topics: [
        CreateTopicsRequest.CreatableTopic(
          name: topic.name, numPartitions: topic.partitions, replicationFactor: topic.replication,
          configs: topic.configs.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) })
      ], timeoutMs: Self.timeoutMillis, validateOnly: validateOnly)
    try await cluster.retrying { () async throws(ClientError) in
      let answer = try await cluster.controllerConnection()
        .ask(request, in: 1...7, extraMillis: Int64(Self.timeoutMillis))
      guard let result = answer.topics.first(where: { $0.name == topic.name }) else { throw .leftOut(topic.name) }
      if result.errorCode == ErrorCode.topicAlreadyExists.rawValue {
        throw ClientError(
          .refused(result.errorCode), "Topic already exists", at: topic.name,
          next: "See it with `weir topic describe \(topic.name)`")
      }
      if result.errorCode != 0 { throw .refused(result.errorCode, result.errorMessage, at: topic.name) }
    }
  }

  /// Deletes a topic with all its records.
  public func deleteTopic(_ name: String) async throws(ClientError) {
    let request = DeleteTopicsRequest(topicNames: [name], timeoutMs: Self.timeoutMillis)
    let connection = try await cluster.controllerConnection()
    let answer = try await connection.ask(request, in: 1...5, extraMillis: Int64(Self.timeoutMillis))
    guard let result = answer.responses.first else { throw .leftOut(name) }
    if result.errorCode != 0 { throw .refused(result.errorCode, result.errorMessage, at: name) }
  }

  /// Raises a topic's number of partitions to `count`.
  public func createPartitions(_ topic: String, count: Int32) async throws(ClientError) {
    let request = CreatePartitionsRequest(
      topics: [CreatePartitionsRequest.CreatePartitionsTopic(name: topic, count: count, assignments: nil)],
      timeoutMs: Self.timeoutMillis)
    let connection = try await cluster.controllerConnection()
    let answer = try await connection.ask(request, in: 0...3, extraMillis: Int64(Self.timeoutMillis))
    guard let result = answer.results.first(where: { $0.name == topic }) else { throw .leftOut(topic) }
    if result.errorCode != 0 { throw .refused(result.errorCode, result.errorMessage, at: topic) }
  }

  /// All topics, in order of their names.
  public func listTopics() async throws(ClientError) -> [TopicMetadata] { try await cluster.allTopics() }

  public func describeTopic(_ name: String) async throws(ClientError) -> TopicMetadata {
    try await cluster.topic(name, refresh: true)
  }

  /// A topic's settings, those left at their default included.
  public func describeConfigs(topic: String) async throws(ClientError) -> [ConfigEntry] {
    guard let entries = try await describeConfigs(topics: [topic])[topic] else { throw .leftOut(topic) }
    return entries
  }

  /// The settings of several topics at once.
  public func describeConfigs(topics: [String]) async throws(ClientError) -> [String: [ConfigEntry]] {
    let topicResource: Int8 = 2
    let request = DescribeConfigsRequest(
      resources: topics.map { .init(resourceType: topicResource, resourceName: $0, configurationKeys: nil) })
    let answer = try await cluster.connection().ask(request, in: 1...4)
    var configs: [String: [ConfigEntry]] = [:]
    for result in answer.results {
      if result.errorCode != 0 { throw .refused(result.errorCode, result.errorMessage, at: result.resourceName) }
      configs[result.resourceName] = result.configs.map(ConfigEntry.init).sorted { $0.name < $1.name }
    }
    return configs
  }

  /// Forgets the records before an offset of each partition; -1 for all there are now. Returns where each begins then.
  public func deleteRecords(
    before offsets: [TopicPartition: Int64]
  ) async throws(ClientError) -> [TopicPartition: Int64] {
    var starts: [TopicPartition: Int64] = [:]
    for (node, places) in try await cluster.leaders(of: Array(offsets.keys), refresh: true) {
      let request = DeleteRecordsRequest(
        topics: Dictionary(grouping: places, by: \.topic).map { topic, places in
          DeleteRecordsRequest.DeleteRecordsTopic(
            name: topic, partitions: places.map { .init(partitionIndex: $0.partition, offset: offsets[$0] ?? -1) })
        }, timeoutMs: Self.timeoutMillis)
      let answer = try await cluster.connection(node).ask(request, in: 0...2, extraMillis: Int64(Self.timeoutMillis))
      for topic in answer.topics {
        for partition in topic.partitions {
          let place = TopicPartition(topic: topic.name, partition: partition.partitionIndex)
          if partition.errorCode != 0 { throw .refused(partition.errorCode, at: place.description) }
          starts[place] = partition.lowWatermark
        }
      }
    }
    return starts
  }

  /// Where the log of each partition begins and ends.
  public func logBounds(
    _ places: [TopicPartition]
  ) async throws(ClientError) -> [TopicPartition: Range<Int64>] {
    let first = try await listOffsets(Dictionary(places.map { ($0, .beginning) }) { first, _ in first })
    let last = try await listOffsets(Dictionary(places.map { ($0, .end) }) { first, _ in first })
    var bounds: [TopicPartition: Range<Int64>] = [:]
    for place in places {
      let start = max(0, first[place] ?? 0)
      bounds[place] = start..<max(start, last[place] ?? start)
    }
    return bounds
  }

  /// The offsets that positions stand for now.
  public func listOffsets(
    _ starts: [TopicPartition: StartPosition], isolation: IsolationLevel = .readUncommitted
  ) async throws(ClientError) -> [TopicPartition: Int64] {
    try await cluster.resolve(starts, isolation: isolation)
  }
}

extension ConfigEntry {
  init(_ config: DescribeConfigsResponse.DescribeConfigsResourceResult) {
    name = config.name
    value = config.value
    source = Source(rawValue: config.configSource) ?? .unknown
    isReadOnly = config.readOnly
    isSensitive = config.isSensitive
    documentation = config.documentation
  }
}

extension ClientError {
  static func leftOut(_ place: String) -> ClientError {
    ClientError(.damaged, "the broker's answer leaves out what was asked", at: place)
  }
}
