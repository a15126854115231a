/// Prometheus's text format 0.0.4: a help and a type line a family, then its samples.
struct PrometheusText {
  typealias Labels = [(String, String)]
  private(set) var body = ""

  mutating func counter(_ name: String, _ help: String, _ samples: [(Labels, Int)]) {
    family(name, help, "counter", samples.map { ($0.0, String($0.1)) })
  }

  mutating func gauge(_ name: String, _ help: String, _ samples: [(Labels, Double)]) {
    family(name, help, "gauge", samples.map { ($0.0, Self.number($0.1)) })
  }

  private mutating func family(_ name: String, _ help: String, _ type: String, _ samples: [(Labels, String)]) {
    if samples.isEmpty { return }
    body += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    for (labels, value) in samples {
      body += name
      if !labels.isEmpty {
        body += "{" + labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",") + "}"
      }
      body += " \(value)\n"
    }
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }

  private static func escaped(_ text: String) -> String {
    var out = ""
    for character in text.unicodeScalars {
      switch character {
      case "\\": out += "\\\\"
      case "\"": out += "\\\""
      case "\n": out += "\\n"
      default: out.unicodeScalars.append(character)
      }
    }
    return out
  }
}
