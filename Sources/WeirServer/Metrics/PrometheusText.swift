import WeirBase

/// Prometheus's text format 0.0.4: a help and a type line a metric, then its samples.
/// https://prometheus.io/docs/instrumenting/exposition_formats/
struct PrometheusText {
  private(set) var body = ""

  /// A metric without samples is named too, so that a reader can tell "none" from "unknown".
  mutating func add(_ metric: Metric, _ samples: Metric.Samples) {
    body += "# HELP \(metric.name) \(Self.escaped(metric.help, quotes: false))\n"
    body += "# TYPE \(metric.name) \(metric.kind.rawValue)\n"
    switch samples {
    case .numbers(let samples):
      for sample in samples { line(metric.name, sample.labels, Self.number(sample.value)) }
    case .distributions(let distributions, let scale):
      for distribution in distributions { add(metric.name, distribution, scale) }
    }
  }

  private mutating func add(_ name: String, _ distribution: Metric.Distribution, _ scale: Double) {
    let reading = distribution.reading
    var below = 0
    for (bound, count) in zip(reading.bounds, reading.counts) {
      below &+= count
      line(name + "_bucket", distribution.labels + [("le", Self.number(Double(bound) / scale))], String(below))
    }
    let count = String(reading.count)
    line(name + "_bucket", distribution.labels + [("le", "+Inf")], count)
    line(name + "_sum", distribution.labels, Self.number(Double(reading.sum) / scale))
    line(name + "_count", distribution.labels, count)
  }

  private mutating func line(_ name: String, _ labels: Metric.Labels, _ value: String) {
    body += name
    for (place, label) in labels.enumerated() {
      body += place == 0 ? "{" : ","
      body += label.0
      body += "=\""
      body += Self.escaped(label.1, quotes: true)
      body += "\""
    }
    body += labels.isEmpty ? " " : "} "
    body += value
    body += "\n"
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }

  private static func escaped(_ text: String, quotes: Bool) -> String {
    guard text.utf8.contains(where: { $0 == 0x5c || $0 == 0x22 || $0 == 0x0a }) else { return text }
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": out += "\\\\"
      case "\"" where quotes: out += "\\\""
      case "\n": out += "\\n"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
