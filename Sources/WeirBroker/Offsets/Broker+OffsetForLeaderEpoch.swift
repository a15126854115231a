import WeirLog
import WeirWire

extension Broker {
  /// KIP-320: where an epoch ended, so that a reader can tell whether what it saw is still there.
  func offsetForLeaderEpoch(_ request: OffsetForLeaderEpochRequest, _ call: Call<OffsetForLeaderEpochResponse>) {
    var response = OffsetForLeaderEpochResponse()
    response.topics = request.topics.map { asked in
      let topic = topics.table[asked.topic]
      return .init(
        topic: asked.topic, partitions: asked.partitions.map { epochEnd($0, topic?.partition($0.partition)) })
    }
    call.reply(response)
  }

  private func epochEnd(
    _ asked: OffsetForLeaderEpochRequest.OffsetForLeaderPartition, _ partition: Partition?
  ) -> OffsetForLeaderEpochResponse.EpochEndOffset {
    var answer = OffsetForLeaderEpochResponse.EpochEndOffset()
    answer.partition = asked.partition
    answer.leaderEpoch = -1
    answer.endOffset = -1
    guard let partition else {
      answer.errorCode = ErrorCode.unknownTopicOrPartition.rawValue
      return answer
    }
    if let code = partition.epochFault(asked.currentLeaderEpoch) {
      answer.errorCode = code.rawValue
      return answer
    }
    if case .offline = partition.log.status {
      answer.errorCode = ErrorCode.kafkaStorageError.rawValue
      return answer
    }
    let known = partition.log.endOffset(forEpoch: asked.leaderEpoch)
    answer.leaderEpoch = known.epoch
    answer.endOffset = known.endOffset
    return answer
  }
}
