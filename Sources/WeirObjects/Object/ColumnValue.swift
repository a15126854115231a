import WeirBase

/// What stands in one cell.
package enum ColumnValue: Sendable, Hashable {
  case text(String)
  case integer(Int64)
  /// A point in time, shown as how long ago it was.
  case age(millis: Int64?)
  case none
}

extension ColumnValue {
  init(_ json: JSONValue?, type: String) {
    switch (json, type) {
    case (let json, "date"): self = .age(millis: json?.text.flatMap(Timestamp.parseMillis))
    case (nil, _), (.null, _): self = .none
    case (let json?, "integer"): self = json.integer.map(ColumnValue.integer) ?? .none
    case (.string(let text), _): self = .text(text)
    case (.array(let values), _): self = .text(values.map { $0.text ?? $0.compact }.joined(separator: ","))
    case (let json?, _): self = .text(json.compact)
    }
  }

  /// As people read it.
  ///
  /// - Parameter now: milliseconds since 1970.
  package func text(now: Int64) -> String {
    switch self {
    case .text(let text): return text
    case .integer(let value): return String(value)
    case .age(nil): return "<unknown>"
    case .age(let millis?):
      let (age, overflow) = now.subtractingReportingOverflow(millis)
      return overflow ? "<invalid>" : Age.text(millis: age)
    case .none: return ""
    }
  }

  /// As a cell of a metav1.Table holds it.
  package func cell(now: Int64) -> JSONValue {
    if case .integer(let value) = self { .int(value) } else { .string(text(now: now)) }
  }
}

/// How long something has been, in two units at most and coarser as it grows: 90s, 5m30s, 12m, 3h12m, 20h, 2d, 2y10d.
package enum Age {
  package static func text(millis: Int64) -> String {
    // Clocks differ a little between machines.
    if millis < -2_000 { return "<invalid>" }
    let seconds = max(0, millis / 1000)
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400)
    switch seconds {
    case ..<120: return "\(seconds)s"
    case ..<600: return pair(minutes, "m", seconds % 60, "s")
    case ..<10_800: return "\(minutes)m"
    case ..<28_800: return pair(hours, "h", minutes % 60, "m")
    case ..<172_800: return "\(hours)h"
    case ..<691_200: return pair(days, "d", hours % 24, "h")
    case ..<(730 * 86_400): return "\(days)d"
    case ..<(2920 * 86_400): return pair(days / 365, "y", days % 365, "d")
    default: return "\(days / 365)y"
    }
  }

  private static func pair(_ large: Int64, _ unit: String, _ small: Int64, _ smallUnit: String) -> String {
    small == 0 ? "\(large)\(unit)" : "\(large)\(unit)\(small)\(smallUnit)"
  }
}
