/// What `--format` says: text with places for a record's parts.
struct Template: Sendable {
  enum Part: Sendable, Equatable {
    case text(String)
    case key, value, offset, partition, time
  }

  let parts: [Part]

  /// Places nobody knows stay as they are.
  init(_ text: String) {
    var parts: [Part] = []
    var rest = Substring(text)
    while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
      parts.append(.text(String(rest[..<open.lowerBound])))
      let name = String(rest[open.upperBound..<close.lowerBound]).trimmingSpaces
      parts.append(Self.part(name) ?? .text(String(rest[open.lowerBound..<close.upperBound])))
      rest = rest[close.upperBound...]
    }
    parts.append(.text(String(rest)))
    self.parts = parts
  }

  private static func part(_ name: String) -> Part? {
    switch name {
    case "key": .key
    case "value": .value
    case "offset": .offset
    case "partition": .partition
    case "time": .time
    default: nil
    }
  }
}
