import WeirBase

/// The description of the resource API for tools, made of the kinds' definitions.
package enum OpenAPI {
  /// The path of the group's description below `/openapi/v3/`.
  package static let groupPath = "apis/\(Kind.apiVersion)"

  /// What `/openapi/v3` answers: where each description is. The hash changes with the description.
  package static func v3Index() -> JSONValue {
    let hash = SHA256.hexadecimal(Array(v3().compact.utf8)).uppercased()
    let address = JSONValue.members(("serverRelativeURL", .string("/openapi/v3/\(groupPath)?hash=\(hash)")))
    return .members(("paths", .members((groupPath, address))))
  }

  /// The description of the group in OpenAPI 3.0.
  package static func v3() -> JSONValue {
    let schemas = APISchemas(dialect: .openAPI)
    return .members(
      ("openapi", .string("3.0.0")), ("info", info), ("paths", paths(schemas)),
      ("components", .members(("schemas", schemas.all))))
  }

  /// The description of a group by its path, such as `apis/weir.streaming/v1`; nil for one that is not served.
  package static func v3(_ groupVersion: String) -> JSONValue? {
    groupVersion == groupPath || groupVersion == Kind.apiVersion ? v3() : nil
  }

  /// The same in Swagger 2.
  package static func v2() -> JSONValue {
    let schemas = APISchemas(dialect: .swagger)
    return .members(
      ("swagger", .string("2.0")), ("info", info), ("paths", paths(schemas)), ("definitions", schemas.all))
  }

  private static let info = JSONValue.members(
    ("title", .string("Weir")), ("version", .string(Kind.version)),
    ("description", .string("Declared objects of a Weir node or cluster.")))

  private static func paths(_ schemas: APISchemas) -> JSONValue {
    let all = Kind.allCases.flatMap { APIOperations.paths(of: $0.definition) }
    let members = all.map { JSONValue.Member($0.path, item($0, schemas)) }
    return .object([JSONValue.Member(APIOperations.prefix, discovery(schemas))] + members)
  }

  private static func item(_ path: APIPath, _ schemas: APISchemas) -> JSONValue {
    var item = JSONValue.object([])
    if !path.parameters.isEmpty { item["parameters"] = .array(path.parameters.map { $0.json(schemas.dialect) }) }
    for operation in path.operations { item[operation.method] = json(operation, schemas) }
    return item
  }

  // MARK: Operations

  private static func json(_ operation: APIOperation, _ schemas: APISchemas) -> JSONValue {
    var json = JSONValue.members(
      ("description", .string(operation.summary + ".")), ("operationId", .string(operation.id)),
      ("tags", .array([.string("weirStreaming_v1")])))
    var parameters = operation.parameters.map { $0.json(schemas.dialect) }
    if schemas.dialect == .swagger {
      json["consumes"] = .array(
        operation.bodies.isEmpty ? [.string("*/*")] : operation.bodies.map { .string($0.mediaType) })
      json["produces"] = .array([.string("application/json")])
      json["schemes"] = .array([.string("https")])
      if let body = swaggerBody(operation, schemas) { parameters.insert(body, at: 0) }
    } else if !operation.bodies.isEmpty {
      json["requestBody"] = requestBody(operation, schemas)
    }
    json["parameters"] = .array(parameters)
    json["responses"] = .object(
      operation.answers.map { answer in
        JSONValue.Member(String(answer.code), response(answer.meaning, answer.schema, schemas))
      } + [JSONValue.Member("default", response("Error", APINames.status, schemas))])
    json["x-kubernetes-action"] = .string(operation.action)
    json["x-kubernetes-group-version-kind"] = APISchemas.kindMark(operation.kind.rawValue)
    return json
  }

  private static func swaggerBody(_ operation: APIOperation, _ schemas: APISchemas) -> JSONValue? {
    guard let body = operation.bodies.first else { return nil }
    // A patch is no object of the kind; Swagger 2 has one schema for all its forms.
    let schema =
      operation.method == "patch" ? JSONValue.members(("type", .string("object"))) : schemas.reference(body.schema)
    var json = JSONValue.members(("name", .string("body")), ("in", .string("body")))
    if operation.isBodyRequired { json["required"] = .bool(true) }
    json["schema"] = schema
    return json
  }

  private static func requestBody(_ operation: APIOperation, _ schemas: APISchemas) -> JSONValue {
    let content = operation.bodies.map { body in
      JSONValue.Member(body.mediaType, .members(("schema", schemas.reference(body.schema))))
    }
    return .members(("content", .object(content)), ("required", .bool(operation.isBodyRequired)))
  }

  private static func response(_ meaning: String, _ schema: String, _ schemas: APISchemas) -> JSONValue {
    var json = JSONValue.members(("description", .string(meaning)))
    if schemas.dialect == .swagger {
      json["schema"] = schemas.reference(schema)
    } else {
      json["content"] = .members(("application/json", .members(("schema", schemas.reference(schema)))))
    }
    return json
  }

  private static func discovery(_ schemas: APISchemas) -> JSONValue {
    let list = APINames.resourceList
    return .members(
      (
        "get",
        .members(
          ("description", .string("What resources there are.")),
          ("operationId", .string("getWeirStreamingV1APIResources")),
          ("tags", .array([.string("weirStreaming_v1")])),
          (
            "responses",
            .members(
              ("200", response("OK", list, schemas)),
              ("default", response("Error", APINames.status, schemas)))
          ))
      ))
  }
}
