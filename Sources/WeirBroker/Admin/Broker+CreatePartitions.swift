import WeirBase
import WeirWire

extension Broker {
  func createPartitions(_ request: CreatePartitionsRequest, _ call: Call<CreatePartitionsResponse>) {
    environment.control.run { [self] in
      var response = CreatePartitionsResponse()
      response.results = request.topics.map { asked in
        var result = CreatePartitionsResponse.CreatePartitionsTopicResult()
        result.name = asked.name
        do throws(TopicRefusal) {
          try grow(asked, validateOnly: request.validateOnly)
        } catch {
          result.errorCode = error.code.rawValue
          result.errorMessage = error.message
        }
        return result
      }
      call.reply(response)
    }
  }

  private func grow(_ asked: CreatePartitionsRequest.CreatePartitionsTopic, validateOnly: Bool) throws(TopicRefusal) {
    guard let topic = topics.table[asked.name] else {
      throw TopicRefusal(.unknownTopicOrPartition, "topic \"\(asked.name)\" does not exist")
    }
    if topic.isInternal { throw TopicRefusal(.invalidTopicException, "topic \"\(asked.name)\" belongs to the node") }
    if let assignments = asked.assignments {
      guard assignments.count == Int(asked.count) - topic.partitions.count else {
        throw TopicRefusal(.invalidReplicaAssignment, "one assignment is needed for each new partition")
      }
      for assignment in assignments { try checkReplicas(assignment.brokerIds) }
    }
    try topics.grow(topic, to: asked.count, validateOnly: validateOnly)
  }
}
