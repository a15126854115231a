import WeirBase
import WeirWire

extension Broker {
  func deleteTopics(_ request: DeleteTopicsRequest, _ call: Call<DeleteTopicsResponse>) {
    environment.control.run { [self] in
      var response = DeleteTopicsResponse()
      let asked: [DeleteTopicsRequest.DeleteTopicState] =
        call.version >= 6 ? request.topics : request.topicNames.map { .init(name: $0) }
      for state in asked {
        var result = DeleteTopicsResponse.DeletableTopicResult()
        result.name = state.name
        result.topicId = state.topicId
        do throws(TopicRefusal) {
          let topic = try find(state)
          result.name = topic.name
          result.topicId = topic.id
          try topics.undeclare(topic)
          try retire(topic)
          environment.events.info("topic deleted", ("topic", topic.name), ("by", "\(call.client.principal)"))
        } catch {
          result.errorCode = error.code.rawValue
          result.errorMessage = error.message
        }
        response.responses.append(result)
      }
      call.reply(response)
    }
  }

  private func find(_ state: DeleteTopicsRequest.DeleteTopicState) throws(TopicRefusal) -> Topic {
    if let name = state.name {
      guard state.topicId.isZero else { throw TopicRefusal(.invalidRequest, "give a topic's name or its id, not both") }
      if TopicName.isInternal(name) {
        throw TopicRefusal(.invalidTopicException, "topic \"\(name)\" belongs to the node")
      }
      guard let topic = topics.table[name] else {
        throw TopicRefusal(.unknownTopicOrPartition, "topic \"\(name)\" does not exist")
      }
      return topic
    }
    guard let topic = topics.table[state.topicId] else {
      throw TopicRefusal(.unknownTopicId, "no topic has the id \(state.topicId)")
    }
    guard !topic.isInternal else {
      throw TopicRefusal(.invalidTopicException, "topic \"\(topic.name)\" belongs to the node")
    }
    return topic
  }
}
