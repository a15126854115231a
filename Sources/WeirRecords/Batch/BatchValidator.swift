/// Whether a batch that a client produced may be appended as it came.
package enum BatchValidator {
  /// A rejection names at most this many records, so that an answer cannot outgrow its request.
  package static let recordErrorsMax = 100

  /// What a topic asks of records.
  package struct Rules: Equatable, Sendable {
    /// Compacted topics (`cleanup.policy=compact`) take no record without a key.
    package var requiresKey: Bool
    /// Timestamps that are taken (`message.timestamp.before.max.ms`, `message.timestamp.after.max.ms`); -1, none, is
    /// always. Nil takes all.
    package var timestamps: ClosedRange<Int64>?

    package init(requiresKey: Bool = false, timestamps: ClosedRange<Int64>? = nil) {
      self.requiresKey = requiresKey
      self.timestamps = timestamps
    }
  }

  /// What was seen in records that were found right.
  package struct Summary: Equatable, Sendable {
    /// The largest timestamp of the records, which a client's header may misstate; -1 where there is none.
    package var maxTimestamp: Int64
    /// Bytes of the records, decompressed.
    package var recordBytes: Int
  }

  /// The cheap look: exactly one batch, its CRC, and a header that a producer may send. No record is read.
  package static func check(_ batch: UnsafeRawBufferPointer) throws(BatchRejection) -> BatchHeader {
    let header: BatchHeader
    do throws(BatchError) {
      header = try BatchHeader.parse(batch)
      try header.verify(batch)
    } catch { throw BatchRejection(error) }
    guard header.totalBytes == batch.count else {
      throw BatchRejection(.invalidRecord, "\(batch.count - header.totalBytes) bytes follow the batch")
    }
    try checkHeader(header)
    return header
  }

  /// The part of `check` that needs the parsed header alone.
  package static func checkHeader(_ header: BatchHeader) throws(BatchRejection) {
    guard header.codec != nil else {
      throw BatchRejection(BatchError.unknownCodec(UInt8(truncatingIfNeeded: header.attributes & 0x07)))
    }
    guard header.recordCount > 0 else { throw BatchRejection(.invalidRecord, "the batch holds no records") }
    guard header.lastOffsetDelta == header.recordCount - 1 else {
      throw BatchRejection(
        .invalidRecord,
        "the batch states \(header.recordCount) records and a last offset delta of \(header.lastOffsetDelta)")
    }
    if header.isControl { throw BatchRejection(.invalidRecord, "clients may not write control batches") }
    if header.usesLogAppendTime {
      throw BatchRejection(.invalidTimestamp, "clients may not mark a batch as stamped by the log")
    }
    if header.isIdempotent && (header.producerEpoch < 0 || header.baseSequence < 0) {
      throw BatchRejection(
        .invalidRecord,
        "producer \(header.producerId) states epoch \(header.producerEpoch) and sequence \(header.baseSequence)")
    }
  }

  /// The deep look, after `check`: decompresses where needed and reads every record. Their number, their lengths,
  /// offset deltas from 0 up by 1, and `rules`.
  /// - Parameter decompressedLimit: bytes that the records may take once decompressed.
  @discardableResult
  package static func checkRecords(
    _ batch: UnsafeRawBufferPointer, _ header: BatchHeader, rules: Rules = Rules(), decompressedLimit: Int
  ) throws(BatchRejection) -> Summary {
    var findings = Findings()
    var summary = Summary(maxTimestamp: -1, recordBytes: 0)
    do throws(BatchError) {
      var reader = try RecordReader(batch: batch, header: header, decompressedLimit: decompressedLimit)
      summary.recordBytes = reader.sectionBytes
      var index: Int32 = 0
      while let record = try reader.next() {
        findings.look(at: record, index: index, rules)
        summary.maxTimestamp = max(summary.maxTimestamp, record.timestamp)
        index &+= 1
      }
    } catch { throw BatchRejection(error) }
    if let rejection = findings.rejection { throw rejection }
    return summary
  }
}

/// Records at fault, found while reading a batch.
private struct Findings {
  private var reason: BatchRejection.Reason?
  private var records: [BatchRejection.RecordError] = []

  /// The first record at fault decides on the reason.
  var rejection: BatchRejection? {
    guard let reason, let first = records.first else { return nil }
    return BatchRejection(reason, "record \(first.index) of the batch: \(first.message)", records: records)
  }

  mutating func look(at record: RecordView, index: Int32, _ rules: BatchValidator.Rules) {
    if record.offsetDelta != index {
      add(.invalidRecord, index, "its offset delta is \(record.offsetDelta), not \(index)")
    } else if rules.requiresKey && record.key == nil {
      add(.invalidRecord, index, "a compacted topic takes no record without a key")
    } else if let range = rules.timestamps, record.timestamp != -1, !range.contains(record.timestamp) {
      add(
        .invalidTimestamp, index,
        "its timestamp \(record.timestamp) lies outside \(range.lowerBound)...\(range.upperBound)")
    }
  }

  private mutating func add(_ reason: BatchRejection.Reason, _ index: Int32, _ message: String) {
    guard records.count < BatchValidator.recordErrorsMax else { return }
    self.reason = self.reason ?? reason
    records.append(BatchRejection.RecordError(index: index, message: message))
  }
}
