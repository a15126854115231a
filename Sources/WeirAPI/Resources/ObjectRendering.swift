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
    case .metadata: partial(object)
    case .table: table([object], revision: object.metadata.resourceVersion, hasColumns: true)
    }
  }

  /// What a list's items are called.
  var itemsName: String { form.shape == .table ? "rows" : "items" }

  /// What begins a list; items and the end follow.
  func listHead(revision: Int64, continuing: String?, remaining: Int64?) -> String {
    let head = listHeadMembers(revision: revision, continuing: continuing, remaining: remaining)
    return head.compact.dropLast() + ",\"\(itemsName)\":["
  }

  /// A list without its items.
  func listHeadMembers(revision: Int64, continuing: String?, remaining: Int64?) -> JSONValue {
    var metadata = JSONValue.members(("resourceVersion", .string(String(revision))))
    if let continuing { metadata["continue"] = .string(continuing) }
    if let remaining { metadata["remainingItemCount"] = .int(remaining) }
    var head: JSONValue
    switch form.shape {
    case .whole: head = .members(("kind", .string(kind.rawValue + "List")), ("apiVersion", .string(Kind.apiVersion)))
    case .metadata:
      head = .members(("kind", .string("PartialObjectMetadataList")), ("apiVersion", .string(form.metaVersion)))
    case .table: head = .members(("kind", .string("Table")), ("apiVersion", .string(form.metaVersion)))
    }
    head["metadata"] = metadata
    if form.shape == .table { head["columnDefinitions"] = columns }
    return head
  }

  static let listEnd = "]}"

  /// One item of a list.
  func item(_ object: WeirObject) -> JSONValue {
    switch form.shape {
    case .whole: object.json
    case .metadata: partial(object)
    case .table: row(object)
    }
  }

  /// One object of a watch. Only the first table names its columns.
  func event(_ object: WeirObject, isFirst: Bool) -> JSONValue {
    form.shape == .table
      ? table([object], revision: object.metadata.resourceVersion, hasColumns: isFirst) : single(object)
  }

  /// How far a watch has come.
  ///
  /// - Parameter isInitialEnd: whether it ends what stood when the watch began (sendInitialEvents).
  func bookmark(revision: Int64, isInitialEnd: Bool) -> JSONValue {
    var metadata = JSONValue.members(
      ("resourceVersion", .string(String(revision))), ("creationTimestamp", .null))
    if isInitialEnd { metadata["annotations"] = .texts(["k8s.io/initial-events-end": "true"]) }
    switch form.shape {
    case .whole:
      return .members(
        ("kind", .string(kind.rawValue)), ("apiVersion", .string(Kind.apiVersion)), ("metadata", metadata))
    case .metadata:
      return .members(
        ("kind", .string("PartialObjectMetadata")), ("apiVersion", .string(form.metaVersion)), ("metadata", metadata))
    case .table:
      var table = table([], revision: revision, hasColumns: false)
      // Where a client looks for it: in a row without cells, as Kubernetes tells it.
      table["rows"] = .array([
        .members(
          ("cells", .array([])),
          (
            "object",
            .members(
              ("kind", .string("PartialObjectMetadata")), ("apiVersion", .string(form.metaVersion)),
              ("metadata", metadata))
          ))
      ])
      return table
    }
  }

  private func partial(_ object: WeirObject) -> JSONValue {
    .members(
      ("kind", .string("PartialObjectMetadata")), ("apiVersion", .string(form.metaVersion)),
      ("metadata", object.json["metadata"] ?? .object([])))
  }

  // MARK: Tables

  private func table(_ objects: [WeirObject], revision: Int64, hasColumns: Bool) -> JSONValue {
    .members(
      ("kind", .string("Table")), ("apiVersion", .string(form.metaVersion)),
      ("metadata", .members(("resourceVersion", .string(String(revision))))),
      ("columnDefinitions", hasColumns ? columns : .array([])), ("rows", .array(objects.map(row))))
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
    case .metadata: row["object"] = partial(object)
    case .object: row["object"] = object.json
    }
    return row
  }
}
