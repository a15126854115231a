import NIOCore
import WeirBase
import WeirLog
import WeirWire

/// What one pass over a fetch's partitions found.
struct FetchRead: Sendable {
  var results: [(key: FetchKey, data: FetchResponse.PartitionData)] = []
  var bytes = 0
  /// An error, or a start that moved: the client should know at once.
  var mustAnswer = false
  /// The page cache did not have it; ask again on a thread that may block.
  var wouldBlock = false
}

extension Broker {
  /// Reads every partition of a plan, whole batches, within its byte limits (KIP-74: the first batch always fits).
  func read(_ plan: FetchPlan, cachedOnly: Bool) -> FetchRead {
    var read = FetchRead()
    read.results.reserveCapacity(plan.targets.count)
    for target in plan.targets {
      var data = FetchResponse.PartitionData()
      data.partitionIndex = target.key.partition
      data.highWatermark = -1
      data.lastStableOffset = -1
      data.logStartOffset = -1
      data.abortedTransactions = plan.readsCommitted ? [] : nil
      data.records = Self.noRecords
      do throws(FetchRefusal) {
        let partition = try find(target, usesTopicIDs: plan.usesTopicIDs)
        try fill(
          &data, from: partition, target, bytesLeft: plan.bytesMax - read.bytes, isFirst: read.bytes == 0,
          cachedOnly: cachedOnly)
      } catch {
        if error == .wouldBlock {
          read.wouldBlock = true
          return read
        }
        data.errorCode = error.code.rawValue
        read.mustAnswer = true
      }
      if data.divergingEpoch.epoch >= 0 { read.mustAnswer = true }
      read.bytes += data.records?.readableBytes ?? 0
      read.results.append((target.key, data))
    }
    return read
  }

  /// Why a partition cannot be read.
  enum FetchRefusal: Error, Equatable {
    case code(ErrorCode)
    case wouldBlock

    var code: ErrorCode {
      switch self {
      case .code(let code): code
      case .wouldBlock: .unknownServerError
      }
    }
  }

  private static let noRecords = ByteBuffer()

  private func find(_ target: FetchTarget, usesTopicIDs: Bool) throws(FetchRefusal) -> Partition {
    let topic = usesTopicIDs ? topics.table[target.key.topicID] : topics.table[target.key.topic]
    guard let topic else { throw .code(usesTopicIDs ? .unknownTopicId : .unknownTopicOrPartition) }
    guard let partition = topic.partition(target.key.partition) else { throw .code(.unknownTopicOrPartition) }
    if let code = partition.epochFault(target.currentLeaderEpoch) { throw .code(code) }
    return partition
  }

  /// Every consumer's bytes pass here, so this is where a chain of transforms belongs.
  private func fill(
    _ data: inout FetchResponse.PartitionData, from partition: Partition, _ target: FetchTarget, bytesLeft: Int,
    isFirst: Bool, cachedOnly: Bool
  ) throws(FetchRefusal) {
    let log = partition.log
    // Offsets of a log that is offline say nothing: "empty" or "out of range" would be a lie.
    guard log.isOnline else { throw .code(.kafkaStorageError) }
    let offsets = log.offsets
    data.highWatermark = offsets.logEnd
    data.lastStableOffset = offsets.logEnd
    data.logStartOffset = offsets.logStart
    if target.lastFetchedEpoch >= 0 {
      // KIP-595: a reader whose history is not ours must cut back first.
      let known = log.endOffset(forEpoch: target.lastFetchedEpoch)
      if known.epoch < target.lastFetchedEpoch && known.epoch >= 0
        || known.endOffset >= 0 && known.endOffset < target.offset
      {
        data.divergingEpoch.epoch = known.epoch
        data.divergingEpoch.endOffset = known.endOffset
        return
      }
    }
    guard target.offset >= offsets.logStart && target.offset <= offsets.logEnd else { throw .code(.offsetOutOfRange) }
    guard target.offset < offsets.logEnd else { return }
    guard isFirst || bytesLeft > 0 else { return }
    let room = min(target.bytesMax, max(0, bytesLeft))
    do throws(ReadError) {
      data.records = try log.records(
        from: target.offset, before: offsets.logEnd, bytesMax: room, evenIfLarger: isFirst,
        cachedOnly: cachedOnly)
    } catch { throw Self.refusal(error) }
  }

  static func refusal(_ error: ReadError) -> FetchRefusal {
    switch error {
    case .offsetOutOfRange: .code(.offsetOutOfRange)
    case .wouldBlock: .wouldBlock
    case .damaged: .code(.corruptMessage)
    case .offline, .io: .code(.kafkaStorageError)
    case .needsBytes: .code(.unknownServerError)
    }
  }
}

extension Partition {
  /// KIP-320: what is wrong with the leader epoch a client believes in; -1 means it did not say.
  func epochFault(_ epoch: Int32) -> ErrorCode? {
    if epoch < 0 || epoch == log.leaderEpoch { return nil }
    return epoch < log.leaderEpoch ? .fencedLeaderEpoch : .unknownLeaderEpoch
  }
}
