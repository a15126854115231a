import WeirAPI
import WeirBase
import WeirBroker
import WeirLog
import WeirRecords

/// A record and the partition that holds it.
struct PlacedRecord: Sendable {
  let partition: Int32
  let record: Record
}

/// Reads the newest records of partitions, with bounds on what that may cost. Blocks.
struct RecordTail: Sendable {
  /// Partitions that are looked into for the newest of a topic: those that grew the most.
  private static let partitionsMax = 16
  /// Bytes that one pass over a partition's end may read, a first batch in any case up to `batchBytesMax`.
  private static let passBytesMax = 2 << 20
  private static let batchBytesMax = 16 << 20
  /// A batch decompressed.
  private static let inflatedBytesMax = 32 << 20
  /// Tries to hit on the right place to begin.
  private static let passesMax = 5

  let partitions: [Partition]
  let count: Int

  /// The oldest first. Of several partitions, a damaged one is passed over unless all are.
  func read() throws(InspectionFault) -> [PlacedRecord] {
    var found: [PlacedRecord] = []
    var fault: InspectionFault?
    let busiest = partitions.map { ($0, $0.log.offsets.logEnd) }.filter { $0.1 > 0 }.sorted { $0.1 > $1.1 }
    for (partition, _) in busiest.prefix(Self.partitionsMax) {
      do throws(InspectionFault) {
        found += try newest(of: partition).map { PlacedRecord(partition: partition.index, record: $0) }
      } catch { fault = error }
    }
    if found.isEmpty, let fault { throw fault }
    guard partitions.count > 1 else { return found }
    let ordered = found.sorted {
      ($0.record.timestamp, $0.partition, $0.record.offset) < ($1.record.timestamp, $1.partition, $1.record.offset)
    }
    return ordered.suffix(count)
  }

  private enum Pass {
    /// As many records as there were up to the log's end.
    case whole([Record])
    /// The bytes did not suffice to reach the end.
    case short([Record])
  }

  /// Begins as many offsets before the end as records are wanted; further back where compaction or control batches
  /// left holes, nearer where records are large.
  private func newest(of partition: Partition) throws(InspectionFault) -> [Record] {
    let offsets = partition.log.offsets
    var window = Int64(count)
    var best: [Record] = []
    var hasShrunk = false
    for _ in 0..<Self.passesMax {
      let start = max(offsets.logStart, offsets.logEnd &- window)
      switch try pass(over: partition, from: start, to: offsets.logEnd) {
      case .whole(let records):
        best = records
        if records.count >= count || start == offsets.logStart || hasShrunk { return best }
        window = window &* 8
      case .short(let records):
        if !best.isEmpty || window == 1 { return best.isEmpty ? records : best }
        best = []
        hasShrunk = true
        window = max(1, window / 8)
      }
    }
    return best
  }

  private func pass(over partition: Partition, from start: Int64, to end: Int64) throws(InspectionFault) -> Pass {
    var records: [Record] = []
    var next = start
    var bytesLeft = Self.passBytesMax
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while next < end {
      guard bytesLeft > 0 else { return .short(records) }
      let range = try fill(&buffer, partition, from: next, to: end)
      guard range.count > 0, range.nextOffset > next else { break }
      try collect(buffer[range.lowerBound..<range.lowerBound + range.count], from: start, partition, &records)
      next = range.nextOffset
      bytesLeft -= range.count
    }
    return .whole(records)
  }

  private func fill(
    _ buffer: inout [UInt8], _ partition: Partition, from offset: Int64, to end: Int64
  ) throws(InspectionFault) -> ReadRange {
    while true {
      let result = buffer.withUnsafeMutableBytes { memory in
        Result { () throws(ReadError) in
          try partition.log.read(from: offset, before: end, into: memory, cachedOnly: false)
        }
      }
      switch result {
      case .success(let range): return range
      case .failure(.needsBytes(let bytes)) where bytes > buffer.count:
        guard bytes <= Self.batchBytesMax else {
          throw .unreadable("a batch of \(partition.name) has \(bytes) bytes: too many to show here")
        }
        buffer = [UInt8](repeating: 0, count: bytes)
      case .failure(let error): throw .unreadable(Self.reason(error, partition))
      }
    }
  }

  private static func reason(_ error: ReadError, _ partition: Partition) -> String {
    switch error {
    case .damaged(let text), .offline(let text): text
    case .io(let error): error.description
    case .offsetOutOfRange: "records of \(partition.name) were just removed; look again"
    case .wouldBlock, .needsBytes: "records of \(partition.name) cannot be read"
    }
  }

  /// Opens the batches, and keeps the last `count` of their records.
  private func collect(
    _ bytes: ArraySlice<UInt8>, from start: Int64, _ partition: Partition, _ records: inout [Record]
  ) throws(InspectionFault) {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(BatchError) in
        var at = 0
        while at < bytes.count {
          let rest = UnsafeRawBufferPointer(rebasing: bytes[at...])
          let header = try BatchHeader.parse(rest)
          at += header.totalBytes
          if header.isControl { continue }
          var reader = try RecordReader(batch: rest, header: header, decompressedLimit: Self.inflatedBytesMax)
          while let view = try reader.next() {
            guard view.offset >= start else { continue }
            records.append(Record(view))
            if records.count >= 2 * count { records.removeFirst(records.count - count) }
          }
        }
      }
    }
    do throws(BatchError) { try result.get() } catch {
      throw .unreadable("a batch of \(partition.name) cannot be opened: \(error)")
    }
    if records.count > count { records.removeFirst(records.count - count) }
  }
}
