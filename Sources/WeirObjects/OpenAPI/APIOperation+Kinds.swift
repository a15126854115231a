import WeirBase

/// A path of the API and what can be asked of it.
struct APIPath {
  var path: String
  var parameters: [APIParameter]
  var operations: [APIOperation]
}

/// The operations of every kind.
enum APIOperations {
  static let prefix = "/apis/\(Kind.apiVersion)"

  /// Every path of a kind.
  static func paths(of definition: KindDefinition) -> [APIPath] {
    let verbs = Set(definition.verbs)
    let collection = "\(prefix)/namespaces/{namespace}/\(definition.plural)"
    let inNamespace: [APIParameter] = [.namespace]
    var paths = [
      APIPath(
        path: "\(prefix)/\(definition.plural)", parameters: [],
        operations: [list(definition, id: "list", ending: "ForAllNamespaces", "in all namespaces")]),
      APIPath(
        path: collection, parameters: inNamespace,
        operations: [list(definition, id: "listNamespaced", ending: "", "in a namespace")]
          + (verbs.contains(.create) ? [create(definition)] : [])
          + (verbs.contains(.delete) ? [deleteAll(definition)] : [])),
      APIPath(path: collection + "/{name}", parameters: inNamespace + [.name], operations: single(definition, verbs)),
      APIPath(
        path: collection + "/{name}/status", parameters: inNamespace + [.name],
        operations: [read(definition, part: "Status", "Read \(article(definition)) with its status")]),
    ]
    if definition.kind == .topic {
      paths.append(
        APIPath(
          path: collection + "/{name}/undelete", parameters: inNamespace + [.name], operations: [undelete(definition)]))
      paths.append(
        APIPath(
          path: "\(prefix)/namespaces/{namespace}/deletedtopics", parameters: inNamespace,
          operations: [deletedTopics(definition)]))
    }
    return paths
  }

  private static func single(_ definition: KindDefinition, _ verbs: Set<Verb>) -> [APIOperation] {
    [read(definition, part: "", "Read \(article(definition))")]
      + (verbs.contains(.update) ? [replace(definition)] : [])
      + (verbs.contains(.patch) ? [patch(definition)] : [])
      + (verbs.contains(.delete) ? [delete(definition)] : [])
  }

  private static func article(_ definition: KindDefinition) -> String {
    "\(definition.kind == .spu ? "an" : "a") \(definition.kind.rawValue)"
  }

  private static func id(_ start: String, _ definition: KindDefinition, _ end: String = "") -> String {
    "\(start)\(definition.kind.rawValue)\(end)"
  }

  private static func object(_ definition: KindDefinition) -> String {
    APINames.kind(definition.kind)
  }

  /// Bodies that hold a whole object.
  private static func wholeBodies(_ definition: KindDefinition) -> [(mediaType: String, schema: String)] {
    [("application/json", object(definition)), ("application/yaml", object(definition))]
  }

  private static func failures(_ codes: Int...) -> [(code: Int, meaning: String, schema: String)] {
    codes.map { code in (code, meanings[code] ?? "Error", APINames.status) }
  }

  private static let meanings = [
    400: "What was asked cannot be read", 404: "There is no such object",
    405: "This cannot be done with objects of the kind", 406: "No such form of the answer",
    409: "It exists already, or changed meanwhile, or fields have other owners",
    410: "The version is too old: list again", 413: "The body is too large", 415: "No such form of the body",
    422: "The object is not valid; every cause is named",
  ]

  // MARK: One each

  private static func list(
    _ definition: KindDefinition, id start: String, ending: String, _ place: String
  ) -> APIOperation {
    APIOperation(
      method: "get", action: "list", id: id(start, definition, ending),
      summary: "List or watch \(definition.kind.rawValue) objects \(place)", kind: definition.kind,
      parameters: APIParameter.list,
      answers: [(200, "OK", APINames.list(definition.kind))] + failures(400, 406, 410))
  }

  private static func create(_ definition: KindDefinition) -> APIOperation {
    APIOperation(
      method: "post", action: "post", id: id("createNamespaced", definition),
      summary: "Create \(article(definition))", kind: definition.kind,
      parameters: [.pretty, .dryRun, .fieldManager, .fieldValidation], bodies: wholeBodies(definition),
      answers: [(200, "OK", object(definition)), (201, "Created", object(definition))]
        + failures(400, 404, 406, 409, 413, 415, 422))
  }

  private static func read(_ definition: KindDefinition, part: String, _ summary: String) -> APIOperation {
    APIOperation(
      method: "get", action: "get", id: id("readNamespaced", definition, part), summary: summary,
      kind: definition.kind, parameters: [.pretty, .includeObject],
      answers: [(200, "OK", object(definition))] + failures(400, 404, 406))
  }

  private static func replace(_ definition: KindDefinition) -> APIOperation {
    APIOperation(
      method: "put", action: "put", id: id("replaceNamespaced", definition),
      summary: "Replace \(article(definition))", kind: definition.kind,
      parameters: [.pretty, .dryRun, .fieldManager, .fieldValidation], bodies: wholeBodies(definition),
      answers: [(200, "OK", object(definition))]
        + failures(400, 404, 406, 409, 413, 415, 422))
  }

  private static func patch(_ definition: KindDefinition) -> APIOperation {
    APIOperation(
      method: "patch", action: "patch", id: id("patchNamespaced", definition),
      summary: "Change fields of \(article(definition)), or apply it", kind: definition.kind,
      parameters: [.pretty, .dryRun, .fieldManager, .fieldValidation, .force],
      bodies: [
        ("application/merge-patch+json", APINames.mergePatch(definition.kind)),
        ("application/json-patch+json", APINames.jsonPatch),
        ("application/apply-patch+yaml", object(definition)),
      ],
      answers: [(200, "OK", object(definition)), (201, "Created", object(definition))]
        + failures(400, 404, 406, 409, 413, 415, 422))
  }

  private static let deleteBodies: [(mediaType: String, schema: String)] = [
    ("application/json", APINames.deleteOptions), ("application/yaml", APINames.deleteOptions),
  ]

  private static func deleteAll(_ definition: KindDefinition) -> APIOperation {
    APIOperation(
      method: "delete", action: "deletecollection", id: id("deleteCollectionNamespaced", definition),
      summary: "Delete the \(definition.kind.rawValue) objects that the selectors select", kind: definition.kind,
      parameters: APIParameter.delete + APIParameter.selection, bodies: deleteBodies, isBodyRequired: false,
      answers: [(200, "OK", APINames.status)] + failures(400, 404, 406, 410, 413, 415))
  }

  private static func delete(_ definition: KindDefinition) -> APIOperation {
    APIOperation(
      method: "delete", action: "delete", id: id("deleteNamespaced", definition),
      summary: "Delete \(article(definition))", kind: definition.kind, parameters: APIParameter.delete,
      bodies: deleteBodies, isBodyRequired: false,
      answers: [(200, "OK", APINames.status)] + failures(400, 404, 406, 409, 413, 415))
  }

  private static func undelete(_ definition: KindDefinition) -> APIOperation {
    APIOperation(
      method: "post", action: "connect", id: id("undeleteNamespaced", definition),
      summary: "Bring back a deleted \(definition.kind.rawValue) while its grace period lasts",
      kind: definition.kind, parameters: [.pretty],
      answers: [(200, "OK", object(definition))] + failures(400, 404, 406, 409, 410))
  }

  private static func deletedTopics(_ definition: KindDefinition) -> APIOperation {
    APIOperation(
      method: "get", action: "list", id: "listNamespacedDeletedTopics",
      summary: "List deleted topics that can still be brought back", kind: definition.kind, parameters: [.pretty],
      answers: [(200, "OK", APINames.deletedTopics)] + failures(400, 406))
  }
}
