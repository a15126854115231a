/// A JSON document (RFC 8259). Members keep their order and numbers their spelling, so that what is read can be written
/// as it was.
package indirect enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  /// As spelled.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  package struct Member: Sendable, Hashable {
    package let name: String
    package let value: JSONValue

    package init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  package static func int(_ value: some BinaryInteger) -> JSONValue { .number("\(value)") }

  /// To three places.
  package static func decimal(_ value: Double) -> JSONValue {
    guard value.isFinite, abs(value) < 1e15 else { return .null }
    let thousandths = Int64((abs(value) * 1000).rounded())
    let fraction = String(thousandths % 1000 + 1000).dropFirst()
    return .number("\(value < 0 && thousandths > 0 ? "-" : "")\(thousandths / 1000).\(fraction)")
  }

  package static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

  package static func members(_ members: (String, JSONValue)...) -> JSONValue {
    .object(members.map { Member($0.0, $0.1) })
  }
}

// MARK: Writing

extension JSONValue {
  /// On one line.
  package var compact: String {
    var text = ""
    write(&text, indent: nil)
    return text
  }

  /// Two spaces a level.
  package var pretty: String {
    var text = ""
    write(&text, indent: 0)
    return text
  }

  private func write(_ text: inout String, indent: Int?) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let spelling): text += spelling
    case .string(let string): Self.quote(string, &text)
    case .array(let values):
      Self.enclose("[", "]", values, indent, &text) { value, inner, text in value.write(&text, indent: inner) }
    case .object(let members):
      Self.enclose("{", "}", members, indent, &text) { member, inner, text in
        Self.quote(member.name, &text)
        text += inner == nil ? ":" : ": "
        member.value.write(&text, indent: inner)
      }
    }
  }

  private static func enclose<T>(
    _ open: String, _ close: String, _ items: [T], _ indent: Int?, _ text: inout String,
    _ write: (T, Int?, inout String) -> Void
  ) {
    text += open
    let inner = indent.map { $0 + 2 }
    for (place, item) in items.enumerated() {
      if place > 0 { text += "," }
      if let inner { text += "\n" + String(repeating: " ", count: inner) }
      write(item, inner, &text)
    }
    if let indent, !items.isEmpty { text += "\n" + String(repeating: " ", count: indent) }
    text += close
  }

  /// In quotes, with what RFC 8259 wants escaped.
  package static func quote(_ string: String, _ text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7f:
        let hex = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
