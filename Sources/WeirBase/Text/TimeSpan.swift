/// A length of time as people write it: `150ms`, `20s`, `1h30m`, `7d`, `1w 2d`.
package enum TimeSpan {
  /// Milliseconds; nil for what is no time, or above Int64's range. A bare number counts seconds, a bare 0 nothing.
  package static func parseMillis(_ text: String) -> Int64? {
    var rest = Substring(text)
    var total: Int64 = 0
    var isEmpty = true
    while true {
      rest = rest.drop { $0 == " " }
      if rest.isEmpty { return isEmpty ? nil : total }
      let number = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest[number.endIndex...].drop { $0 == " " }
      let unit = rest.prefix { $0.isLetter }
      rest = rest[unit.endIndex...]
      guard let count = Int64(number), let factor = millis(of: unit.lowercased()) else { return nil }
      let (part, tooLarge) = count.multipliedReportingOverflow(by: factor)
      let (sum, overflow) = total.addingReportingOverflow(part)
      if tooLarge || overflow { return nil }
      total = sum
      isEmpty = false
    }
  }

  private static func millis(of unit: String) -> Int64? {
    switch unit {
    case "ms", "msec", "millis": 1
    case "", "s", "sec", "secs", "second", "seconds": 1_000
    case "m", "min", "mins", "minute", "minutes": 60_000
    case "h", "hr", "hour", "hours": 3_600_000
    case "d", "day", "days": 86_400_000
    case "w", "week", "weeks": 604_800_000
    case "y", "year", "years": 31_557_600_000
    default: nil
    }
  }

  /// The same form: `7d`, `1h 30m`, `250ms`.
  package static func format(millis: Int64) -> String {
    if millis <= 0 { return "\(millis)ms" }
    var rest = millis
    var parts: [String] = []
    for (unit, size) in [("d", Int64(86_400_000)), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)]
    where rest >= size {
      parts.append("\(rest / size)\(unit)")
      rest %= size
    }
    return parts.joined(separator: " ")
  }
}
