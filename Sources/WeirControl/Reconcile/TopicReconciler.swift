import WeirBase
import WeirObjects

/// Brings a node's topic to what is declared, and tells in the object's status how it is. Its keys are the names Kafka
/// clients use.
struct TopicReconciler: Sendable {
  let repository: ObjectRepository
  let host: any PartitionHost
  let spuID: Int32
  let clock: any Clock
  let events: any EventLog
  /// Told when a topic was taken out of service.
  let retired: @Sendable () -> Void

  func reconcile(_ name: String) async -> WorkQueue<String>.Outcome {
    do throws(ObjectError) {
      guard let topic = try await repository.topic(named: name), let id = topic.metadata.uid else {
        return try await retire(name)
      }
      return try await apply(topic, id)
    } catch {
      if case .notFound = error { return .retry }
      events.warning("topic not reconciled yet", ("topic", name), ("cause", "\(error)"))
      return .retry
    }
  }

  // MARK: Declared

  private func apply(_ object: WeirObject, _ id: UUID128) async throws(ObjectError) -> WorkQueue<String>.Outcome {
    let spec: TopicSpec
    do throws(ObjectFault) { spec = try TopicSpec(object.spec) } catch {
      try await tell(object, id, ready: .no, "InvalidSpec", "\(error)", partitions: [])
      return .terminal
    }
    let wanted = HostedTopic(object, spec, id)
    do throws(HostRefusal) {
      let partitions = try await host.apply(wanted)
      let verdict = Self.verdict(partitions, wanted, replication: spec.replication)
      try await settle(object, id, partitions, verdict)
      return .settled
    } catch {
      let (reason, message, isFinal) = Self.words(error)
      events.warning("topic not as declared", ("topic", wanted.name), ("reason", reason), ("cause", message))
      try await tell(object, id, ready: .no, reason, message, partitions: [])
      return isFinal ? .terminal : .retry
    }
  }

  private func settle(
    _ object: WeirObject, _ id: UUID128, _ partitions: [HostedPartition],
    _ verdict: (status: Condition.Status, reason: String, message: String)
  ) async throws(HostRefusal) {
    do throws(ObjectError) {
      try await tellPartitions(object, partitions)
      try await tell(object, id, ready: verdict.status, verdict.reason, verdict.message, partitions: partitions)
    } catch { throw .failed(error.description) }
  }

  private static func words(_ refusal: HostRefusal) -> (reason: String, message: String, isFinal: Bool) {
    switch refusal {
    case .invalid(let message): ("Refused", message, true)
    case .failed(let message): ("Failed", message, false)
    }
  }

  private static func verdict(
    _ partitions: [HostedPartition], _ topic: HostedTopic, replication: Int16
  ) -> (status: Condition.Status, reason: String, message: String) {
    let offline = partitions.filter { $0.offlineReason != nil }
    if let first = offline.first, let reason = first.offlineReason {
      return (
        .no, "PartitionsOffline",
        "\(offline.count) of \(partitions.count) partitions are offline; partition \(first.index): \(reason)"
      )
    }
    if !topic.pipeline.isEmpty {
      return (
        .no, "PipelineUnavailable",
        "this node cannot run transforms or deduplication on produce, so it refuses records for the topic"
      )
    }
    if replication > 1 {
      return (
        .no, "ReplicasMissing",
        "it serves, but with 1 copy of each partition instead of \(replication): there is one node"
      )
    }
    return (.yes, "Provisioned", "all \(partitions.count) partitions are in service")
  }

  private func tell(
    _ object: WeirObject, _ id: UUID128, ready: Condition.Status, _ reason: String, _ message: String,
    partitions: [HostedPartition]
  ) async throws(ObjectError) {
    let now = clock.wallMillis()
    _ = try await repository.update(object.key, part: .status) { current in
      // A newer spec or another topic of the name gets its own verdict.
      guard current.metadata.uid == id, current.metadata.generation == object.metadata.generation else {
        return current
      }
      var status = TopicStatus()
      status.conditions = current.conditions
      status.observedGeneration = object.metadata.generation
      status.topicName = object.topicName
      status.topicID = id.description
      status.partitions = Int32(clamping: partitions.count)
      status.conditions.set(
        Condition(
          "Ready", ready, reason: reason, message: message, at: now,
          observedGeneration: object.metadata.generation))
      var new = current
      new.status = status.json
      return new
    }
  }

  // MARK: Partitions

  private func tellPartitions(_ topic: WeirObject, _ partitions: [HostedPartition]) async throws(ObjectError) {
    var known: [Int32: WeirObject] = [:]
    var strays: [ObjectKey] = []
    let indices = Set(partitions.map(\.index))
    try await forEachPartition(of: topic.topicName) { object in
      let index = object.spec["partition"]?.integer.flatMap { Int32(exactly: $0) }
      if let index, indices.contains(index) {
        known[index] = object
      } else {
        strays.append(object.key)
      }
    }
    let changed = partitions.compactMap { partition -> WeirObject? in
      let object = partitionObject(topic, partition, known[partition.index])
      return object == known[partition.index] ? nil : object
    }
    if !changed.isEmpty { try await repository.putAll(changed) }
    if !strays.isEmpty { try await repository.removeAll(strays) }
  }

  private func partitionObject(
    _ topic: WeirObject, _ partition: HostedPartition, _ known: WeirObject?
  ) -> WeirObject {
    let now = clock.wallMillis()
    var spec = PartitionSpec()
    spec.topic = topic.topicName
    spec.partition = partition.index
    spec.leader = partition.offlineReason == nil ? spuID : -1
    spec.replicas = [spuID]
    var status = PartitionStatus()
    status.conditions = known?.conditions ?? []
    status.conditions.set(
      partition.offlineReason.map { reason in Condition("Ready", .no, reason: "Offline", message: reason, at: now) }
        ?? Condition("Ready", .yes, reason: "Online", at: now))
    var object =
      known
      ?? WeirObject(
        .partition, ObjectMeta(name: "\(topic.topicName)-\(partition.index)", namespace: topic.metadata.namespace),
        spec: .object([]))
    if known == nil {
      object.metadata.uid = UUID128.random(from: repository.random)
      object.metadata.creationMillis = now / 1000 * 1000
      object.metadata.generation = 1
      object.metadata.labels = ["weir.streaming/topic": Self.labelValue(topic.topicName)].filter { !$0.value.isEmpty }
    }
    if known != nil && spec.json != object.spec { object.metadata.generation += 1 }
    object.spec = spec.json
    object.status = status.json
    return object
  }

  /// Labels hold 63 characters; a longer name has none.
  private static func labelValue(_ name: String) -> String {
    let edges = [name.first, name.last].compactMap { $0 }
    return name.utf8.count <= 63 && edges.allSatisfy { $0.isLetter || $0.isNumber } ? name : ""
  }

  private func forEachPartition(of topic: String, _ take: (WeirObject) -> Void) async throws(ObjectError) {
    try await repository.forEachEntry(StoreKeys.objects(.partition, "default") + topic + "-") {
      entry throws(ObjectError) in
      let object = try StoredObject.decode(entry.value, .partition, revision: entry.modRevision)
      // The prefix is also that of `topic-x`.
      if object.spec["topic"]?.text == topic { take(object) }
    }
  }

  // MARK: No longer declared

  private func retire(_ name: String) async throws(ObjectError) -> WorkQueue<String>.Outcome {
    do throws(HostRefusal) { try await host.retire(name) } catch {
      events.warning("topic not taken out of service yet", ("topic", name), ("cause", "\(error)"))
      return .retry
    }
    var keys: [ObjectKey] = []
    try await forEachPartition(of: name) { keys.append($0.key) }
    if !keys.isEmpty { try await repository.removeAll(keys) }
    retired()
    return .settled
  }
}

extension HostedTopic {
  /// Kafka's name of the setting that `spec.durability` stands for.
  static let durabilityConfig = "weir.durability"

  init(_ object: WeirObject, _ spec: TopicSpec, _ id: UUID128) {
    var config = spec.config
    if spec.durability == .memory { config[Self.durabilityConfig] = "memory" }
    self.init(
      name: object.topicName, id: id, partitions: spec.partitions, config: config, pipeline: Self.pipeline(spec))
  }

  private static func pipeline(_ spec: TopicSpec) -> String {
    if spec.transforms.isEmpty && spec.deduplication == nil { return "" }
    var json = JSONValue.members(("transforms", .array(spec.transforms.map(\.json))))
    json["onError"] = .string(spec.onError.rawValue)
    json["deadLetterTopic"] = spec.deadLetterTopic.map(JSONValue.string)
    json["deduplication"] = spec.deduplication?.json
    return json.compact
  }
}
