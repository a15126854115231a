import WeirBase

/// What a value may be. From it come the check, the defaults, the OpenAPI schema, `explain` and the CRD.
package struct Schema: Sendable {
  package indirect enum Form: Sendable {
    case object([Field])
    /// Values by free names.
    case map(Schema)
    case array(Schema, ListType)
    case text(TextRule)
    case integer(ClosedRange<Int64>)
    case boolean
    /// Anything at all (kept as it is).
    case any
  }

  /// How two owners share a list (x-kubernetes-list-type).
  package enum ListType: Sendable, Hashable {
    case atomic
    case set
    case map(keys: [String])
  }

  package var form: Form
  /// For people: a sentence or two.
  package var description: String
  /// Most elements of an array or members of a map.
  package var itemsMax = 1_000
  /// What must hold across the fields, in the words of a Kubernetes API server (CEL).
  package var rules: [SchemaRule] = []

  package init(_ form: Form, _ description: String, itemsMax: Int = 1_000) {
    self.form = form
    self.description = description
    self.itemsMax = itemsMax
  }
}

extension Schema {
  /// The fields, where this is an object.
  package var fields: [Field]? { if case .object(let fields) = form { fields } else { nil } }

  /// What `explain` calls the type: `integer`, `[]Object`, `map[string]string`.
  package var typeName: String {
    switch form {
    case .object: "Object"
    case .map(let value): "map[string]" + value.typeName
    case .array(let item, _): "[]" + item.typeName
    case .text: "string"
    case .integer: "integer"
    case .boolean: "boolean"
    case .any: "any"
    }
  }
}

/// A condition in the Common Expression Language, for API servers that know nothing but the schema.
/// https://kubernetes.io/docs/reference/using-api/cel/
package struct SchemaRule: Sendable, Hashable {
  package var expression: String
  /// For people, where it does not hold.
  package var message: String

  package init(_ expression: String, _ message: String) {
    self.expression = expression
    self.message = message
  }
}

/// One named field of an object.
package struct Field: Sendable {
  package var name: String
  package var schema: Schema
  package var isRequired = false
  package var defaultValue: JSONValue?
  /// Set once, at creation.
  package var isImmutable = false

  package init(
    _ name: String, _ schema: Schema, isRequired: Bool = false, defaultValue: JSONValue? = nil,
    isImmutable: Bool = false
  ) {
    self.name = name
    self.schema = schema
    self.isRequired = isRequired
    self.defaultValue = defaultValue
    self.isImmutable = isImmutable
  }
}

/// Which texts are allowed.
package struct TextRule: Sendable {
  package var lengthMin: Int
  /// In Unicode scalars, as OpenAPI counts.
  package var lengthMax: Int
  /// The only values, where there is a fixed set.
  package var choices: [String]
  /// OpenAPI's format word, such as `byte` or `date-time`.
  package var format: String?
  /// The same as `fault` where a regular expression (RE2's and ECMA 262's common part) can say it.
  package var pattern: String?
  /// What is wrong with a text, or nil.
  package var fault: (@Sendable (String) -> String?)?

  package init(
    lengthMin: Int = 0, lengthMax: Int = 1024, choices: [String] = [], format: String? = nil, pattern: String? = nil,
    fault: (@Sendable (String) -> String?)? = nil
  ) {
    self.lengthMin = lengthMin
    self.lengthMax = lengthMax
    self.choices = choices
    self.format = format
    self.pattern = pattern
    self.fault = fault
  }
}
