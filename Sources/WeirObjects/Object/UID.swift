import WeirBase

/// Object identities as Kubernetes writes them: 32 hexadecimal digits in groups of 8-4-4-4-12.
package enum UID {
  package static func format(_ id: UUID128) -> String {
    let hex = digits(id.high) + digits(id.low)
    var text = ""
    for (place, digit) in hex.enumerated() {
      if [8, 12, 16, 20].contains(place) { text += "-" }
      text.append(digit)
    }
    return text
  }

  private static func digits(_ value: UInt64) -> String {
    let hex = String(value, radix: 16)
    return String(repeating: "0", count: 16 - hex.count) + hex
  }

  /// Reads what `format` writes, in either case; nil for anything else.
  package static func parse(_ text: String) -> UUID128? {
    let groups = text.split(separator: "-", omittingEmptySubsequences: false)
    guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12] else { return nil }
    let hex = groups.joined()
    guard hex.allSatisfy({ $0.isASCII && $0.isHexDigit }), let high = UInt64(hex.prefix(16), radix: 16),
      let low = UInt64(hex.suffix(16), radix: 16)
    else { return nil }
    return UUID128(high: high, low: low)
  }
}
