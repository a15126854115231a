import WeirBase

/// Keeps a part of the records, always the same ones.
struct Sample: Transform {
  static let builtIn = BuiltIn(
    "sample", "Keeps a steady part of the records: those with one key are all kept or all dropped.",
    [
      Parameter(
        "percent", .number, "How many of a hundred to keep; parts of one are allowed.", isRequired: true,
        range: 0...100),
      Parameter(
        "by", .choice, "What decides. A record without a key is judged by its value.", default: .string("key"),
        choices: ["key", "value"]),
      Parameter("seed", .text, "Another seed chooses other records.", default: .string("")),
    ]
  ) { arguments throws(ParameterFaults) in Sample(arguments) }

  private let byValue: Bool
  /// Hashes below this are kept; nil keeps all.
  private let bound: UInt64?
  private let seed: UInt64

  private init(_ arguments: Arguments) {
    byValue = arguments.text("by") == "value"
    var percent = 0.0
    if case .number(let spelling)? = arguments["percent"] { percent = Double(spelling) ?? 0 }
    bound = percent >= 100 ? nil : UInt64(max(0, percent) / 100 * 0x1p64)
    seed = Self.hash(Array(arguments.text("seed").utf8), Self.basis)
  }

  func apply(_ record: inout WorkingRecord) -> Bool {
    guard let bound else { return true }
    let bytes = (byValue ? nil : record.key) ?? record.value ?? []
    return Self.mix(Self.hash(bytes, seed)) < bound
  }

  private static let basis: UInt64 = 0xcbf2_9ce4_8422_2325

  /// FNV-1a, 64 bits.
  private static func hash(_ bytes: [UInt8], _ start: UInt64) -> UInt64 {
    bytes.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  /// Spreads a hash over all its bits (the finalizer of SplitMix64), so that its upper ones may be compared.
  private static func mix(_ hash: UInt64) -> UInt64 {
    var hash = hash
    hash = (hash ^ hash >> 30) &* 0xbf58_476d_1ce4_e5b9
    hash = (hash ^ hash >> 27) &* 0x94d0_49bb_1331_11eb
    return hash ^ hash >> 31
  }
}
