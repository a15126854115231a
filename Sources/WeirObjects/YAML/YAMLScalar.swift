import WeirBase

/// What a plain scalar means, as sigs.k8s.io/yaml (go-yaml v2) resolves it.
enum YAMLScalar {
  /// The value of a scalar, or nil where its tag says something that the text is not.
  static func value(_ text: String, isPlain: Bool, tag: String?) -> JSONValue? {
    switch tag {
    case nil: return isPlain ? plain(text) : .string(text)
    case "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp": return .string(text)
    case "tag:yaml.org,2002:bool": if case .bool? = plain(text) { return plain(text) }
    case "tag:yaml.org,2002:null": if case .null? = plain(text) { return .null }
    case "tag:yaml.org,2002:int": if let whole = integer(text) { return .number(whole) }
    case "tag:yaml.org,2002:float": if case .number? = plain(text) { return plain(text) }
    default: break
    }
    return nil
  }

  private static let booleans: [String: Bool] = [
    "y": true, "Y": true, "yes": true, "Yes": true, "YES": true, "true": true, "True": true, "TRUE": true, "on": true,
    "On": true, "ON": true, "n": false, "N": false, "no": false, "No": false, "NO": false, "false": false,
    "False": false, "FALSE": false, "off": false, "Off": false, "OFF": false,
  ]
  private static let nulls: Set<String> = ["", "~", "null", "Null", "NULL"]
  private static let noNumbers: Set<String> = [
    ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF",
  ]

  /// nil for what JSON cannot say.
  private static func plain(_ text: String) -> JSONValue? {
    if let boolean = booleans[text] { return .bool(boolean) }
    if nulls.contains(text) { return .null }
    if noNumbers.contains(text) { return nil }
    // A longer one is no number that anything here could hold.
    guard let first = text.utf8.first, isDigit(first) || [0x2b, 0x2d, 0x2e].contains(first), text.utf8.count <= 400
    else { return .string(text) }
    if let number = integer(text) ?? float(text) { return .number(number) }
    return .string(text)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// A whole number in JSON's spelling: decimal as it stands, else (0x, 0o, 0b, a leading 0 for octal, underscores)
  /// spelled anew.
  private static func integer(_ text: String) -> String? {
    let digits = text.filter { $0 != "_" }
    let isNegative = digits.hasPrefix("-")
    let body = isNegative || digits.hasPrefix("+") ? String(digits.dropFirst()) : digits
    let sign = isNegative ? "-" : ""
    if !body.isEmpty, body.utf8.allSatisfy(isDigit), body == "0" || !body.hasPrefix("0") { return sign + body }
    guard body.hasPrefix("0"), body.utf8.count > 1 else { return nil }
    let radix = ["x": 16, "o": 8, "b": 2][body.dropFirst().prefix(1).lowercased()]
    let rest = body.dropFirst(radix == nil ? 1 : 2)
    guard rest.first != "+", rest.first != "-", let value = UInt64(rest, radix: radix ?? 8) else { return nil }
    return value == 0 ? "0" : "\(sign)\(value)"
  }

  /// A number with a point or an exponent in JSON's spelling.
  private static func float(_ text: String) -> String? {
    var rest = Substring(text.filter { $0 != "_" })
    let isNegative = rest.hasPrefix("-")
    if isNegative || rest.hasPrefix("+") { rest = rest.dropFirst() }
    let whole = take(&rest)
    var fraction: Substring = ""
    if rest.hasPrefix(".") {
      rest = rest.dropFirst()
      fraction = take(&rest)
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return nil }
    var exponent = ""
    if rest.hasPrefix("e") || rest.hasPrefix("E") {
      exponent = String(rest.prefix(1))
      rest = rest.dropFirst()
      if rest.hasPrefix("-") || rest.hasPrefix("+") {
        exponent += rest.prefix(1)
        rest = rest.dropFirst()
      }
      let power = take(&rest)
      guard !power.isEmpty else { return nil }
      exponent += power
    }
    guard rest.isEmpty else { return nil }
    let plain = whole.drop { $0 == "0" }
    let spelling =
      (isNegative ? "-" : "") + (plain.isEmpty ? "0" : plain) + (fraction.isEmpty ? "" : "." + fraction) + exponent
    return Double(spelling).map(\.isFinite) == true ? spelling : nil
  }

  private static func take(_ rest: inout Substring) -> Substring {
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    rest = rest[digits.endIndex...]
    return digits
  }
}
