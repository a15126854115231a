/// A number of bytes as people write it: `1048576`, `16KB`, `1 GiB`, `2 Ki`, `10Gb`, `2.5 MB`.
///
/// `K`, `M`, `G`, `T` alone or before `B` count in thousands, before `i` in 1,024s; case does not matter.
package enum ByteSize {
  /// The number of bytes; nil for what is no size, is negative, or is above Int64's range.
  package static func parse(_ text: String) -> Int64? {
    let (number, unit) = splitNumber(text)
    guard let factor = factor(of: unit.lowercased()) else { return nil }
    if let whole = Int64(number) {
      let (bytes, overflow) = whole.multipliedReportingOverflow(by: factor)
      return overflow || whole < 0 ? nil : bytes
    }
    guard let value = Double(number), value >= 0, value.isFinite else { return nil }
    return Int64(exactly: (value * Double(factor)).rounded())
  }

  private static func factor(of unit: String) -> Int64? {
    switch unit {
    case "", "b": 1
    case "k", "kb": 1_000
    case "ki", "kib": 1 << 10
    case "m", "mb": 1_000_000
    case "mi", "mib": 1 << 20
    case "g", "gb": 1_000_000_000
    case "gi", "gib": 1 << 30
    case "t", "tb": 1_000_000_000_000
    case "ti", "tib": 1 << 40
    default: nil
    }
  }

  /// In the largest unit that leaves at least 1: `512 B`, `1.5 KiB`, `3.0 GiB`.
  package static func format(_ bytes: Int64) -> String {
    var value = Double(bytes)
    if bytes < 1024 { return "\(bytes) B" }
    for unit in ["KiB", "MiB", "GiB"] {
      value /= 1024
      if value < 1024 { return "\(oneDecimal(value)) \(unit)" }
    }
    return "\(oneDecimal(value / 1024)) TiB"
  }

  private static func oneDecimal(_ value: Double) -> String {
    let tenths = Int64((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}

/// A leading decimal number and what follows it, both without surrounding spaces.
func splitNumber(_ text: String) -> (number: String, unit: String) {
  let trimmed = text.drop { $0 == " " }
  let number = trimmed.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
  let unit = trimmed[number.endIndex...].drop { $0 == " " }
  return (String(number), String(unit.reversed().drop { $0 == " " }.reversed()))
}
