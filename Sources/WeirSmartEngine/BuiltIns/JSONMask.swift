import WeirBase

/// Hides the characters of fields.
struct JSONMask: JSONChange {
  static let builtIn = BuiltIn(
    "json-mask", "Hides fields of a JSON value: each character by a sign, or the whole by a text.",
    [
      .paths("The fields to hide. In an object or array every value within is hidden; null stays null."),
      Parameter(
        "keepLast", .integer,
        "Characters at the end to leave readable. A value that is not longer than this is hidden whole.",
        default: .int(0), range: 0...64),
      Parameter("sign", .text, "The one character that stands for each hidden one.", default: .string("*")),
      Parameter("replacement", .text, "A text to stand for the whole value; not together with keepLast."),
      .onInvalid(mayKeep: false),
    ]
  ) { arguments throws(ParameterFaults) in try JSONMask(arguments) }

  private let paths: [JSONPath]
  private let keepLast: Int
  private let sign: Character
  private let replacement: String?
  let onInvalid: InvalidValue

  private init(_ arguments: Arguments) throws(ParameterFaults) {
    paths = try arguments.paths("paths")
    keepLast = arguments.integer("keepLast")
    replacement = arguments["replacement"]?.text
    onInvalid = arguments.choice("onInvalid", .fail)
    guard let sign = arguments.text("sign").first, arguments.text("sign").unicodeScalars.count == 1 else {
      throw ParameterFaults("with.sign", "must be one character")
    }
    self.sign = sign
    if replacement != nil, keepLast > 0 {
      throw ParameterFaults("with.keepLast", "does not go with replacement, which hides the whole value")
    }
  }

  func change(_ document: JSONValue) -> JSONValue {
    paths.reduce(document) { document, path in path.update(document, hide) }
  }

  /// Bounded by the depth that the parser allows.
  private func hide(_ value: JSONValue) -> JSONValue {
    switch value {
    case .null: .null
    case .bool(let flag): .string(hide(flag ? "true" : "false", keepLast: 0))
    case .number(let spelling): .string(hide(spelling, keepLast: keepLast))
    case .string(let text): .string(hide(text, keepLast: keepLast))
    case .array(let values): .array(values.map(hide))
    case .object(let members): .object(members.map { JSONValue.Member($0.name, hide($0.value)) })
    }
  }

  private func hide(_ text: String, keepLast: Int) -> String {
    if let replacement { return replacement }
    let count = text.count
    let shown = count > keepLast ? keepLast : 0
    return String(repeating: sign, count: count - shown) + text.suffix(shown)
  }
}
