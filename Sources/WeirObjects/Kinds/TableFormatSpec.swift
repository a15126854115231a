import WeirBase

/// How records that are JSON objects are shown as a table (Fluvio's).
package struct TableFormatSpec: FieldRecord {
  package enum InputFormat: String, CaseIterable, Sendable, FieldValue {
    case json = "JSON"
  }

  package var inputFormat = InputFormat.json
  /// Empty shows every member of a record.
  package var columns: [TableFormatColumn] = []
  /// A SmartModule that makes the JSON objects, or nil.
  package var smartmodule: String?

  package init() {}

  package static let fields: [RecordField<Self>] = [
    RecordField("inputFormat", \.inputFormat, .choice("What the records are.", InputFormat.self), .defaulted),
    RecordField(
      "columns", \.columns,
      .list(
        "Columns from left to right; every member of a record where there are none.",
        of: TableFormatColumn.schema("One column."), max: 256)),
    RecordField("smartmodule", \.smartmodule, .text("SmartModule that makes the JSON objects.", .uses)),
  ]
}

/// One column of a table of records.
package struct TableFormatColumn: FieldRecord {
  package enum Alignment: String, CaseIterable, Sendable, FieldValue {
    case left = "LEFT"
    case center = "CENTER"
    case right = "RIGHT"
  }

  /// The head; nil for the key path.
  package var headerLabel: String?
  /// Characters, or nil for as many as it needs.
  package var width: String?
  package var alignment: Alignment?
  /// Where the value stands in a record, as in `user.name`.
  package var keyPath = ""
  /// How the value is written.
  package var format: String?
  package var display = true
  /// Rows with the same primary keys replace each other.
  package var primaryKey = false
  package var headerBgColor: String?
  package var headerTextColor: String?

  package init() {}

  private static let word = TextRule(lengthMax: 256)

  package static let fields: [RecordField<Self>] = [
    RecordField("headerLabel", \.headerLabel, .text("Head of the column; the key path where none is given.", word)),
    RecordField("width", \.width, .text("Width in characters or percent, such as 20 or 15%.", .columnWidth)),
    RecordField("alignment", \.alignment, .choice("Where the value stands in its cell.", Alignment.self)),
    RecordField(
      "keyPath", \.keyPath,
      .text("Where the value stands in a record, such as user.name.", TextRule(lengthMin: 1, lengthMax: 1024)),
      .required),
    RecordField("format", \.format, .text("How the value is written.", word)),
    RecordField("display", \.display, .boolean("Whether the column is shown."), .defaulted),
    RecordField(
      "primaryKey", \.primaryKey, .boolean("Whether a row replaces an earlier one with the same value."), .defaulted),
    RecordField("headerBgColor", \.headerBgColor, .text("Colour behind the head.", .colour)),
    RecordField("headerTextColor", \.headerTextColor, .text("Colour of the head.", .colour)),
  ]
}

/// What a table format is.
package struct TableFormatStatus: FieldRecord {
  package var observedGeneration: Int64 = 0
  package var conditions: [Condition] = []

  package init() {}

  package static let fields: [RecordField<Self>] = [
    RecordField(
      "observedGeneration", \.observedGeneration,
      .integer("Generation that the status tells of.", 0...Int64.max)),
    RecordField("conditions", \.conditions, Condition.list),
  ]
}

extension KindDefinition {
  static let tableFormat = KindDefinition(
    .tableFormat, plural: "tableformats", shortNames: ["tf"],
    summary: "How records that are JSON objects are shown as a table.",
    spec: (TableFormatSpec.self, "The table."), status: (TableFormatStatus.self, "How the table format is."),
    columns: [
      .name,
      Column("Input", "string", .spec(["inputFormat"]), "What the records are."),
      Column("SmartModule", "string", .spec(["smartmodule"]), "What makes the JSON objects.", priority: 1),
      .ready, .age,
    ])
}
