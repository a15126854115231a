/// What is wrong with one record of a batch.
@frozen
@usableFromInline package enum RecordFault: Error, Equatable, Sendable {
  /// It runs past the end of the batch, or of its own length.
  case truncated
  /// A varint longer than its longest legal form.
  case badVarint
  /// It states this length but its fields take another.
  case badLength(stated: Int, used: Int)
  /// A key, value, header count, header key or header value of an impossible length.
  case badFieldLength(Int32)
  /// Negative, not above the record's before, or above the batch's last.
  case badOffsetDelta(Int32)
  /// The timestamp does not fit 64 bits.
  case badTimestampDelta(Int64)
}

extension RecordFault: CustomStringConvertible {
  @usableFromInline package var description: String {
    switch self {
    case .truncated: "it runs past its end"
    case .badVarint: "a varint is too long"
    case .badLength(let stated, let used): "it states \(stated) bytes and its fields take \(used)"
    case .badFieldLength(let length): "a field states an impossible length of \(length)"
    case .badOffsetDelta(let delta): "its offset delta \(delta) is out of order"
    case .badTimestampDelta(let delta): "its timestamp delta \(delta) overflows"
    }
  }
}
