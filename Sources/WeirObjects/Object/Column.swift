import WeirBase

/// One printed column of a kind's table.
package struct Column: Sendable {
  package let name: String
  /// OpenAPI's: `string`, `integer` or `date`.
  package let type: String
  /// `name` for the column that names the object, else empty.
  package let format: String
  package let description: String
  /// 0 is always shown; higher ones in the wide form.
  package let priority: Int
  /// Where the value stands, as kubectl's JSONPath says it (`.spec.partitions`).
  package let jsonPath: String
  package let value: @Sendable (WeirObject) -> ColumnValue

  package init(
    _ name: String, _ type: String, _ path: FieldPath, _ description: String, format: String = "", priority: Int = 0
  ) {
    self.name = name
    self.type = type
    self.format = format
    self.description = description
    self.priority = priority
    jsonPath = path.jsonPath
    value = { object in ColumnValue(path.value(in: object), type: type) }
  }
}

/// A path from an object to one value, in terms that kubectl's JSONPath knows as well.
package enum FieldPath: Sendable, Hashable {
  case name
  case creationTimestamp
  case spec([String])
  case status([String])
  /// A member of the condition of a type.
  case condition(String, String)

  package var jsonPath: String {
    switch self {
    case .name: ".metadata.name"
    case .creationTimestamp: ".metadata.creationTimestamp"
    case .spec(let names): ".spec." + names.joined(separator: ".")
    case .status(let names): ".status." + names.joined(separator: ".")
    case .condition(let type, let member): ".status.conditions[?(@.type==\"\(type)\")].\(member)"
    }
  }

  func value(in object: WeirObject) -> JSONValue? {
    switch self {
    case .name: return .string(object.metadata.name)
    case .creationTimestamp: return object.metadata.creationMillis.map { .string(Timestamp.format(millis: $0)) }
    case .spec(let names): return names.reduce(Optional(object.spec)) { $0?[$1] }
    case .status(let names): return names.reduce(object.status) { $0?[$1] }
    case .condition(let type, let member):
      return object.status?["conditions"]?.elements?.first { $0["type"]?.text == type }?[member]
    }
  }
}
