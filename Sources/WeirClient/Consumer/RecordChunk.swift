import NIOCore
import WeirBase
import WeirRecords

/// Consecutive records of one partition, as one answer of the broker brought them.
public struct RecordChunk: Sendable {
  public let topic: String
  public let partition: Int32
  /// The offset after the last record that every replica has.
  public let highWatermark: Int64
  /// Where the chunk begins; what lies before it in its first batch is passed over.
  public let startOffset: Int64
  /// Where the next chunk will begin. Offsets between may be missing (compaction, transactions).
  public let nextOffset: Int64
  let batches: ByteBuffer
  let filter: AbortedTransactions?
  let checksCRC: Bool

  public var place: TopicPartition { TopicPartition(topic: topic, partition: partition) }
  /// As received.
  public var byteCount: Int { batches.readableBytes }

  /// Calls `body` with each record in order until it returns false.
  ///
  /// - Throws: `ClientError.damaged` where a batch is not what it should be, with its offset.
  public func forEach(_ body: (RecordSlice) -> Bool) throws(ClientError) {
    do throws(BatchError) {
      try batches.withUnsafeReadableBytes { (bytes: UnsafeRawBufferPointer) throws(BatchError) in
        try walk(bytes) { view in body(RecordSlice(view: view)) }
      }
    } catch {
      throw ClientError(
        .damaged, "what was fetched cannot be read: \(error)", at: "\(place) from offset \(startOffset)")
    }
  }

  /// As `forEach`, without the wrapping.
  package func forEachView(_ body: (borrowing RecordView) -> Bool) throws(ClientError) {
    do throws(BatchError) {
      try batches.withUnsafeReadableBytes { (bytes: UnsafeRawBufferPointer) throws(BatchError) in try walk(bytes, body)
      }
    } catch {
      throw ClientError(
        .damaged, "what was fetched cannot be read: \(error)", at: "\(place) from offset \(startOffset)")
    }
  }

  /// All records, copied.
  public func records() throws(ClientError) -> [ConsumedRecord] {
    var records: [ConsumedRecord] = []
    try forEach { slice in
      records.append(
        ConsumedRecord(
          topic: topic, partition: partition, offset: slice.offset, timestampMillis: slice.timestampMillis,
          key: slice.key.map { [UInt8]($0) }, value: slice.value.map { [UInt8]($0) }, headers: slice.headers))
      return true
    }
    return records
  }

  private func walk(_ bytes: UnsafeRawBufferPointer, _ body: (borrowing RecordView) -> Bool) throws(BatchError) {
    var filter = self.filter
    var rest = bytes
    while rest.count >= BatchHeader.size {
      let header = try BatchHeader.parse(rest)
      let batch = UnsafeRawBufferPointer(rebasing: rest.prefix(header.totalBytes))
      if checksCRC { try header.verify(batch) }
      if header.isControl {
        filter?.passed(marker: header)
      } else if header.lastOffset >= startOffset, filter?.hides(header) != true {
        guard try walk(batch, header, body) else { return }
      }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(header.totalBytes))
    }
  }

  private func walk(
    _ batch: UnsafeRawBufferPointer, _ header: BatchHeader, _ body: (borrowing RecordView) -> Bool
  ) throws(BatchError) -> Bool {
    var reader = try RecordReader(batch: batch, header: header, decompressedLimit: Limits().decompressedBytesMax)
    let skipsSome = header.baseOffset < startOffset
    while let record = try reader.next() {
      if skipsSome && record.offset < startOffset { continue }
      if !body(record) { return false }
    }
    return true
  }
}

extension RecordChunk {
  /// How much of what was fetched are whole batches, and the offset after them.
  static func extent(of records: ByteBuffer, from start: Int64) throws(BatchError) -> (bytes: Int, nextOffset: Int64) {
    try records.withUnsafeReadableBytes { (bytes: UnsafeRawBufferPointer) throws(BatchError) in
      var done = 0
      var next = start
      while bytes.count - done >= BatchHeader.size {
        let header = try BatchHeader.parse(UnsafeRawBufferPointer(rebasing: bytes[done...]))
        guard header.totalBytes <= bytes.count - done else { break }
        done += header.totalBytes
        next = max(next, header.nextOffset)
      }
      return (done, next)
    }
  }
}
