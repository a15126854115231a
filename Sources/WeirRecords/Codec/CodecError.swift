/// Why bytes could not be compressed or decompressed.
@frozen
@usableFromInline package enum CodecError: Error, Equatable, Sendable {
  /// Not what the codec writes, or cut short.
  case corrupt(Codec)
  /// The output, or the memory that the codec asks for, is above the limit in bytes.
  case tooLarge(Codec, limit: Int)
  /// A level outside the codec's range.
  case badLevel(Codec, Int)
  /// The library refused, for want of memory.
  case failed(Codec)
}

extension CodecError: CustomStringConvertible {
  @usableFromInline package var description: String {
    switch self {
    case .corrupt(let codec): "the \(codec.name) data is damaged or cut short"
    case .tooLarge(let codec, let limit): "the \(codec.name) data takes more than \(limit) bytes when decompressed"
    case .badLevel(let codec, let level): "\(codec.name) has no level \(level)"
    case .failed(let codec): "\(codec.name) found no memory to work in"
    }
  }
}
