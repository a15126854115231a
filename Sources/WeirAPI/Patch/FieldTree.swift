import WeirBase
import WeirObjects

/// A value seen through its schema: which parts of it are owned one by one, and which only as a whole.
struct FieldTree: Sendable {
  struct Child: Sendable {
    let element: PathElement
    let tree: FieldTree
    /// A field that the schema names (not a free name, not a list item). Its path is a member of a set only where it is
    /// a leaf; others are members themselves as well.
    let isNamedField: Bool
  }

  let value: JSONValue
  let schema: Schema

  init(_ value: JSONValue, _ schema: Schema) {
    self.value = value
    self.schema = schema
  }

  /// What is owned one by one; nil for a leaf: a scalar, an atomic list, or a list whose items cannot be told apart.
  var children: [Child]? {
    switch (schema.form, value) {
    case (.object(let fields), .object(let members)):
      let known = Dictionary(fields.map { ($0.name, $0.schema) }) { first, _ in first }
      return members.map { member in
        Child(
          element: .field(member.name), tree: FieldTree(member.value, known[member.name] ?? .anything),
          isNamedField: known[member.name] != nil)
      }
    case (.map(let schema), .object(let members)): return Self.free(members, schema)
    case (.any, .object(let members)): return Self.free(members, .anything)
    case (.array(let schema, let type), .array(let values)):
      guard let elements = Self.elements(of: values, schema, type) else { return nil }
      return zip(elements, values).map {
        Child(element: $0, tree: FieldTree($1, schema), isNamedField: false)
      }
    default: return nil
    }
  }

  private static func free(_ members: [JSONValue.Member], _ schema: Schema) -> [Child] {
    members.map {
      Child(element: .field($0.name), tree: FieldTree($0.value, schema), isNamedField: false)
    }
  }

  /// The element of each item; nil for an atomic list and where two items would share one.
  static func elements(of values: [JSONValue], _ schema: Schema, _ type: Schema.ListType) -> [PathElement]? {
    var elements: [PathElement] = []
    for value in values {
      switch (type, value) {
      case (.atomic, _), (.set, .object), (.set, .array): return nil
      case (.set, _): elements.append(.value(value))
      case (.map(let keys), _):
        guard let element = Self.element(of: value, schema, keys) else { return nil }
        elements.append(element)
      }
    }
    if case .atomic = type { return nil }
    return Set(elements).count == elements.count ? elements : nil
  }

  /// A key that is left out counts with its default.
  private static func element(of value: JSONValue, _ schema: Schema, _ keys: [String]) -> PathElement? {
    guard case .object(let fields) = schema.form, value.members != nil else { return nil }
    var found: [JSONValue.Member] = []
    for key in keys {
      let standard = fields.first { $0.name == key }?.defaultValue
      guard let value = value[key] ?? standard else { return nil }
      found.append(JSONValue.Member(key, value))
    }
    return .keys(found)
  }

  /// It is owned as a whole, or it could not be owned at all.
  var isEmptyContainer: Bool { value.members?.isEmpty ?? value.elements?.isEmpty ?? false }
}

extension Schema {
  static let anything = Schema(.any, "")
}

// MARK: Sets

extension FieldTree {
  /// Every path that somebody who wrote this value owns.
  var fieldSet: FieldSet {
    guard let children else { return FieldSet(isMember: true) }
    var set = FieldSet()
    for child in children {
      var inner = child.tree.fieldSet
      if !child.isNamedField || child.tree.isEmptyContainer { inner.isMember = true }
      if !inner.isEmpty { set.children[child.element] = inner }
    }
    return set
  }

  /// What cannot be told apart in a list that should be a set or a map: its path.
  func ambiguity(at path: String = "") -> String? {
    if case .array(_, let type) = schema.form, type != .atomic, value.elements != nil, children == nil { return path }
    for child in children ?? [] {
      if let found = child.tree.ambiguity(at: path + child.element.shown) { return found }
    }
    return nil
  }

  /// Without the members that are null: an applied null says nothing.
  var withoutNulls: JSONValue {
    guard let children else { return value }
    let kept = children.filter { !$0.tree.value.isNull }
    switch value {
    case .object(let members):
      let values = kept.map(\.tree.withoutNulls)
      let names = members.filter { !$0.value.isNull }.map(\.name)
      return .object(zip(names, values).map { JSONValue.Member($0, $1) })
    case .array: return .array(kept.map(\.tree.withoutNulls))
    default: return value
    }
  }
}
