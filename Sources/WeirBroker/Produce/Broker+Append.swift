import NIOCore
import WeirBase
import WeirLog
import WeirRecords
import WeirWire

extension Broker {
  /// Checks a produced batch and appends it. Every producer's bytes pass here, so this is where a chain of transforms
  /// belongs.
  func append(
    _ records: ByteBuffer?, to topic: Topic?, _ index: Int32, version: Int16
  ) throws(BatchRefusal) -> (Partition, PartitionLog.Appended) {
    guard let topic else { throw BatchRefusal(.unknownTopicOrPartition, nil) }
    do throws(BatchRefusal) {
      return try append(records, to: topic, index, version)
    } catch {
      metrics.refusedBatches.add()
      topic.metrics.refused()
      throw error
    }
  }

  private func append(
    _ records: ByteBuffer?, to topic: Topic, _ index: Int32, _ version: Int16
  ) throws(BatchRefusal) -> (Partition, PartitionLog.Appended) {
    guard let view = topic.forProduce(index) else { throw BatchRefusal(.unknownTopicOrPartition, nil) }
    guard !topic.isInternal else { throw BatchRefusal(.invalidTopicException, "the topic belongs to the node") }
    // What was declared to be checked, masked or de-duplicated must not get in as it is.
    guard !view.hasPipeline else {
      throw BatchRefusal(
        .policyViolation, "the topic declares transforms or deduplication, which this node cannot run on produce")
    }
    guard let records, records.readableBytes > 0 else {
      throw BatchRefusal(.invalidRecord, "a produce request carries one record batch for each partition it names")
    }
    var outcome: Result<PartitionLog.Appended, BatchRefusal> = .failure(BatchRefusal(.unknownServerError, nil))
    records.withUnsafeReadableBytes { bytes in
      outcome = Result { () throws(BatchRefusal) in try append(bytes, to: view, topic.metrics, version: version) }
    }
    return (view.partition, try outcome.get())
  }

  private func append(
    _ bytes: UnsafeRawBufferPointer, to view: Topic.WriteView, _ traffic: TopicMetrics, version: Int16
  ) throws(BatchRefusal) -> PartitionLog.Appended {
    let (partition, config) = (view.partition, view.config)
    let now = environment.clock.wallMillis()
    let header = try check(bytes, config, version: version, now: now)
    let logAppendTime = config.timestampType == .logAppendTime ? now : nil
    let appended: PartitionLog.Appended
    if let codec = config.compression, codec != header.codec {
      let recoded = try recode(bytes, header, to: codec)
      let outcome = recoded.withUnsafeBytes { bytes in
        Result { () throws(BatchRefusal) in try append(bytes, try parse(bytes), to: partition, logAppendTime) }
      }
      appended = try outcome.get()
    } else {
      appended = try append(bytes, header, to: partition, logAppendTime)
    }
    if !appended.isDuplicate {
      count(bytes.count, records: Int(header.recordCount), traffic)
      partition.appended(bytes: bytes.count)
    }
    return appended
  }

  private func append(
    _ bytes: UnsafeRawBufferPointer, _ header: BatchHeader, to partition: Partition, _ logAppendTime: Int64?
  ) throws(BatchRefusal) -> PartitionLog.Appended {
    do throws(PartitionLog.AppendError) {
      return try partition.log.append(bytes, header: header, logAppendTime: logAppendTime)
    } catch {
      switch error {
      case .outOfOrderSequence:
        throw BatchRefusal(.outOfOrderSequenceNumber, "the producer's sequence has a gap")
      case .invalidProducerEpoch: throw BatchRefusal(.invalidProducerEpoch, "a newer producer has taken over this id")
      case .unknownProducer: throw BatchRefusal(.unknownProducerId, nil)
      case .tooLarge: throw BatchRefusal(.recordListTooLarge, "the batch is larger than a segment")
      case .offline(let cause): throw BatchRefusal(.kafkaStorageError, "the partition is offline: \(cause)")
      case .storage(let cause):
        environment.events.error("append failed", ("partition", partition.name), ("cause", "\(cause)"))
        throw BatchRefusal(.kafkaStorageError, "\(cause)")
      }
    }
  }

  private func count(_ bytes: Int, records: Int, _ traffic: TopicMetrics) {
    metrics.producedBatches.add()
    metrics.producedRecords.add(records)
    metrics.producedBytes.add(bytes)
    metrics.batchBytes.record(bytes)
    metrics.batchRecords.record(records)
    traffic.produced(records: records, bytes: bytes)
  }

  private func parse(_ bytes: UnsafeRawBufferPointer) throws(BatchRefusal) -> BatchHeader {
    do throws(BatchError) {
      let header = try BatchHeader.parse(bytes)
      try header.verify(bytes)
      return header
    } catch { throw BatchRefusal(.corruptMessage, "\(error)") }
  }

  /// What Kafka checks of a batch, in its order.
  private func check(
    _ bytes: UnsafeRawBufferPointer, _ config: TopicConfig, version: Int16, now: Int64
  ) throws(BatchRefusal) -> BatchHeader {
    // Byte 16 is the magic in every format there was.
    guard bytes.count > 16, bytes[16] == 2 else {
      throw BatchRefusal(.invalidRecord, "only record batches of magic 2 are taken")
    }
    guard bytes.count <= config.maxMessageBytes else {
      throw BatchRefusal(
        .messageTooLarge, "the batch has \(bytes.count) bytes; max.message.bytes is \(config.maxMessageBytes)")
    }
    let header: BatchHeader
    do throws(BatchRejection) {
      header = try BatchValidator.check(bytes)
    } catch { throw BatchRefusal(error) }
    if header.isTransactional { throw BatchRefusal(.invalidTxnState, "transactions are not available") }
    if header.codec == .zstd && version < 7 {
      throw BatchRefusal(.unsupportedCompressionType, "zstd needs Produce 7 or later")
    }
    try checkRecords(bytes, header, config, now: now)
    return header
  }
}
