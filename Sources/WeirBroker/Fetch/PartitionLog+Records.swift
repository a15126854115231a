import NIOCore
import WeirLog

extension PartitionLog {
  /// Whole batches from the one that holds `offset`, at most `bytesMax` bytes of them, or a first one `evenIfLarger`.
  func records(
    from offset: Int64, before end: Int64, bytesMax: Int, evenIfLarger: Bool, cachedOnly: Bool
  ) throws(ReadError) -> ByteBuffer {
    var capacity = max(min(bytesMax, bytesAvailable(from: offset)), 512)
    while true {
      var buffer = ByteBufferAllocator().buffer(capacity: capacity)
      var outcome: Result<ReadRange, ReadError> = .success(ReadRange(lowerBound: 0, count: 0, nextOffset: offset))
      buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: capacity) { memory in
        let usable = UnsafeMutableRawBufferPointer(rebasing: memory.prefix(capacity))
        outcome = Result { () throws(ReadError) in
          try read(from: offset, before: end, into: usable, cachedOnly: cachedOnly)
        }
        guard case .success(let range) = outcome else { return 0 }
        return range.lowerBound + range.count
      }
      switch outcome {
      case .success(let range):
        buffer.moveReaderIndex(forwardBy: range.lowerBound)
        return buffer
      case .failure(.needsBytes(let needed)) where needed > capacity:
        // The guess of what is there may have been short; the limit is only passed for a first batch.
        guard evenIfLarger || needed <= bytesMax else { return ByteBuffer() }
        capacity = needed
      case .failure(let error):
        throw error
      }
    }
  }
}
