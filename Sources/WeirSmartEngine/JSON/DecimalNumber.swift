/// The value that a JSON number spells, exactly: `1`, `1.0` and `10e-1` are one value, and no digit is lost however
/// many there are.
struct DecimalNumber: Hashable {
  private let isNegative: Bool
  /// Without zeros at either end; empty for zero.
  private let digits: [UInt8]
  /// The value is 0.digits × 10^exponent.
  private let exponent: Int

  /// - Parameter spelling: a JSON number.
  init(_ spelling: String) {
    let bytes = Array(spelling.utf8)
    let mantissaEnd = bytes.firstIndex { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") } ?? bytes.count
    let unsigned = bytes[..<mantissaEnd].drop { $0 == UInt8(ascii: "-") }
    let whole = unsigned.prefix { $0 != UInt8(ascii: ".") }
    let fraction = unsigned.dropFirst(whole.count + 1)
    let all = Array(whole) + Array(fraction)
    let leadingZeros = all.prefix { $0 == UInt8(ascii: "0") }.count
    let trailingZeros = all.reversed().prefix { $0 == UInt8(ascii: "0") }.count
    if leadingZeros == all.count {
      (isNegative, digits, exponent) = (false, [], 0)
      return
    }
    isNegative = bytes.first == UInt8(ascii: "-")
    digits = Array(all[leadingZeros..<(all.count - trailingZeros)])
    exponent = whole.count - leadingZeros + Self.exponent(bytes.dropFirst(mantissaEnd + 1))
  }

  /// Exponents that no machine number has are taken as the largest that leaves room to add.
  private static func exponent(_ text: ArraySlice<UInt8>) -> Int {
    if text.isEmpty { return 0 }
    let limit = 1 << 60
    let spelled = String(decoding: text, as: UTF8.self)
    let fallback = spelled.hasPrefix("-") ? -limit : limit
    return max(-limit, min(limit, Int(spelled) ?? fallback))
  }

  /// Negative if this is the smaller, 0 if they are the same, positive if it is the larger.
  func compare(_ other: DecimalNumber) -> Int {
    if digits.isEmpty || other.digits.isEmpty {
      return sign - other.sign
    }
    guard isNegative == other.isNegative else { return isNegative ? -1 : 1 }
    let magnitude = compareMagnitude(other)
    return isNegative ? -magnitude : magnitude
  }

  private var sign: Int { digits.isEmpty ? 0 : isNegative ? -1 : 1 }

  private func compareMagnitude(_ other: DecimalNumber) -> Int {
    if exponent != other.exponent { return exponent < other.exponent ? -1 : 1 }
    if digits == other.digits { return 0 }
    return digits.lexicographicallyPrecedes(other.digits) ? -1 : 1
  }
}
