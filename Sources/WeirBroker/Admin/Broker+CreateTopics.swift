import WeirBase
import WeirWire

extension Broker {
  func createTopics(_ request: CreateTopicsRequest, _ call: Call<CreateTopicsResponse>) {
    environment.control.run { [self] in
      var response = CreateTopicsResponse()
      var accepted: [(slot: Int, topic: TopicManager.NewTopic)] = []
      var names = Set<String>()
      let repeated = Set(request.topics.map(\.name).filter { !names.insert($0).inserted })
      for asked in request.topics {
        var result = CreateTopicsResponse.CreatableTopicResult()
        result.name = asked.name
        result.numPartitions = -1
        result.replicationFactor = -1
        do throws(TopicRefusal) {
          if repeated.contains(asked.name) {
            throw TopicRefusal(.invalidRequest, "topic \"\(asked.name)\" is named more than once in this request")
          }
          let topic = try newTopic(asked)
          let checked = try topics.check(topic)
          Self.describe(&result, checked.declaration, checked.config)
          accepted.append((response.topics.count, topic))
        } catch { Self.fill(&result, error) }
        response.topics.append(result)
      }
      if !request.validateOnly {
        for ((slot, _), outcome) in zip(accepted, topics.create(accepted.map(\.topic))) {
          switch outcome {
          case .success(let topic):
            response.topics[slot].topicId = topic.id
            environment.events.info(
              "topic made", ("topic", topic.name), ("partitions", "\(topic.partitions.count)"),
              ("by", "\(call.client.principal)"))
          case .failure(let refusal): Self.fill(&response.topics[slot], refusal)
          }
        }
      }
      call.reply(response)
    }
  }

  private func newTopic(_ asked: CreateTopicsRequest.CreatableTopic) throws(TopicRefusal) -> TopicManager.NewTopic {
    if TopicName.isInternal(asked.name) {
      throw TopicRefusal(.invalidTopicException, "topic \"\(asked.name)\" belongs to the node")
    }
    var config: [String: String] = [:]
    for entry in asked.configs {
      guard let value = entry.value else { continue }
      config[entry.name] = value
    }
    var partitions = asked.numPartitions
    if !asked.assignments.isEmpty {
      guard asked.numPartitions == -1 && asked.replicationFactor == -1 else {
        throw TopicRefusal(.invalidRequest, "give either an assignment or counts, not both")
      }
      partitions = Int32(clamping: asked.assignments.count)
      let indexes = Set(asked.assignments.map(\.partitionIndex))
      guard indexes == Set(0..<partitions) else {
        throw TopicRefusal(.invalidReplicaAssignment, "assigned partitions must be numbered from 0 without gaps")
      }
      for assignment in asked.assignments { try checkReplicas(assignment.brokerIds) }
    } else if asked.replicationFactor != -1 && asked.replicationFactor != 1 {
      throw TopicRefusal(
        .invalidReplicationFactor, "replication factor must be 1 on a single node, not \(asked.replicationFactor)")
    }
    if partitions == 0 || partitions < -1 {
      throw TopicRefusal(.invalidPartitions, "a topic has at least 1 partition, not \(partitions)")
    }
    return .init(name: asked.name, partitions: partitions, config: config)
  }

  func checkReplicas(_ ids: [Int32]) throws(TopicRefusal) {
    guard ids == [environment.nodeID] else {
      throw TopicRefusal(
        .invalidReplicaAssignment, "replicas must be [\(environment.nodeID)], the only node, not \(ids)")
    }
  }

  private static func describe(
    _ result: inout CreateTopicsResponse.CreatableTopicResult, _ declaration: TopicDeclaration, _ config: TopicConfig
  ) {
    result.numPartitions = declaration.partitions
    result.replicationFactor = 1
    result.configs = TopicConfig.keys.map { entry in
      .init(
        name: entry.key.name, value: config.text(entry.key.name), readOnly: false,
        configSource: config.source(of: entry).rawValue, isSensitive: false)
    }
  }

  private static func fill(_ result: inout CreateTopicsResponse.CreatableTopicResult, _ refusal: TopicRefusal) {
    result.errorCode = refusal.code.rawValue
    result.errorMessage = refusal.message
    result.numPartitions = -1
    result.replicationFactor = -1
    result.configs = []
  }
}
