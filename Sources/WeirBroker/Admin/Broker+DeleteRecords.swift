import WeirBase
import WeirLog
import WeirWire

extension Broker {
  func deleteRecords(_ request: DeleteRecordsRequest, _ call: Call<DeleteRecordsResponse>) {
    environment.control.run { [self] in
      var response = DeleteRecordsResponse()
      response.topics = request.topics.map { asked in
        .init(
          name: asked.name,
          partitions: asked.partitions.map { deleteRecords($0, asked.name) })
      }
      call.reply(response)
    }
  }

  /// KIP-107: offset -1 means all there is.
  private func deleteRecords(
    _ asked: DeleteRecordsRequest.DeleteRecordsPartition, _ topic: String
  ) -> DeleteRecordsResponse.DeleteRecordsPartitionResult {
    var result = DeleteRecordsResponse.DeleteRecordsPartitionResult()
    result.partitionIndex = asked.partitionIndex
    result.lowWatermark = -1
    guard let partition = topics.table[topic]?.partition(asked.partitionIndex) else {
      result.errorCode = ErrorCode.unknownTopicOrPartition.rawValue
      return result
    }
    guard !TopicName.isInternal(topic) else {
      result.errorCode = ErrorCode.invalidTopicException.rawValue
      return result
    }
    let offsets = partition.log.offsets
    let wanted = asked.offset == -1 ? offsets.logEnd : asked.offset
    guard wanted >= 0 && wanted <= offsets.logEnd else {
      result.errorCode = ErrorCode.offsetOutOfRange.rawValue
      return result
    }
    do throws(LogError) {
      result.lowWatermark = try partition.log.deleteRecords(before: wanted)
      partition.wakeAll()
    } catch {
      environment.events.error("records not deleted", ("partition", partition.name), ("cause", "\(error)"))
      result.errorCode = ErrorCode.kafkaStorageError.rawValue
    }
    return result
  }
}
