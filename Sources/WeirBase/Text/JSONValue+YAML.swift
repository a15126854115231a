extension JSONValue {
  /// The same as YAML 1.2, block style, for people to read.
  package var yaml: String {
    var text = ""
    writeYAML(&text, indent: 0, isInline: false)
    return text.hasSuffix("\n") ? text : text + "\n"
  }

  private func writeYAML(_ text: inout String, indent: Int, isInline: Bool) {
    switch self {
    case .array(let values) where !values.isEmpty:
      for (place, value) in values.enumerated() {
        if !(isInline && place == 0) { text += String(repeating: " ", count: indent) }
        text += "- "
        value.writeYAML(&text, indent: indent + 2, isInline: true)
        if !text.hasSuffix("\n") { text += "\n" }
      }
    case .object(let members) where !members.isEmpty:
      for (place, member) in members.enumerated() {
        if !(isInline && place == 0) { text += String(repeating: " ", count: indent) }
        text += Self.yamlScalar(member.name) + ":"
        text += member.value.isBlock ? "\n" : " "
        member.value.writeYAML(&text, indent: indent + 2, isInline: false)
        if !text.hasSuffix("\n") { text += "\n" }
      }
    case .array: text += "[]"
    case .object: text += "{}"
    case .string(let string): text += Self.yamlScalar(string)
    default: text += compact
    }
  }

  private var isBlock: Bool {
    switch self {
    case .array(let values): !values.isEmpty
    case .object(let members): !members.isEmpty
    default: false
    }
  }

  /// Plain where nobody could read it as anything but this text, else in double quotes.
  private static func yamlScalar(_ string: String) -> String {
    let isWord = string.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || "_-./".unicodeScalars.contains(scalar))
    }
    let first = string.unicodeScalars.first
    let beginsPlain = first.map { $0.properties.isAlphabetic || $0 == "/" || $0 == "_" } ?? false
    let reserved = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    if isWord && beginsPlain && !reserved.contains(string.lowercased()) { return string }
    var quoted = ""
    quote(string, &quoted)
    return quoted
  }
}
