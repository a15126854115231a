import WeirBase

/// Names one child: a field (`f:name`), a list item by its keys (`k:{"name":"a"}`), by its value (`v:"a"`) or by its
/// place (`i:0`). Spelled as in Kubernetes' FieldsV1, with sorted keys, so that equal elements have equal texts.
struct PathElement: Sendable, Hashable, Comparable {
  let text: String

  private init(text: String) { self.text = text }

  static func field(_ name: String) -> PathElement { PathElement(text: "f:" + name) }

  static func value(_ value: JSONValue) -> PathElement { PathElement(text: "v:" + value.canonical.compact) }

  static func keys(_ keys: [JSONValue.Member]) -> PathElement {
    PathElement(text: "k:" + JSONValue.object(keys).canonical.compact)
  }

  /// From FieldsV1; nil where it is none of the four.
  init?(fieldsV1 text: String) {
    switch text.prefix(2) {
    case "f:": self.text = text
    case "i:":
      guard Int(text.dropFirst(2)) != nil else { return nil }
      self.text = text
    case "v:":
      guard let value = try? JSONParser.parse(String(text.dropFirst(2))) else { return nil }
      self = .value(value)
    case "k:":
      guard let keys = (try? JSONParser.parse(String(text.dropFirst(2))))?.members, !keys.isEmpty else { return nil }
      self = .keys(keys)
    default: return nil
    }
  }

  /// An item of a list, named by its keys.
  var isKeys: Bool { text.hasPrefix("k:") }

  static func < (a: PathElement, b: PathElement) -> Bool { a.text.utf8.lexicographicallyPrecedes(b.text.utf8) }

  /// As messages show it: `.name`, `[name="a"]`, `[="a"]`, `[0]`.
  var shown: String {
    let rest = String(text.dropFirst(2))
    switch text.prefix(2) {
    case "k:":
      let keys = (try? JSONParser.parse(rest))?.members ?? []
      return "[" + keys.map { "\($0.name)=\($0.value.compact)" }.joined(separator: ",") + "]"
    case "v:": return "[=\(rest)]"
    case "i:": return "[\(rest)]"
    default: return ".\(rest)"
    }
  }
}

extension JSONValue {
  /// Members in the order of their names, so that equal values have equal texts.
  fileprivate var canonical: JSONValue {
    switch self {
    case .array(let values): .array(values.map(\.canonical))
    case .object(let members):
      .object(members.sorted { $0.name < $1.name }.map { Member($0.name, $0.value.canonical) })
    case .number: integer.map { .int($0) } ?? self
    default: self
    }
  }
}

/// A set of paths into an object, kept as a tree.
struct FieldSet: Sendable, Hashable {
  /// Whether the path that leads here is itself in the set.
  var isMember = false
  var children: [PathElement: FieldSet] = [:]

  var isEmpty: Bool { !isMember && children.isEmpty }

  /// How many paths it holds.
  var count: Int { children.values.reduce(isMember ? 1 : 0) { $0 + $1.count } }

  mutating func insert(_ path: some Collection<PathElement>) {
    guard let first = path.first else {
      isMember = true
      return
    }
    children[first, default: FieldSet()].insert(path.dropFirst())
  }

  func contains(_ path: some Collection<PathElement>) -> Bool {
    guard let first = path.first else { return isMember }
    return children[first]?.contains(path.dropFirst()) ?? false
  }

  func union(_ other: FieldSet) -> FieldSet {
    FieldSet(isMember: isMember || other.isMember, children: children.merging(other.children) { $0.union($1) })
  }

  func subtracting(_ other: FieldSet) -> FieldSet {
    var result = FieldSet(isMember: isMember && !other.isMember)
    for (element, child) in children {
      let rest = other.children[element].map { child.subtracting($0) } ?? child
      if !rest.isEmpty { result.children[element] = rest }
    }
    return result
  }

  func intersection(_ other: FieldSet) -> FieldSet {
    var result = FieldSet(isMember: isMember && other.isMember)
    for (element, child) in children {
      guard let common = other.children[element]?.intersection(child), !common.isEmpty else { continue }
      result.children[element] = common
    }
    return result
  }

  /// Every path, in the order of their texts, as messages show them: `.spec.partitions`.
  var shownPaths: [String] {
    var paths: [String] = []
    collect(prefix: "", into: &paths)
    return paths
  }

  private func collect(prefix: String, into paths: inout [String]) {
    if isMember { paths.append(prefix.isEmpty ? "." : prefix) }
    for (element, child) in children.sorted(by: { $0.key < $1.key }) {
      child.collect(prefix: prefix + element.shown, into: &paths)
    }
  }
}

// MARK: FieldsV1

extension FieldSet {
  /// Reads metav1.FieldsV1; nil where it is not of that form.
  init?(fieldsV1 json: JSONValue) {
    guard let members = json.members else { return nil }
    for member in members {
      if member.name == "." {
        isMember = true
        continue
      }
      guard let element = PathElement(fieldsV1: member.name), let child = FieldSet(fieldsV1: member.value) else {
        return nil
      }
      // A leaf is written as an empty object.
      children[element] = child.isEmpty ? FieldSet(isMember: true) : child
    }
  }

  var fieldsV1: JSONValue {
    var members: [JSONValue.Member] = []
    if isMember, !children.isEmpty { members.append(JSONValue.Member(".", .object([]))) }
    for (element, child) in children.sorted(by: { $0.key < $1.key }) {
      members.append(JSONValue.Member(element.text, child.fieldsV1))
    }
    return .object(members)
  }
}
