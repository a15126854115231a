import Synchronization
import WeirBase
import WeirRecords

extension PartitionLog {
  package typealias Found = (offset: Int64, timestamp: Int64, leaderEpoch: Int32)

  /// Bytes a batch may take once decompressed while it is searched.
  private static let decompressedMax = Limits().decompressedBytesMax

  /// The first record with a timestamp of `timestamp` (milliseconds) or later. Blocks.
  package func find(timestamp: Int64) throws(ReadError) -> Found? {
    let (segments, logStart) = try searchable()
    for segment in segments {
      let index = try index(of: segment)
      guard index.coveredBytes > 0, index.maxTimestamp >= timestamp else { continue }
      let place = index.place(ofTimestamp: timestamp).map { segment.place($0) }
      let found = try first(
        in: segment, index.coveredBytes, from: place,
        where: { header in
          header.maxTimestamp >= timestamp && header.lastOffset >= logStart
        }, record: { $0.timestamp >= timestamp && $0.offset >= logStart })
      if let found { return found }
    }
    return nil
  }

  /// The first record that has the largest timestamp of all (KIP-734). Blocks.
  package func maxTimestamp() throws(ReadError) -> Found? {
    let (segments, logStart) = try searchable()
    var largest: Int64?
    for segment in segments {
      let index = try index(of: segment)
      guard index.coveredBytes > 0 else { continue }
      let most = segment.baseOffset >= logStart ? index.maxTimestamp : try largestFrom(logStart, in: segment, index)
      if let most { largest = max(largest ?? most, most) }
    }
    return try largest.flatMap { most throws(ReadError) in try find(timestamp: most) }
  }

  private func searchable() throws(ReadError) -> (segments: [Segment], logStart: Int64) {
    try state.withLock { state in
      Result { () throws(ReadError) in
        if let reason = state.offlineReason { throw .offline(reason) }
        return (state.segments.filter { $0.size > 0 && $0.nextOffset > state.logStart }, state.logStart)
      }
    }.get()
  }

  private func index(of segment: Segment) throws(ReadError) -> SegmentIndex {
    do throws(IOError) { return try loadedIndex(of: segment) } catch { throw .io(error) }
  }

  /// The largest timestamp in the segment of records from `logStart` on; only the batch that the start lies within is
  /// opened.
  private func largestFrom(
    _ logStart: Int64, in segment: Segment, _ index: SegmentIndex
  ) throws(ReadError) -> Int64? {
    var largest: Int64?
    let place = index.place(ofRelative: segment.relative(logStart)).map { segment.place($0) }
    _ = try first(
      in: segment, index.coveredBytes, from: place,
      where: { header in
        if header.baseOffset >= logStart { largest = max(largest ?? header.maxTimestamp, header.maxTimestamp) }
        return header.baseOffset < logStart && header.lastOffset >= logStart
      },
      record: { record in
        if record.offset >= logStart { largest = max(largest ?? record.timestamp, record.timestamp) }
        return false
      })
    return largest
  }

  /// The first record that `isWanted` takes, in a batch that `mayHold` it; only such batches are opened.
  private func first(
    in segment: Segment, _ end: Int, from place: ReadPlan.Place?, where mayHold: (BatchHeader) -> Bool,
    record isWanted: (RecordView) -> Bool
  ) throws(ReadError) -> Found? {
    var place = place ?? .init(position: 0, baseOffset: segment.baseOffset)
    while place.position < end {
      // One candidate at a time: a header may promise a timestamp that only records before the log's start have.
      var candidate: BatchScanner.Found?
      let ending: BatchScanner.Ending
      do throws(IOError) {
        ending = try BatchScanner(file: try file(of: segment), end: end, verifies: true)
          .scan(from: place.position, expecting: place.baseOffset) { found in
            if mayHold(found.header) { candidate = found }
            return candidate == nil
          }
      } catch { throw .io(error) }
      if case .invalid(let position, let reason) = ending {
        throw .damaged("\(segment.path) is damaged at byte \(position): \(reason)")
      }
      guard let candidate else { return nil }
      if let found = try record(in: candidate, segment, isWanted) { return found }
      place = .init(
        position: candidate.position + candidate.header.totalBytes, baseOffset: candidate.header.nextOffset)
    }
    return nil
  }

  private func file(of segment: Segment) throws(IOError) -> any File {
    try state.withLock { _ in Result { () throws(IOError) in try segment.file() } }.get()
  }

  /// The record within a batch, which is opened for this and nothing else.
  private func record(
    in found: BatchScanner.Found, _ segment: Segment, _ isWanted: (RecordView) -> Bool
  ) throws(ReadError) -> Found? {
    let bytes: [UInt8]
    do throws(IOError) {
      bytes = try file(of: segment).read(found.header.totalBytes, at: UInt64(found.position))
    } catch { throw .io(error) }
    let outcome = bytes.withUnsafeBytes { batch in
      Result { () throws(BatchError) -> Found? in
        try found.header.verify(batch)
        var reader = try RecordReader(batch: batch, header: found.header, decompressedLimit: Self.decompressedMax)
        while let record = try reader.next() {
          if isWanted(record) { return (record.offset, record.timestamp, found.header.partitionLeaderEpoch) }
        }
        return nil
      }
    }
    do throws(BatchError) { return try outcome.get() } catch {
      throw .damaged("\(segment.path) at byte \(found.position): \(error)")
    }
  }
}
