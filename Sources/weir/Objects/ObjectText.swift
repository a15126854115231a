import WeirBase

/// Objects for people to read.
enum ObjectText {
  /// Without the record of who owns which field, which is long and seldom wanted.
  static func shown(_ object: JSONValue) -> JSONValue {
    guard var metadata = object["metadata"] else { return object }
    var object = object
    metadata["managedFields"] = nil
    object["metadata"] = metadata
    return object
  }

  /// What was declared: without what only the node writes.
  static func declared(_ object: JSONValue) -> JSONValue {
    var object = object
    if var metadata = object["metadata"] {
      for name in ["uid", "resourceVersion", "generation", "creationTimestamp", "managedFields"] {
        metadata[name] = nil
      }
      object["metadata"] = metadata
    }
    object["status"] = nil
    return object
  }

  /// With long texts, such as a module's bytes, cut short.
  static func shortened(_ value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text) where text.utf8.count > 1024:
      .string("\(text.prefix(40))... (\(text.utf8.count) characters)")
    case .array(let values): .array(values.map(shortened))
    case .object(let members): .object(members.map { JSONValue.Member($0.name, shortened($0.value)) })
    default: value
    }
  }
}

extension JSONValue {
  /// The same with the members of every object in the order of their names.
  var inOrderOfNames: JSONValue {
    switch self {
    case .array(let values): .array(values.map(\.inOrderOfNames))
    case .object(let members):
      .object(
        members.sorted { $0.name < $1.name }.map { JSONValue.Member($0.name, $0.value.inOrderOfNames) })
    default: self
    }
  }
}
