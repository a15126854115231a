import Synchronization
import WeirBase
import WeirRecords

extension PartitionLog {
  package typealias Found = (offset: Int64, timestamp: Int64, leaderEpoch: Int32)

  /// Bytes a batch may take once decompressed while it is searched.
  private static let decompressedMax = Limits().decompressedBytesMax

  /// The first record with a timestamp of `timestamp` (milliseconds) or later. Blocks.
  package func find(timestamp: Int64) throws(ReadError) -> Found? {
    let (segments, logStart) = try state.withLock { state in
      Result { () throws(ReadError) in
        if let reason = state.offlineReason { throw .offline(reason) }
        return (state.segments.filter { $0.nextOffset > state.logStart }, state.logStart)
      }
    }.get()
    for segment in segments {
      let index = try index(of: segment)
      guard index.coveredBytes > 0, index.maxTimestamp >= timestamp else { continue }
      if let found = try find(timestamp, in: segment, index, from: logStart) { return found }
    }
    return nil
  }

  /// The first record that has the largest timestamp of all (KIP-734). Blocks.
  package func maxTimestamp() throws(ReadError) -> Found? {
    let segments = state.withLock { state in state.segments.filter { $0.nextOffset > state.logStart } }
    var largest = Int64.min
    for segment in segments {
      let index = try index(of: segment)
      if index.coveredBytes > 0 { largest = max(largest, index.maxTimestamp) }
    }
    return largest == .min ? nil : try find(timestamp: largest)
  }

  private func index(of segment: Segment) throws(ReadError) -> SegmentIndex {
    do throws(IOError) { return try loadedIndex(of: segment) } catch { throw .io(error) }
  }

  private func find(
    _ timestamp: Int64, in segment: Segment, _ index: SegmentIndex, from logStart: Int64
  ) throws(ReadError) -> Found? {
    var candidates: [BatchScanner.Found] = []
    var position = index.position(ofTimestamp: timestamp)
    while position < index.coveredBytes {
      // One candidate at a time: a header may promise a timestamp that only records before the log's start have.
      candidates = []
      do throws(IOError) {
        let scanner = BatchScanner(file: try fileOf(segment), end: index.coveredBytes, verifies: false)
        _ = try scanner.scan(from: position, expecting: nil) { found in
          guard found.header.maxTimestamp >= timestamp, found.header.lastOffset >= logStart else { return true }
          candidates.append(found)
          return false
        }
      } catch { throw .io(error) }
      guard let candidate = candidates.first else { return nil }
      if let found = try record(timestamp, in: candidate, segment, from: logStart) { return found }
      position = candidate.position + candidate.header.totalBytes
    }
    return nil
  }

  private func fileOf(_ segment: Segment) throws(IOError) -> any File {
    try state.withLock { _ in Result { () throws(IOError) in try segment.file() } }.get()
  }

  /// The record within a batch, which is opened for this and nothing else.
  private func record(
    _ timestamp: Int64, in found: BatchScanner.Found, _ segment: Segment, from logStart: Int64
  ) throws(ReadError) -> Found? {
    let bytes: [UInt8]
    do throws(IOError) {
      bytes = try fileOf(segment).read(found.header.totalBytes, at: UInt64(found.position))
    } catch { throw .io(error) }
    let outcome = bytes.withUnsafeBytes { batch in
      Result { () throws(BatchError) -> Found? in
        try found.header.verify(batch)
        var reader = try RecordReader(batch: batch, header: found.header, decompressedLimit: Self.decompressedMax)
        while let record = try reader.next() {
          if record.timestamp >= timestamp && record.offset >= logStart {
            return (record.offset, record.timestamp, found.header.partitionLeaderEpoch)
          }
        }
        return nil
      }
    }
    do throws(BatchError) { return try outcome.get() } catch {
      throw .damaged("\(segment.path) at byte \(found.position): \(error)")
    }
  }
}
