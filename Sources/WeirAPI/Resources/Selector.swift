import WeirBase
import WeirObjects

/// A text that selects nothing, because it cannot be read.
struct SelectorFault: Error, Equatable {
  var message: String
}

/// Which objects a list or watch is about: label and field selectors in Kubernetes' grammar.
struct Selector: Sendable {
  private enum Requirement: Sendable, Equatable {
    case isIn(String, Set<String>)
    case isNotIn(String, Set<String>)
    case exists(String)
    case existsNot(String)
  }

  private var labels: [Requirement] = []
  private var fields: [(path: [String], value: String, isEqual: Bool)] = []

  /// More would only be a way to keep the node busy.
  private static let requirementsMax = 100

  init(labels: String?, fields: String?, of kind: Kind) throws(SelectorFault) {
    if let labels { self.labels = try Self.labels(labels) }
    if let fields { self.fields = try Self.fields(fields, of: kind) }
  }

  /// The only name that objects selected can have, if the selector says so.
  var name: String? {
    fields.first { $0.isEqual && $0.path == ["metadata", "name"] }?.value
  }

  var isEmpty: Bool { labels.isEmpty && fields.isEmpty }

  func matches(_ object: WeirObject) -> Bool {
    labels.allSatisfy { Self.holds($0, object.metadata.labels) }
      && fields.allSatisfy { (Self.text($0.path, object) == $0.value) == $0.isEqual }
  }

  private static func holds(_ requirement: Requirement, _ labels: [String: String]) -> Bool {
    switch requirement {
    case .isIn(let key, let values): labels[key].map(values.contains) ?? false
    case .isNotIn(let key, let values): labels[key].map { !values.contains($0) } ?? true
    case .exists(let key): labels[key] != nil
    case .existsNot(let key): labels[key] == nil
    }
  }

  // MARK: Labels

  private static func labels(_ text: String) throws(SelectorFault) -> [Requirement] {
    var requirements: [Requirement] = []
    for part in split(text) {
      requirements.append(try requirement(trimmed(part)))
      if requirements.count > requirementsMax {
        throw SelectorFault(message: "a selector has at most 100 requirements")
      }
    }
    return requirements
  }

  /// At the commas that do not stand in parentheses.
  private static func split(_ text: String) -> [Substring] {
    var parts: [Substring] = []
    var start = text.startIndex
    var isInside = false
    for index in text.indices {
      switch text[index] {
      case "(": isInside = true
      case ")": isInside = false
      case "," where !isInside:
        parts.append(text[start..<index])
        start = text.index(after: index)
      default: break
      }
    }
    parts.append(text[start...])
    return parts.count == 1 && trimmed(parts[0]).isEmpty ? [] : parts
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  private static func requirement(_ text: String) throws(SelectorFault) -> Requirement {
    if text.hasPrefix("!") { return .existsNot(try key(trimmed(text.dropFirst()))) }
    for (sign, isEqual) in [("!=", false), ("==", true), ("=", true)] {
      guard let (name, value) = cut(text, at: sign) else { continue }
      let requirement = (try key(name), Set([try labelValue(value)]))
      return isEqual ? .isIn(requirement.0, requirement.1) : .isNotIn(requirement.0, requirement.1)
    }
    if let open = text.firstIndex(of: "("), text.hasSuffix(")") {
      let words = text[..<open].split(separator: " ")
      var values: Set<String> = []
      for value in text[text.index(after: open)...].dropLast().split(separator: ",", omittingEmptySubsequences: false) {
        values.insert(try labelValue(trimmed(value)))
      }
      if words.count == 2, words[1] == "in" { return .isIn(try key(String(words[0])), values) }
      if words.count == 2, words[1] == "notin" { return .isNotIn(try key(String(words[0])), values) }
    }
    return .exists(try key(text))
  }

  private static func cut(_ text: String, at sign: String) -> (String, String)? {
    var start = text.startIndex
    while start < text.endIndex {
      if text[start...].hasPrefix(sign) {
        return (trimmed(text[..<start]), trimmed(text[start...].dropFirst(sign.count)))
      }
      start = text.index(after: start)
    }
    return nil
  }

  private static func key(_ text: String) throws(SelectorFault) -> String {
    let isLegal = text.utf8.allSatisfy { byte in
      isAlphanumeric(byte)
        || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/")].contains(byte)
    }
    guard !text.isEmpty, text.utf8.count <= 317, isLegal else {
      throw SelectorFault(message: "unable to parse requirement: \"\(text.prefix(100))\" is no label key")
    }
    return text
  }

  private static func labelValue(_ text: String) throws(SelectorFault) -> String {
    let isLegal = text.utf8.allSatisfy { byte in
      isAlphanumeric(byte) || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")].contains(byte)
    }
    guard text.utf8.count <= 63, isLegal else {
      throw SelectorFault(message: "unable to parse requirement: \"\(text.prefix(100))\" is no label value")
    }
    return text
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  // MARK: Fields

  private static func fields(
    _ text: String, of kind: Kind
  ) throws(SelectorFault) -> [(path: [String], value: String, isEqual: Bool)] {
    var fields: [(path: [String], value: String, isEqual: Bool)] = []
    for part in text.split(separator: ",") {
      let signs = [("!=", false), ("==", true), ("=", true)]
      guard let (sign, isEqual) = signs.first(where: { cut(String(part), at: $0.0) != nil }),
        let (name, value) = cut(String(part), at: sign)
      else { throw SelectorFault(message: "invalid field selector \"\(part.prefix(100))\": FIELD=VALUE is expected") }
      let path = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      let isKnown = name == "metadata.name" || name == "metadata.namespace"
      guard isKnown || Self.knows(path, kind.definition) else {
        throw SelectorFault(
          message:
            "field label not supported: \"\(name.prefix(100))\"; use metadata.name, metadata.namespace, or a field "
            + "of spec or status")
      }
      fields.append((path, value, isEqual))
      if fields.count > requirementsMax { throw SelectorFault(message: "a selector has at most 100 requirements") }
    }
    return fields
  }

  /// Whether a path leads to one value of spec or status.
  private static func knows(_ path: [String], _ definition: KindDefinition) -> Bool {
    var schema: Schema
    switch path.first {
    case "spec": schema = definition.spec
    case "status": schema = definition.status
    default: return false
    }
    for (place, name) in path.enumerated().dropFirst() {
      switch schema.form {
      case .object(let fields):
        guard let field = fields.first(where: { $0.name == name }) else { return false }
        schema = field.schema
      // The rest is one name: those of settings have points in them.
      case .map: return !path[place...].contains("")
      default: return false
      }
    }
    switch schema.form {
    case .text, .integer, .boolean: return path.count > 1
    default: return false
    }
  }

  private static func text(_ path: [String], _ object: WeirObject) -> String {
    switch path[0] {
    case "metadata": return path.last == "name" ? object.metadata.name : object.metadata.namespace
    default:
      let root = path[0] == "spec" ? object.spec : object.status
      guard let value = value(path.dropFirst(), root), !value.isNull else { return "" }
      return value.text ?? value.compact
    }
  }

  private static func value(_ path: ArraySlice<String>, _ root: JSONValue?) -> JSONValue? {
    guard let root, let name = path.first else { return root }
    if let inner = root[name] { return value(path.dropFirst(), inner) }
    return path.count > 1 ? root[path.joined(separator: ".")] : nil
  }
}
