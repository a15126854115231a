/// How the records section of a batch is compressed; the raw value stands in bits 0-2 of the batch's attributes.
@frozen
@usableFromInline package enum Codec: UInt8, CaseIterable, Sendable {
  case none = 0
  case gzip = 1
  case snappy = 2
  case lz4 = 3
  case zstd = 4

  /// As in Kafka's `compression.type`.
  package var name: String {
    switch self {
    case .none: "none"
    case .gzip: "gzip"
    case .snappy: "snappy"
    case .lz4: "lz4"
    case .zstd: "zstd"
    }
  }

  /// Reads what `name` writes; nil for anything else.
  package init?(name: String) {
    guard let codec = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = codec
  }

  /// Levels that may be asked for (KIP-390); nil where there are none.
  package var levels: ClosedRange<Int>? {
    switch self {
    case .none, .snappy: nil
    case .gzip: 1...9
    case .lz4: 1...17
    case .zstd: -131_072...22
    }
  }

  /// Kafka's default level (KIP-390); nil where there are none.
  package var defaultLevel: Int? {
    switch self {
    case .none, .snappy: nil
    case .gzip: 6
    case .lz4: 9
    case .zstd: 3
    }
  }
}
