import WeirBase
import WeirLog
import WeirWire

extension Broker {
  /// The timestamps of ListOffsets that mean a place, not a time (KIP-79, KIP-734, KIP-405, KIP-1005).
  private enum Place {
    static let latest: Int64 = -1
    static let earliest: Int64 = -2
    static let maxTimestamp: Int64 = -3
    static let earliestLocal: Int64 = -4
    static let latestTiered: Int64 = -5
  }

  /// Searching by time may read the disk, so it moves off the event loop; the usual ends of the log do not.
  func listOffsets(_ request: ListOffsetsRequest, _ call: Call<ListOffsetsResponse>) {
    let needsSearch = request.topics.contains { topic in
      topic.partitions.contains { $0.timestamp >= 0 || $0.timestamp == Place.maxTimestamp }
    }
    guard needsSearch else { return call.reply(listOffsetsResponse(request, call.version)) }
    environment.readers.run { [self] in call.reply(listOffsetsResponse(request, call.version)) }
  }

  private func listOffsetsResponse(_ request: ListOffsetsRequest, _ version: Int16) -> ListOffsetsResponse {
    var response = ListOffsetsResponse()
    response.topics = request.topics.map { asked in
      let topic = topics.table[asked.name]
      return .init(
        name: asked.name,
        partitions: asked.partitions.map { listOffset($0, topic?.partition($0.partitionIndex), version) })
    }
    return response
  }

  private func listOffset(
    _ asked: ListOffsetsRequest.ListOffsetsPartition, _ partition: Partition?, _ version: Int16
  ) -> ListOffsetsResponse.ListOffsetsPartitionResponse {
    var answer = ListOffsetsResponse.ListOffsetsPartitionResponse()
    answer.partitionIndex = asked.partitionIndex
    answer.timestamp = -1
    answer.offset = -1
    answer.leaderEpoch = -1
    func refuse(_ code: ErrorCode) -> ListOffsetsResponse.ListOffsetsPartitionResponse {
      answer.errorCode = code.rawValue
      return answer
    }
    guard let partition else { return refuse(.unknownTopicOrPartition) }
    if let code = partition.epochFault(asked.currentLeaderEpoch) { return refuse(code) }
    if case .offline = partition.log.status { return refuse(.kafkaStorageError) }
    do throws(ReadError) {
      guard let found = try find(asked.timestamp, in: partition.log, version) else { return answer }
      answer.offset = found.offset
      answer.timestamp = found.timestamp
      if version >= 4 { answer.leaderEpoch = found.leaderEpoch }
      return answer
    } catch {
      environment.events.warning("search by time failed", ("partition", partition.name), ("cause", "\(error)"))
      return refuse(Self.refusal(error).code)
    }
  }

  private func find(
    _ timestamp: Int64, in log: PartitionLog, _ version: Int16
  ) throws(ReadError) -> (offset: Int64, timestamp: Int64, leaderEpoch: Int32)? {
    let offsets = log.offsets
    switch timestamp {
    case Place.latest: return (offsets.logEnd, -1, log.leaderEpoch)
    case Place.earliest, Place.earliestLocal:
      return (offsets.logStart, -1, log.epoch(at: offsets.logStart) ?? log.leaderEpoch)
    case Place.maxTimestamp: return try log.maxTimestamp()
    case Place.latestTiered: return nil
    default: return timestamp < 0 ? nil : try log.find(timestamp: timestamp)
    }
  }
}
