import WeirBase

/// One SmartModule of a chain, with its parameters.
package struct TransformStep: FieldRecord {
  /// The name of a SmartModule, or `builtin/NAME`.
  package var uses = ""
  /// Parameters by name; an object.
  package var with = JSONValue.object([])
  package var lookback: Lookback?

  package init() {}

  package init(uses: String, with: JSONValue = .object([]), lookback: Lookback? = nil) {
    self.uses = uses
    self.with = with
    self.lookback = lookback
  }

  package static let fields: [RecordField<Self>] = [
    RecordField("uses", \.uses, .text("A SmartModule by its name, or builtin/NAME.", .uses), .required),
    RecordField("with", \.with, .map("Parameters of the SmartModule.", of: .any("Any value."), max: 100)),
    RecordField("lookback", \.lookback, Lookback.schema("Earlier records that the SmartModule sees before it begins.")),
  ]

  /// A chain.
  static func list(_ description: String) -> Schema {
    .list(description, of: schema("One step of a chain."), max: 64)
  }
}

/// Which earlier records a SmartModule sees before it begins: the last so many, not older than an age.
package struct Lookback: FieldRecord {
  package var last: Int64 = 0
  /// A length of time, or nil for any.
  package var age: String?

  package init() {}

  package init(last: Int64, age: String? = nil) {
    self.last = last
    self.age = age
  }

  /// Milliseconds, or nil for any age.
  package var ageMillis: Int64? { age.flatMap(TimeSpan.parseMillis) }

  package static let fields: [RecordField<Self>] = [
    RecordField("last", \.last, .integer("Most records; 0 for as many as the age allows.", 0...1_000_000), .defaulted),
    RecordField("age", \.age, .text("Oldest record, as a length of time such as 1h.", .timeSpan)),
  ]
}
