import WeirBase
import WeirLog
import WeirWire

extension Broker {
  /// Authorised operations that were not asked for (KIP-430).
  static let operationsNotAsked = Int32.min

  func metadata(_ request: MetadataRequest, _ call: Call<MetadataResponse>) {
    var missing: [String] = []
    let mayCreate =
      (call.version < 4 || request.allowAutoTopicCreation) && environment.config.bool("auto.create.topics.enable")
    if mayCreate, let asked = request.topics {
      var seen = Set<String>()
      for topic in asked where topic.topicId.isZero {
        if let name = topic.name, topics.table[name] == nil, TopicName.fault(name) == nil, !TopicName.isInternal(name),
          seen.insert(name).inserted
        {
          missing.append(name)
        }
      }
    }
    guard !missing.isEmpty else { return call.reply(metadataResponse(request, call)) }
    environment.control.run { [self, missing] in
      let stillMissing = missing.filter { topics.table[$0] == nil }
      for result in topics.create(stillMissing.map { .init(name: $0, partitions: -1, config: [:]) }) {
        switch result {
        case .success(let topic): environment.events.info("topic made on first use", ("topic", topic.name))
        case .failure(let refusal):
          environment.events.warning("topic not made on first use", ("cause", refusal.message))
        }
      }
      call.reply(metadataResponse(request, call))
    }
  }

  private func metadataResponse(_ request: MetadataRequest, _ call: Call<MetadataResponse>) -> MetadataResponse {
    var response = MetadataResponse()
    let address = call.client.advertised
    response.brokers = [.init(nodeId: environment.nodeID, host: address.host, port: Int32(clamping: address.port))]
    response.clusterId = environment.clusterID
    response.controllerId = environment.nodeID
    response.clusterAuthorizedOperations = Self.operationsNotAsked
    // Version 0 cannot say "all" but by an empty list.
    if let asked = request.topics, !(call.version == 0 && asked.isEmpty) {
      response.topics = asked.map { answer($0) }
    } else {
      response.topics = topics.table.all.map { describe($0) }
    }
    return response
  }

  private func answer(_ asked: MetadataRequest.MetadataRequestTopic) -> MetadataResponse.MetadataResponseTopic {
    let found = asked.topicId.isZero ? asked.name.flatMap { topics.table[$0] } : topics.table[asked.topicId]
    if let found { return describe(found) }
    var answer = MetadataResponse.MetadataResponseTopic()
    answer.name = asked.name
    answer.topicId = asked.topicId
    answer.topicAuthorizedOperations = Self.operationsNotAsked
    let code: ErrorCode =
      if !asked.topicId.isZero {
        .unknownTopicId
      } else if let name = asked.name, TopicName.fault(name) == nil {
        .unknownTopicOrPartition
      } else {
        .invalidTopicException
      }
    answer.errorCode = code.rawValue
    return answer
  }

  private func describe(_ topic: Topic) -> MetadataResponse.MetadataResponseTopic {
    var answer = MetadataResponse.MetadataResponseTopic()
    answer.name = topic.name
    answer.topicId = topic.id
    answer.isInternal = topic.isInternal
    answer.topicAuthorizedOperations = Self.operationsNotAsked
    answer.partitions = topic.partitions.map { partition in
      var entry = MetadataResponse.MetadataResponsePartition()
      entry.partitionIndex = partition.index
      entry.replicaNodes = [environment.nodeID]
      entry.leaderEpoch = partition.log.leaderEpoch
      if case .online = partition.log.status {
        entry.leaderId = environment.nodeID
        entry.isrNodes = [environment.nodeID]
      } else {
        entry.errorCode = ErrorCode.leaderNotAvailable.rawValue
        entry.leaderId = -1
        entry.offlineReplicas = [environment.nodeID]
      }
      return entry
    }
    return answer
  }
}
