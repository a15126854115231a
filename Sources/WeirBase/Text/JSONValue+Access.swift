extension JSONValue {
  /// The member of this name, if this is an object that has one. Setting nil removes it; setting a new one appends it.
  /// Setting on anything but an object makes it an object.
  package subscript(_ name: String) -> JSONValue? {
    get { members?.first { $0.name == name }?.value }
    set {
      var members = self.members ?? []
      let place = members.firstIndex { $0.name == name }
      switch (place, newValue) {
      case (let place?, let value?): members[place] = Member(name, value)
      case (let place?, nil): members.remove(at: place)
      case (nil, let value?): members.append(Member(name, value))
      case (nil, nil): break
      }
      self = .object(members)
    }
  }

  /// The value that a path of member names leads to.
  package func at(_ path: String...) -> JSONValue? {
    path.reduce(Optional(self)) { $0?[$1] }
  }

  package var members: [Member]? { if case .object(let members) = self { members } else { nil } }
  package var elements: [JSONValue]? { if case .array(let values) = self { values } else { nil } }
  package var text: String? { if case .string(let text) = self { text } else { nil } }
  package var boolean: Bool? { if case .bool(let value) = self { value } else { nil } }
  package var isNull: Bool { self == .null }

  /// A whole number within Int64; `1e3` and `2.0` are whole as well.
  package var integer: Int64? {
    guard case .number(let spelling) = self else { return nil }
    if let value = Int64(spelling) { return value }
    guard let value = Double(spelling), value.magnitude < 9e15, value == value.rounded() else { return nil }
    return Int64(exactly: value)
  }

  /// Texts by name, if that is all this object holds.
  package var texts: [String: String]? {
    guard let members else { return nil }
    var texts: [String: String] = [:]
    for member in members {
      guard let text = member.value.text else { return nil }
      texts[member.name] = text
    }
    return texts
  }

  /// An object of texts, in the order of their names.
  package static func texts(_ texts: [String: String]) -> JSONValue {
    .object(texts.sorted { $0.key < $1.key }.map { Member($0.key, .string($0.value)) })
  }

  /// What people call this kind of value.
  package var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .number: integer == nil ? "number" : "integer"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}
