import Glibc
import WeirBase

/// How a line becomes a record.
struct LineFormat: Sendable {
  /// The key of all records.
  let key: [UInt8]?
  /// What stands between key and value.
  let separator: [UInt8]?
  let partition: Int32?

  /// Key and value of a line; nil where the separator is missing.
  func split(_ line: UnsafeRawBufferPointer) -> (key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer)? {
    guard let separator else { return (nil, line) }
    guard let keyBytes = separator.withUnsafeBytes({ Self.place(of: $0, in: line) }) else { return nil }
    return (
      UnsafeRawBufferPointer(rebasing: line[..<keyBytes]),
      UnsafeRawBufferPointer(rebasing: line[(keyBytes + separator.count)...])
    )
  }

  /// Where `word`, which is not empty, first stands.
  private static func place(of word: UnsafeRawBufferPointer, in line: UnsafeRawBufferPointer) -> Int? {
    guard let base = line.baseAddress, let wanted = word.baseAddress, let first = word.first else { return nil }
    var at = 0
    while line.count - at >= word.count, let found = memchr(base + at, Int32(first), line.count - at - word.count + 1) {
      at = base.distance(to: found)
      if memcmp(found, wanted, word.count) == 0 { return at }
      at += 1
    }
    return nil
  }
}
