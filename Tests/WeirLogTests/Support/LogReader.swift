import WeirBase
import WeirRecords

@testable import WeirLog

extension PartitionLog {
  /// Whole batches from `offset` on, each apart.
  func batches(from offset: Int64, before end: Int64 = .max, bufferBytes: Int = 4096) throws -> [[UInt8]] {
    var found: [[UInt8]] = []
    var next = offset
    var size = bufferBytes
    while true {
      var buffer = [UInt8](repeating: 0xee, count: size)
      do {
        let range = try buffer.withUnsafeMutableBytes { try read(from: next, before: end, into: $0, cachedOnly: false) }
        if range.count == 0 { return found }
        found += try split(Array(buffer[range.lowerBound..<range.lowerBound + range.count]))
        guard range.nextOffset > next else { throw ReadLoop() }
        next = range.nextOffset
      } catch ReadError.needsBytes(let bytes) {
        guard bytes > size else { throw ReadLoop() }
        size = bytes
      }
    }
  }

  /// The batch that holds `offset`.
  func batch(at offset: Int64) throws -> [UInt8]? { try batches(from: offset, before: offset + 1).first }
}

struct ReadLoop: Error {}

/// Batches laid end to end, each apart.
func split(_ bytes: [UInt8]) throws -> [[UInt8]] {
  var found: [[UInt8]] = []
  var position = 0
  while position < bytes.count {
    let total = try header(Array(bytes[position...])).totalBytes
    found.append(Array(bytes[position..<min(position + total, bytes.count)]))
    position += total
  }
  return found
}
