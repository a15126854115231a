/// Short ways to say common schemas.
extension Schema {
  package static func text(_ description: String, _ rule: TextRule = TextRule()) -> Schema {
    Schema(.text(rule), description)
  }

  package static func integer(_ description: String, _ range: ClosedRange<Int64>) -> Schema {
    Schema(.integer(range), description)
  }

  package static func boolean(_ description: String) -> Schema { Schema(.boolean, description) }

  /// One of an enumeration's words.
  package static func choice<T: CaseIterable & RawRepresentable<String>>(
    _ description: String, _: T.Type
  ) -> Schema {
    Schema(.text(TextRule(lengthMin: 1, choices: T.allCases.map(\.rawValue))), description)
  }

  package static func list(
    _ description: String, of item: Schema, _ type: ListType = .atomic, max: Int = 1_000
  ) -> Schema {
    Schema(.array(item, type), description, itemsMax: max)
  }

  package static func map(_ description: String, of value: Schema, max: Int = 1_000) -> Schema {
    Schema(.map(value), description, itemsMax: max)
  }

  package static func any(_ description: String) -> Schema { Schema(.any, description) }

  package func with(_ rule: SchemaRule) -> Schema {
    var schema = self
    schema.rules.append(rule)
    return schema
  }
}
