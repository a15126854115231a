import NIOHTTP1
import WeirBase
import WeirObjects

/// Which objects a list or a watch is about.
package struct ObjectQuery: Sendable, Hashable {
  package var kind: Kind
  /// Nil for every namespace.
  package var namespace: String?
  /// As kubectl writes it: `team=shop,tier!=test`; empty for all.
  package var labels = ""
  /// `metadata.name=orders`; empty for all.
  package var fields = ""

  package init(_ kind: Kind, namespace: String? = "default", labels: String = "", fields: String = "") {
    self.kind = kind
    self.namespace = namespace
    self.labels = labels
    self.fields = fields
  }

  var path: APIPath {
    var path = APIPath(kind, namespace: namespace)
    path.set("labelSelector", labels)
    path.set("fieldSelector", fields)
    return path
  }
}

/// How an object is shown.
package enum ObjectForm: Sendable {
  case document
  /// The server's printed columns (metav1.Table).
  case table

  var accept: String {
    switch self {
    case .document: "application/json"
    case .table: "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"
    }
  }
}

/// How a write is done.
package struct WriteOptions: Sendable {
  /// Check everything, change nothing.
  package var isDry = false
  /// Take fields over that others own.
  package var isForced = false

  package init(isDry: Bool = false, isForced: Bool = false) {
    self.isDry = isDry
    self.isForced = isForced
  }
}

/// What applying an object led to.
package struct AppliedObject: Sendable {
  package let object: JSONValue
  package let isCreated: Bool
}

extension AdminAPI {
  private static let pageSize = 500

  package func get(_ key: ObjectKey, _ form: ObjectForm = .document) async throws(APIError) -> JSONValue {
    try await ask(.GET, APIPath(key), accept: form.accept).json
  }

  /// An object, or nil where there is none.
  package func find(_ key: ObjectKey) async throws(APIError) -> JSONValue? {
    do throws(APIError) { return try await get(key) } catch {
      if let status = error.status, status.isNotFound { return nil }
      throw error
    }
  }

  /// Hands over a list page by page, in the order of names.
  ///
  /// - Returns: the revision of the list, from which a watch misses nothing.
  package func list(
    _ query: ObjectQuery, _ form: ObjectForm = .document, _ page: (JSONValue) throws(APIError) -> Void
  ) async throws(APIError) -> String {
    var continuing: String?
    repeat {
      var path = query.path
      path.set("limit", "\(Self.pageSize)")
      path.set("continue", continuing)
      let json = try await ask(.GET, path, accept: form.accept).json
      try page(json)
      continuing = json.at("metadata", "continue")?.text.flatMap { $0.isEmpty ? nil : $0 }
      if continuing == nil { return json.at("metadata", "resourceVersion")?.text ?? "" }
    } while true
  }

  /// All objects that a query finds.
  package func objects(_ query: ObjectQuery) async throws(APIError) -> [JSONValue] {
    var items: [JSONValue] = []
    _ = try await list(query) { page throws(APIError) in items += page["items"]?.elements ?? [] }
    return items
  }

  package func create(
    _ kind: Kind, namespace: String = "default", _ object: JSONValue, _ options: WriteOptions = WriteOptions()
  ) async throws(APIError) -> JSONValue {
    let path = written(APIPath(kind, namespace: namespace), options)
    return try await ask(.POST, path, body: object).json
  }

  package func replace(
    _ key: ObjectKey, _ object: JSONValue, _ options: WriteOptions = WriteOptions()
  ) async throws(APIError) -> JSONValue {
    try await ask(.PUT, written(APIPath(key), options), body: object).json
  }

  /// Server-side apply: the object becomes what is given, as far as it is given.
  package func apply(
    _ key: ObjectKey, _ object: JSONValue, _ options: WriteOptions = WriteOptions()
  ) async throws(APIError) -> AppliedObject {
    var path = written(APIPath(key), options)
    if options.isForced { path.set("force", "true") }
    let answer = try await ask(.PATCH, path, contentType: "application/apply-patch+yaml", body: object)
    return AppliedObject(object: answer.json, isCreated: answer.status == 201)
  }

  /// JSON merge patch (RFC 7396).
  package func merge(
    _ key: ObjectKey, _ patch: JSONValue, _ options: WriteOptions = WriteOptions()
  ) async throws(APIError) -> JSONValue {
    try await ask(.PATCH, written(APIPath(key), options), contentType: "application/merge-patch+json", body: patch).json
  }

  /// - Parameter graceSeconds: how long a topic's records are kept for `undelete`; nil for the node's own span.
  package func delete(
    _ key: ObjectKey, graceSeconds: Int64? = nil, _ options: WriteOptions = WriteOptions()
  ) async throws(APIError) {
    var path = APIPath(key)
    path.set("gracePeriodSeconds", graceSeconds.map { "\($0)" })
    if options.isDry { path.set("dryRun", "All") }
    _ = try await ask(.DELETE, path)
  }

  private func written(_ path: APIPath, _ options: WriteOptions) -> APIPath {
    var path = path
    path.set("fieldManager", Self.fieldManager)
    path.set("fieldValidation", "Strict")
    if options.isDry { path.set("dryRun", "All") }
    return path
  }
}

// MARK: Deleted topics

/// A topic that was deleted and can still be brought back.
package struct DeletedTopic: Sendable {
  package let object: JSONValue
  /// As RFC 3339 writes it.
  package let deletedAt: String
  /// When it goes for good.
  package let purgedAt: String
}

extension AdminAPI {
  package func deletedTopics(namespace: String = "default") async throws(APIError) -> [DeletedTopic] {
    let path = APIPath("apis", Kind.group, Kind.version, "namespaces", namespace, "deletedtopics")
    return (try await ask(.GET, path).json["items"]?.elements ?? []).map { item in
      DeletedTopic(
        object: item["object"] ?? .null, deletedAt: item["deletedTimestamp"]?.text ?? "",
        purgedAt: item["purgeTimestamp"]?.text ?? "")
    }
  }

  /// Brings a deleted topic back with its records.
  package func undelete(_ name: String, namespace: String = "default") async throws(APIError) -> JSONValue {
    try await ask(.POST, APIPath(ObjectKey(.topic, namespace: namespace, name), "undelete")).json
  }
}
