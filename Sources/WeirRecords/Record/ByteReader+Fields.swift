import WeirBase

extension ByteReader {
  /// A key or value: a varint length, -1 for null, and that many bytes.
  @inlinable mutating func nullableField() throws(ByteError) -> UnsafeRawBufferPointer? {
    let length = try varint()
    if length == -1 { return nil }
    return try slice(Int(length))
  }

  /// A count of headers and the headers, each a key that is not null and a value that may be.
  @inlinable mutating func recordHeaders() throws(ByteError) -> RecordHeaders {
    let count = Int(try varint())
    // A header takes two bytes or more.
    guard count >= 0, count <= left / 2 else { throw .badLength(count) }
    if count == 0 { return RecordHeaders(count: 0, bytes: UnsafeRawBufferPointer(start: nil, count: 0)) }
    var ahead = self
    for _ in 0..<count {
      try ahead.skip(Int(try ahead.varint()))
      _ = try ahead.nullableField()
    }
    return RecordHeaders(count: count, bytes: try slice(ahead.offset &- offset))
  }
}

extension RecordFault {
  @inlinable init(_ error: ByteError) {
    switch error {
    case .truncated, .badText: self = .truncated
    case .badVarint: self = .badVarint
    case .badLength(let length): self = .badFieldLength(Int32(clamping: length))
    }
  }
}
