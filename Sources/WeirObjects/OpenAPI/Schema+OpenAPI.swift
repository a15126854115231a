import WeirBase

/// The three forms of schema that Kubernetes' tools read.
enum SchemaDialect {
  /// Swagger 2, for kubectl before 1.27.
  case swagger
  /// OpenAPI 3.0: what this server takes and gives, to the letter.
  case openAPI
  /// The same with every field optional and removable, as a merge patch holds it.
  case patch
  /// A structural schema of a CustomResourceDefinition.
  case customResource
}

extension Schema {
  /// The schema as JSON.
  func json(_ dialect: SchemaDialect) -> JSONValue {
    var json = JSONValue.members(("description", .string(description)))
    switch form {
    case .object(let fields): addObject(fields, dialect, &json)
    case .map(let value):
      json["type"] = .string("object")
      json["additionalProperties"] = value.json(dialect == .patch ? .openAPI : dialect)
      if dialect == .patch, case .text = value.form { json["additionalProperties"]?["nullable"] = .bool(true) }
      json["maxProperties"] = .int(itemsMax)
    case .array(let item, let type): addArray(item, type, dialect, &json)
    case .text(let rule): addText(rule, &json)
    case .integer(let range): addInteger(range, &json)
    case .boolean: json["type"] = .string("boolean")
    case .any: if dialect != .swagger { json["x-kubernetes-preserve-unknown-fields"] = .bool(true) }
    }
    addRules(rules, dialect, &json)
    return json
  }

  private func addRules(_ rules: [SchemaRule], _ dialect: SchemaDialect, _ json: inout JSONValue) {
    guard dialect == .customResource, !rules.isEmpty else { return }
    json["x-kubernetes-validations"] = .array(
      rules.map { .members(("rule", .string($0.expression)), ("message", .string($0.message))) })
  }

  private func addObject(_ fields: [Field], _ dialect: SchemaDialect, _ json: inout JSONValue) {
    json["type"] = .string("object")
    let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
    if !required.isEmpty, dialect != .patch { json["required"] = .array(required) }
    json["properties"] = .object(fields.map { JSONValue.Member($0.name, $0.json(dialect)) })
    if dialect == .openAPI || dialect == .patch { json["additionalProperties"] = .bool(false) }
  }

  private func addArray(_ item: Schema, _ type: ListType, _ dialect: SchemaDialect, _ json: inout JSONValue) {
    json["type"] = .string("array")
    json["items"] = item.json(dialect == .patch ? .openAPI : dialect)
    json["maxItems"] = .int(itemsMax)
    switch type {
    case .atomic: json["x-kubernetes-list-type"] = .string("atomic")
    case .set:
      json["x-kubernetes-list-type"] = .string("set")
      if dialect == .openAPI || dialect == .patch { json["uniqueItems"] = .bool(true) }
    case .map(let keys):
      json["x-kubernetes-list-type"] = .string("map")
      json["x-kubernetes-list-map-keys"] = .array(keys.map(JSONValue.string))
    }
  }

  private func addText(_ rule: TextRule, _ json: inout JSONValue) {
    json["type"] = .string("string")
    if let format = rule.format { json["format"] = .string(format) }
    if !rule.choices.isEmpty {
      json["enum"] = .array(rule.choices.map(JSONValue.string))
      return
    }
    if rule.lengthMin > 0 { json["minLength"] = .int(rule.lengthMin) }
    json["maxLength"] = .int(rule.lengthMax)
    if let pattern = rule.pattern { json["pattern"] = .string(pattern) }
  }

  private func addInteger(_ range: ClosedRange<Int64>, _ json: inout JSONValue) {
    json["type"] = .string("integer")
    let isNarrow = range.lowerBound >= Int64(Int32.min) && range.upperBound <= Int64(Int32.max)
    json["format"] = .string(isNarrow ? "int32" : "int64")
    json["minimum"] = .int(range.lowerBound)
    // Readers that hold numbers as Double would round it.
    if range.upperBound < .max { json["maximum"] = .int(range.upperBound) }
  }
}

extension Field {
  func json(_ dialect: SchemaDialect) -> JSONValue {
    var json = schema.json(dialect)
    // In Swagger 2 a default would make kubectl's validation no better, and clients do not apply it.
    if let defaultValue, dialect == .openAPI || dialect == .customResource { json["default"] = defaultValue }
    if isImmutable, dialect == .customResource {
      let rule = JSONValue.members(("rule", .string("self == oldSelf")), ("message", .string("\(name) is set once")))
      json["x-kubernetes-validations"] = .array((json["x-kubernetes-validations"]?.elements ?? []) + [rule])
    }
    // A null says the same as no value.
    if dialect == .patch || dialect == .openAPI && !isRequired { json["nullable"] = .bool(true) }
    return json
  }
}
