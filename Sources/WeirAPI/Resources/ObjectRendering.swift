import WeirBase
import WeirObjects

/// Objects in the form that a client asked for.
struct ObjectRendering: Sendable {
  /// What stands beside the cells of a table's row.
  enum RowObject: String, Sendable {
    case none = "None"
    case metadata = "Metadata"
    case object = "Object"
  }

  let kind: Kind
  let form: AnswerForm
  let rowObject: RowObject
  /// Milliseconds since 1970, for ages.
  let now: Int64

  /// One object.
  func single(_ object: WeirObject) -> JSONValue {
    switch form.shape {
    case .whole: object.json
    case .metadata: Self.partial(object)
    case .table: table([object], revision: object.metadata.resourceVersion, hasColumns: true)
    }
  }

  /// What begins a list; items and the end follow.
  func listHead(revision: Int64, continuing: String?, remaining: Int64?) -> String {
    var metadata = JSONValue.members(("resourceVersion", .string(String(revision))))
    if let continuing { metadata["continue"] = .string(continuing) }
    if let remaining { metadata["remainingItemCount"] = .int(remaining) }
    var head: JSONValue
    switch form.shape {
    case .whole: head = .members(("kind", .string(kind.rawValue + "List")), ("apiVersion", .string(Kind.apiVersion)))
    case .metadata:
      head = .members(("kind", .string("PartialObjectMetadataList")), ("apiVersion", .string("meta.k8s.io/v1")))
    case .table: head = .members(("kind", .string("Table")), ("apiVersion", .string("meta.k8s.io/v1")))
    }
    head["metadata"] = metadata
    if form.shape == .table { head["columnDefinitions"] = columns }
    return head.compact.dropLast() + (form.shape == .table ? ",\"rows\":[" : ",\"items\":[")
  }

  static let listEnd = "]}"

  /// One item of a list.
  func item(_ object: WeirObject) -> JSONValue {
    switch form.shape {
    case .whole: object.json
    case .metadata: Self.partial(object)
    case .table: row(object)
    }
  }

  /// One object of a watch. Only the first table names its columns.
  func event(_ object: WeirObject, isFirst: Bool) -> JSONValue {
    form.shape == .table
      ? table([object], revision: object.metadata.resourceVersion, hasColumns: isFirst) : single(object)
  }

  /// How far a watch has come.
  func bookmark(revision: Int64) -> JSONValue {
    let metadata = JSONValue.members(
      ("resourceVersion", .string(String(revision))), ("creationTimestamp", .null))
    switch form.shape {
    case .whole:
      return .members(
        ("kind", .string(kind.rawValue)), ("apiVersion", .string(Kind.apiVersion)), ("metadata", metadata))
    case .metadata:
      return .members(
        ("kind", .string("PartialObjectMetadata")), ("apiVersion", .string("meta.k8s.io/v1")), ("metadata", metadata))
    case .table: return table([], revision: revision, hasColumns: false)
    }
  }

  private static func partial(_ object: WeirObject) -> JSONValue {
    .members(
      ("kind", .string("PartialObjectMetadata")), ("apiVersion", .string("meta.k8s.io/v1")),
      ("metadata", object.json["metadata"] ?? .object([])))
  }

  // MARK: Tables

  private func table(_ objects: [WeirObject], revision: Int64, hasColumns: Bool) -> JSONValue {
    .members(
      ("kind", .string("Table")), ("apiVersion", .string("meta.k8s.io/v1")),
      ("metadata", .members(("resourceVersion", .string(String(revision))))),
      ("columnDefinitions", hasColumns ? columns : .null), ("rows", .array(objects.map(row))))
  }

  private var columns: JSONValue {
    .array(
      kind.definition.columns.map { column in
        .members(
          ("name", .string(column.name)),
          // Ages come as text, so that nobody has to know the time.
          ("type", .string(column.type == "date" ? "string" : column.type)),
          ("format", .string(column.format)), ("description", .string(column.description)),
          ("priority", .int(column.priority)))
      })
  }

  private func row(_ object: WeirObject) -> JSONValue {
    var row = JSONValue.members(("cells", .array(kind.definition.columns.map { $0.value(object).cell(now: now) })))
    switch rowObject {
    case .none: row["object"] = .null
    case .metadata: row["object"] = Self.partial(object)
    case .object: row["object"] = object.json
    }
    return row
  }
}
