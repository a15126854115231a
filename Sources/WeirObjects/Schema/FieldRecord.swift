import WeirBase

/// A struct whose properties are the fields of a JSON object. Its `fields` are the one definition of them: the schema,
/// the default (the property's initial value) and both ways between Swift and JSON come from there.
package protocol FieldRecord: FieldValue {
  /// Every property at its initial value.
  init()
  static var fields: [RecordField<Self>] { get }
  /// What must hold across the fields.
  static var rules: [SchemaRule] { get }
}

extension FieldRecord {
  package static var rules: [SchemaRule] { [] }

  /// Reads an admitted object; fields that it does not have keep their initial values, unknown ones are passed over.
  package init(_ json: JSONValue) throws(ObjectFault) { try self.init(field: json, at: "") }

  package init(field json: JSONValue, at path: String) throws(ObjectFault) {
    guard json.members != nil else { throw .type(path, "an object", json) }
    self.init()
    for field in Self.fields {
      guard let value = json[field.field.name], !value.isNull else { continue }
      try field.read(value, path.isEmpty ? field.field.name : "\(path).\(field.field.name)", &self)
    }
  }

  /// All fields in their order, without optional ones that are absent.
  package var json: JSONValue {
    .object(Self.fields.compactMap { field in field.write(self).map { JSONValue.Member(field.field.name, $0) } })
  }

  package var fieldJSON: JSONValue { json }

  package static func schema(_ description: String) -> Schema {
    var schema = Schema(.object(fields.map(\.field)), description)
    schema.rules = rules
    return schema
  }
}

/// One field of a record.
package struct RecordField<Root: Sendable>: Sendable {
  /// Whether a field stands in an object.
  package enum Presence: Sendable {
    case required
    case optional
    /// Filled in with the property's initial value.
    case defaulted
  }

  package let field: Field
  let read: @Sendable (JSONValue, String, inout Root) throws(ObjectFault) -> Void
  let write: @Sendable (Root) -> JSONValue?
}

extension RecordField where Root: FieldRecord {
  package init<Value: FieldValue>(
    _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable, _ schema: Schema,
    _ presence: Presence = .optional, isImmutable: Bool = false
  ) {
    let initial = presence == .defaulted ? Root()[keyPath: path].fieldJSON : nil
    field = Field(
      name, schema, isRequired: presence == .required, defaultValue: initial, isImmutable: isImmutable)
    read = { json, place, root throws(ObjectFault) in root[keyPath: path] = try Value(field: json, at: place) }
    write = { root in
      let value = root[keyPath: path]
      return presence == .optional && value.isAbsent ? nil : value.fieldJSON
    }
  }
}
