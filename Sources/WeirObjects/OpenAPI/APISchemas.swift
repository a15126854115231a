import WeirBase

/// The named schemas of the description.
struct APISchemas {
  let dialect: SchemaDialect

  private var refs: String { dialect == .swagger ? "#/definitions/" : "#/components/schemas/" }

  func reference(_ name: String) -> JSONValue { .members(("$ref", .string(refs + name))) }

  /// A reference with a description beside it, in the way that each dialect knows.
  private func described(_ name: String, _ description: String) -> JSONValue {
    var json = JSONValue.members(("description", .string(description)))
    if dialect == .swagger {
      json["$ref"] = .string(refs + name)
    } else {
      json["allOf"] = .array([reference(name)])
    }
    return json
  }

  /// Every schema by name.
  var all: JSONValue {
    var members: [(String, JSONValue)] = []
    for kind in Kind.allCases {
      members.append((APINames.kind(kind), object(kind.definition)))
      members.append((APINames.list(kind), list(kind)))
      if dialect != .swagger, kind.definition.verbs.contains(.patch) {
        members.append((APINames.mergePatch(kind), mergePatch(kind.definition)))
      }
    }
    members += [
      (APINames.objectMeta, Self.metadata.json(dialect)), (APINames.listMeta, listMeta),
      (APINames.status, status), (APINames.deleteOptions, deleteOptions), (APINames.resourceList, resourceList),
      (APINames.deletedTopics, deletedTopics),
    ]
    if dialect != .swagger {
      members.append((APINames.objectMetaPatch, Self.metadata.json(.patch)))
      members.append((APINames.jsonPatch, jsonPatch))
    }
    return .object(members.sorted { $0.0 < $1.0 }.map { JSONValue.Member($0.0, $0.1) })
  }

  private static let metadata = Schema(
    .object(
      MetadataCodec.fields + MetadataCodec.dropped.map { Field($0, .any("Accepted and left out.")) }
        + MetadataCodec.refused.map { Field($0, .list("Not supported: must be empty.", of: .any("None."), max: 0)) }),
    "Who the object is.")

  /// That a schema is of a kind, for tools that look it up.
  static func kindMark(_ kind: String, group: String = Kind.group, version: String = Kind.version) -> JSONValue {
    .members(("group", .string(group)), ("version", .string(version)), ("kind", .string(kind)))
  }

  private func word(_ only: String, _ description: String) -> JSONValue {
    var json = JSONValue.members(("type", .string("string")), ("description", .string(description)))
    // kubectl of old shows an enumeration as nothing; the word alone binds nobody there.
    if dialect != .swagger { json["enum"] = .array([.string(only)]) }
    return json
  }

  private func closed(_ json: JSONValue) -> JSONValue {
    var json = json
    if dialect != .swagger { json["additionalProperties"] = .bool(false) }
    return json
  }

  // MARK: Kinds

  private func typeMembers(_ kind: String) -> [JSONValue.Member] {
    [
      JSONValue.Member("apiVersion", word(Kind.apiVersion, "Group and version of this form of the object.")),
      JSONValue.Member("kind", word(kind, "What the object is.")),
    ]
  }

  private func object(_ definition: KindDefinition) -> JSONValue {
    let required = ["apiVersion", "kind", "metadata"] + (definition.needsSpec ? ["spec"] : [])
    var (spec, status) = (definition.spec.json(dialect), definition.status.json(dialect))
    if dialect == .openAPI {
      status["nullable"] = .bool(true)
      if !definition.needsSpec { spec["nullable"] = .bool(true) }
    }
    var json = closed(
      .members(
        ("description", .string(definition.summary)), ("type", .string("object")),
        ("required", .array(required.map(JSONValue.string))),
        (
          "properties",
          .object(
            typeMembers(definition.kind.rawValue) + [
              JSONValue.Member("metadata", described(APINames.objectMeta, Self.metadata.description)),
              JSONValue.Member("spec", spec), JSONValue.Member("status", status),
            ])
        )))
    json["x-kubernetes-group-version-kind"] = .array([Self.kindMark(definition.kind.rawValue)])
    return json
  }

  private func mergePatch(_ definition: KindDefinition) -> JSONValue {
    closed(
      .members(
        ("description", .string("Fields of \(definition.kind.rawValue) to change; null takes one away (RFC 7396).")),
        ("type", .string("object")),
        (
          "properties",
          .object(
            typeMembers(definition.kind.rawValue) + [
              JSONValue.Member("metadata", reference(APINames.objectMetaPatch)),
              JSONValue.Member("spec", definition.spec.json(.patch)),
              JSONValue.Member("status", definition.status.json(.patch)),
            ])
        )))
  }

  private func list(_ kind: Kind) -> JSONValue {
    var json = closed(
      .members(
        ("description", .string("\(kind.rawValue) objects.")), ("type", .string("object")),
        ("required", .array(["apiVersion", "kind", "metadata", "items"].map(JSONValue.string))),
        (
          "properties",
          .object(
            typeMembers(kind.rawValue + "List") + [
              JSONValue.Member("metadata", reference(APINames.listMeta)),
              JSONValue.Member(
                "items", .members(("type", .string("array")), ("items", reference(APINames.kind(kind))))),
            ])
        )))
    json["x-kubernetes-group-version-kind"] = .array([Self.kindMark(kind.rawValue + "List")])
    return json
  }

  private var deletedTopics: JSONValue {
    let time = JSONValue.members(("type", .string("string")), ("format", .string("date-time")))
    let item = record(
      "A topic that can be brought back.", required: ["object", "deletedTimestamp", "purgeTimestamp"],
      ("object", reference(APINames.kind(.topic))), ("deletedTimestamp", time), ("purgeTimestamp", time))
    var json = record(
      "Deleted topics, and until when they can be brought back.", required: ["apiVersion", "kind", "items"])
    json["properties"] = .object(
      typeMembers("DeletedTopicList") + [
        JSONValue.Member("metadata", reference(APINames.listMeta)),
        JSONValue.Member("items", list(of: item, "The topics.")),
      ])
    return json
  }

  // MARK: Kubernetes' own

  private func record(_ description: String, required: [String] = [], _ members: (String, JSONValue)...) -> JSONValue {
    var json = JSONValue.members(("description", .string(description)), ("type", .string("object")))
    if !required.isEmpty { json["required"] = .array(required.map(JSONValue.string)) }
    json["properties"] = .object(members.map { JSONValue.Member($0.0, $0.1) })
    return json
  }

  private func text(_ description: String) -> JSONValue {
    .members(("type", .string("string")), ("description", .string(description)))
  }

  private func integer(_ description: String, format: String = "int32") -> JSONValue {
    .members(
      ("type", .string("integer")), ("format", .string(format)), ("minimum", .int(0)),
      ("description", .string(description)))
  }

  private func list(of item: JSONValue, _ description: String) -> JSONValue {
    .members(("type", .string("array")), ("description", .string(description)), ("items", item))
  }

  private var listMeta: JSONValue {
    record(
      "What a list shows.", ("resourceVersion", text("Version of the answer; a watch begins after it.")),
      ("continue", text("Where the next page begins; none at the end.")),
      ("remainingItemCount", integer("How many objects come after this page.", format: "int64")),
      ("selfLink", text("Never set.")))
  }

  private var status: JSONValue {
    let cause = record(
      "One cause.", ("field", text("Where.")), ("reason", text("What, in a word.")),
      ("message", text("What, for people.")))
    let details = record(
      "What the answer is about.", ("name", text("Name of the object.")), ("group", text("Its group.")),
      ("kind", text("Its kind or resource.")), ("uid", text("Its identity.")),
      ("causes", list(of: cause, "Everything that is wrong.")),
      ("retryAfterSeconds", integer("When to try again.")))
    var json = record(
      "The outcome of what was asked.", required: ["apiVersion", "kind", "status"],
      ("apiVersion", word("v1", "Version of this form.")),
      ("kind", word("Status", "What this is.")), ("metadata", reference(APINames.listMeta)),
      ("status", text("Success or Failure.")), ("message", text("What happened, for people.")),
      ("reason", text("What happened, in a word.")), ("details", details), ("code", integer("The HTTP status.")))
    json["x-kubernetes-group-version-kind"] = .array([Self.kindMark("Status", group: "", version: "v1")])
    return json
  }

  private var deleteOptions: JSONValue {
    let only = JSONValue.members(("type", .string("string")), ("enum", .array([.string("All")])))
    let flag = JSONValue.members(("type", .string("boolean")), ("description", .string("Accepted; without effect.")))
    let policies = ["Orphan", "Background", "Foreground"].map(JSONValue.string)
    let policy = JSONValue.members(("type", .string("string")), ("enum", .array(policies)))
    let preconditions = record(
      "What must hold, or nothing is deleted.", ("uid", text("Identity of the object.")),
      ("resourceVersion", text("Version of the object.")))
    var json = record(
      "How to delete.", ("apiVersion", text("Version of this form.")), ("kind", word("DeleteOptions", "What this is.")),
      ("dryRun", list(of: only, "\"All\" changes nothing.")),
      ("gracePeriodSeconds", integer("How long a deleted topic's records are kept for undelete.", format: "int64")),
      ("orphanDependents", flag), ("preconditions", preconditions),
      ("propagationPolicy", policy))
    guard dialect != .swagger else { return json }
    // A null says the same as no value.
    let members = json["properties"]?.members ?? []
    json["properties"] = .object(
      members.map { member in
        var schema = member.value
        if !["apiVersion", "kind"].contains(member.name) { schema["nullable"] = .bool(true) }
        return JSONValue.Member(member.name, schema)
      })
    return json
  }

  private var resourceList: JSONValue {
    let flag = JSONValue.members(("type", .string("boolean")), ("description", .string("Whether it has a namespace.")))
    let words = list(of: text("A word."), "Words.")
    let resource = record(
      "One resource.", required: ["name", "singularName", "namespaced", "kind", "verbs"],
      ("name", text("In the plural, as in paths.")), ("singularName", text("In the singular.")), ("namespaced", flag),
      ("kind", text("Its kind.")), ("group", text("Its group.")), ("version", text("Its version.")), ("verbs", words),
      ("shortNames", words), ("categories", words), ("storageVersionHash", text("Changes with its stored form.")))
    return record(
      "What the group serves.", required: ["groupVersion", "resources"], ("apiVersion", text("v1.")),
      ("kind", text("APIResourceList.")), ("groupVersion", text("Group and version.")),
      ("resources", list(of: resource, "The resources.")))
  }

  private var jsonPatch: JSONValue {
    let operations = ["add", "remove", "replace", "move", "copy", "test"].map(JSONValue.string)
    let pointer = JSONValue.members(
      ("type", .string("string")), ("pattern", .string("^(/[^~/]*(~[01][^~/]*)*)*$")),
      ("description", .string("A JSON pointer (RFC 6901).")))
    let step = record(
      "One change.", required: ["op", "path"],
      ("op", .members(("type", .string("string")), ("enum", .array(operations)))), ("path", pointer),
      ("from", pointer), ("value", .members(("description", .string("Any value.")), ("nullable", .bool(true)))))
    return .members(
      ("description", .string("Changes in order (RFC 6902).")), ("type", .string("array")), ("items", step),
      ("maxItems", .int(10_000)))
  }
}
