import WeirBase

/// One thing that clients may ask of the resource API, from which both forms of the description are written.
struct APIOperation {
  var method: String
  /// Kubernetes' word: get, list, post, put, patch, delete, connect.
  var action: String
  /// In CamelCase, unique.
  var id: String
  var summary: String
  var kind: Kind
  /// Those of the query; names in the path stand with the path.
  var parameters: [APIParameter]
  /// Media types of the body and the names of their schemas, by preference.
  var bodies: [(mediaType: String, schema: String)] = []
  var isBodyRequired = true
  /// Status codes, what they mean, and what comes with them.
  var answers: [(code: Int, meaning: String, schema: String)]
}

/// A value in a query or a path.
struct APIParameter {
  var name: String
  var schema: Schema
  var place = "query"

  /// As JSON of Swagger 2 (type beside the name) or of OpenAPI 3 (type in a schema).
  func json(_ dialect: SchemaDialect) -> JSONValue {
    var json = JSONValue.members(
      ("name", .string(name)), ("in", .string(place)), ("description", .string(schema.description)))
    if place == "path" { json["required"] = .bool(true) }
    var type = schema.json(dialect)
    type["description"] = nil
    if dialect == .swagger {
      for member in type.members ?? [] { json[member.name] = member.value }
    } else {
      json["schema"] = type
    }
    return json
  }
}

extension APIParameter {
  static let pretty = APIParameter(name: "pretty", schema: .boolean("Whether the answer is indented for people."))
  static let dryRun = APIParameter(
    name: "dryRun",
    schema: .text("\"All\" checks everything and changes nothing.", TextRule(lengthMin: 1, choices: ["All"])))
  static let fieldManager = APIParameter(
    name: "fieldManager",
    schema: .text(
      "Who makes the change, for the ownership of fields.",
      TextRule(lengthMax: 128, pattern: "^[\\x20-\\x7e]*$")))
  static let fieldValidation = APIParameter(
    name: "fieldValidation",
    schema: .text(
      "What becomes of unknown fields: an error, a warning, or nothing.",
      TextRule(lengthMin: 1, choices: ["Strict", "Warn", "Ignore"])))
  static let force = APIParameter(
    name: "force", schema: .boolean("Takes fields from other owners instead of reporting a conflict (apply only)."))
  static let resourceVersion = APIParameter(
    name: "resourceVersion",
    schema: .text("Not older than this version; for a watch, after it.", TextRule(lengthMax: 18, pattern: "^[0-9]*$")))

  static let includeObject = APIParameter(
    name: "includeObject",
    schema: .text(
      "What stands beside the cells of a table's row.",
      TextRule(lengthMin: 1, choices: ["None", "Metadata", "Object"])))

  private static let labelSelectorRule: TextRule = {
    let key = "([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?"
    let value = "[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?"
    let part = "(!?\(key)|\(key) *(=|==|!=) *(\(value))?|\(key) (in|notin) \\((\(value))(, *\(value))*\\))"
    return TextRule(pattern: "^(\(part)(, *\(part))*)?$")
  }()

  /// Which objects of a kind, and how many at once.
  static let selection = [
    resourceVersion,
    APIParameter(
      name: "resourceVersionMatch",
      schema: .text(
        "How resourceVersion is meant.", TextRule(lengthMin: 1, choices: ["Exact", "NotOlderThan"]))),
    APIParameter(
      name: "labelSelector",
      schema: .text("Only objects whose labels match, such as team=shop,env!=test.", labelSelectorRule)),
    APIParameter(
      name: "fieldSelector", schema: .text("Only objects whose fields match, such as metadata.name=orders.")),
    APIParameter(name: "limit", schema: .integer("Most objects in one answer; 0 for all.", 0...Int64(Int32.max))),
    APIParameter(
      name: "continue",
      schema: .text("Where the answer before ended: its metadata.continue.", TextRule(lengthMax: 4096))),
  ]

  static let list =
    [pretty, includeObject] + selection + [
      APIParameter(name: "watch", schema: .boolean("Tells changes as they happen, one JSON object a line.")),
      APIParameter(
        name: "allowWatchBookmarks", schema: .boolean("Tells from time to time how far the watch has come.")),
      APIParameter(
        name: "sendInitialEvents",
        schema: .boolean("Begins a watch with what stands; with resourceVersionMatch NotOlderThan.")),
      APIParameter(
        name: "timeoutSeconds", schema: .integer("Ends a list or watch after this time.", 0...Int64(Int32.max))),
    ]

  static let delete = [
    pretty, dryRun,
    APIParameter(
      name: "gracePeriodSeconds",
      schema: .integer("How long a deleted topic's records are kept for undelete.", 0...Int64(Int32.max))),
    APIParameter(
      name: "propagationPolicy",
      schema: .text(
        "Accepted as Kubernetes has it; nothing here depends on other objects.",
        TextRule(lengthMin: 1, choices: ["Orphan", "Background", "Foreground"]))),
  ]

  static let namespace = APIParameter(
    name: "namespace",
    schema: .text(
      "Namespace of the objects.",
      TextRule(lengthMin: 1, lengthMax: 63, pattern: "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")), place: "path")
  static let name = APIParameter(
    name: "name", schema: .text("Name of the object.", MetadataCodec.nameRule), place: "path")
}
