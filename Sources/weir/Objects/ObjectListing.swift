import WeirBase
import WeirClient
import WeirObjects

/// Shows objects of an API.
struct ObjectListing: Sendable {
  let api: AdminAPI
  let form: ListingForm
  var showsHeads = true
  var showsOwners = false
  /// Only those whose names hold this.
  var nameFilter: String?

  /// All that the queries find.
  func showAll(_ queries: [ObjectQuery]) async throws {
    var documents: [JSONValue] = []
    var isFirst = true
    for query in queries {
      var table = ServerTable(isWide: form == .wide, prefix: queries.count > 1 ? Self.prefix(query.kind) : "")
      _ = try await api.list(query, form.object) { page throws(APIError) in
        if form.object == .table { table.add(filtered(page)) } else { documents += items(of: page, query.kind) }
      }
      if form.object == .table { show(table, query, isFirst: &isFirst) }
    }
    switch form {
    case .table, .wide: if isFirst { tellNothing(queries) }
    case .name: for document in documents { StandardOutput.print(Self.title(document)) }
    case .json: StandardOutput.print(list(documents).pretty)
    case .yaml: StandardOutput.print(list(documents).yaml)
    }
  }

  private func show(_ table: ServerTable, _ query: ObjectQuery, isFirst: inout Bool) {
    if table.isEmpty { return }
    if !isFirst { StandardOutput.print("") }
    isFirst = false
    StandardOutput.print(table.text(withHeads: showsHeads))
  }

  private func tellNothing(_ queries: [ObjectQuery]) {
    let kinds = queries.count == 1 ? queries.map(\.kind.definition.plural).joined() : "objects"
    Terminal.tell("No \(kinds) found")
  }

  /// Those that are named; what is not there is told at the end.
  func show(_ keys: [ObjectKey], isSingle: Bool) async throws {
    var documents: [(kind: Kind, json: JSONValue)] = []
    var failures: [String] = []
    let (api, form) = (self.api, self.form)
    try await inOrder(keys) { key -> (ObjectKey, Result<JSONValue, APIError>) in
      do throws(APIError) { return (key, .success(try await api.get(key, form.object))) } catch {
        if error.status == nil { throw error }
        return (key, .failure(error))
      }
    } _: { key, result in
      switch result {
      case .success(let json): documents.append((key.kind, json))
      case .failure(let error): failures.append(Refusal.text(error, key))
      }
    }
    showNamed(documents, isSingle: isSingle)
    for failure in failures.dropLast() { Terminal.complain(failure) }
    if let last = failures.last { throw CommandFailure.failed(last) }
  }

  private func showNamed(_ documents: [(kind: Kind, json: JSONValue)], isSingle: Bool) {
    if documents.isEmpty { return }
    let objects = documents.map { completed($0.json, $0.kind) }
    switch form {
    case .table, .wide: showTables(documents)
    case .name: for object in objects { StandardOutput.print(Self.title(object)) }
    case .json: StandardOutput.print((isSingle ? objects.first ?? .null : list(objects)).pretty)
    case .yaml: StandardOutput.print((isSingle ? objects.first ?? .null : list(objects)).yaml)
    }
  }

  private func showTables(_ documents: [(kind: Kind, json: JSONValue)]) {
    let kinds = documents.reduce(into: [Kind]()) { kinds, next in
      if !kinds.contains(next.kind) { kinds.append(next.kind) }
    }
    var isFirst = true
    for kind in kinds {
      var table = ServerTable(isWide: form == .wide, prefix: kinds.count > 1 ? Self.prefix(kind) : "")
      for document in documents where document.kind == kind { table.add(document.json) }
      show(table, ObjectQuery(kind), isFirst: &isFirst)
    }
  }
}

// MARK: Documents

extension ObjectListing {
  private static func prefix(_ kind: Kind) -> String { kind.definition.singular + "/" }

  private static func title(_ object: JSONValue) -> String {
    let kind = object["kind"]?.text.flatMap(Kind.init(rawValue:))
    return "\(kind?.definition.singular ?? "object")/\(object.at("metadata", "name")?.text ?? "")"
  }

  private func items(of page: JSONValue, _ kind: Kind) -> [JSONValue] {
    (page["items"]?.elements ?? []).filter(isWanted).map { completed($0, kind) }
  }

  private func isWanted(_ object: JSONValue) -> Bool {
    guard let nameFilter else { return true }
    return object.at("metadata", "name")?.text?.contains(nameFilter) ?? false
  }

  /// The rows whose objects are wanted.
  private func filtered(_ table: JSONValue) -> JSONValue {
    guard nameFilter != nil, let rows = table["rows"]?.elements else { return table }
    var table = table
    table["rows"] = .array(rows.filter { $0["object"].map(isWanted) ?? true })
    return table
  }

  /// An object that says what it is; items of a list need not.
  private func completed(_ object: JSONValue, _ kind: Kind) -> JSONValue {
    let object = showsOwners ? object : ObjectText.shown(object)
    guard object["kind"] == nil, let members = object.members else { return object }
    let head = [
      JSONValue.Member("apiVersion", .string(Kind.apiVersion)), JSONValue.Member("kind", .string(kind.rawValue)),
    ]
    return .object(head + members.filter { $0.name != "apiVersion" })
  }

  private func list(_ documents: [JSONValue]) -> JSONValue {
    .members(("apiVersion", .string("v1")), ("kind", .string("List")), ("items", .array(documents)))
  }
}

// MARK: Following

extension ObjectListing {
  /// Shows what a query finds and then every change, for as long as it runs.
  func follow(_ query: ObjectQuery) async throws {
    var table = ServerTable(isWide: form == .wide)
    while true {
      var revision = try await api.list(query, form.object) { page throws(APIError) in
        show(page, page["items"]?.elements ?? [], query.kind, &table)
      }
      do throws(APIError) {
        while true { revision = try await changes(query, after: revision, &table) }
      } catch {
        // What happened meanwhile is forgotten: the list shows what came of it.
        guard error.status?.isExpired == true else { throw error }
      }
    }
  }

  /// Returns the revision reached when the node ended the watch.
  private func changes(
    _ query: ObjectQuery, after revision: String, _ table: inout ServerTable
  ) async throws(APIError) -> String {
    var revision = revision
    let watch = try await api.watch(query, after: revision, form.object)
    while let event = try await watch.next() {
      revision = Self.revision(event.object) ?? revision
      if event.change != .bookmark { show(event.object, [event.object], query.kind, &table) }
    }
    return revision
  }

  private static func revision(_ object: JSONValue) -> String? {
    let own = object.at("metadata", "resourceVersion")?.text.flatMap { $0.isEmpty ? nil : $0 }
    return own ?? object["rows"]?.elements?.last?.at("object", "metadata", "resourceVersion")?.text
  }

  private func show(_ page: JSONValue, _ objects: [JSONValue], _ kind: Kind, _ table: inout ServerTable) {
    if form.object == .table {
      table.add(filtered(page))
      if let text = table.takeText() { StandardOutput.print(text) }
      return
    }
    for object in objects.filter(isWanted).map({ completed($0, kind) }) {
      switch form {
      case .json: StandardOutput.print(object.pretty)
      case .yaml: StandardOutput.print("---\n" + object.yaml)
      default: StandardOutput.print(Self.title(object))
      }
    }
  }
}
