import WeirBase

/// The kinds as CustomResourceDefinitions, for a Kubernetes cluster that stores them itself.
/// https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/
package enum CRD {
  package static func manifest(_ kind: Kind) -> JSONValue {
    let definition = kind.definition
    let name = "\(definition.plural).\(Kind.group)"
    return .members(
      ("apiVersion", .string("apiextensions.k8s.io/v1")), ("kind", .string("CustomResourceDefinition")),
      ("metadata", .members(("name", .string(name)))),
      (
        "spec",
        .members(
          ("group", .string(Kind.group)), ("names", names(definition)), ("scope", .string("Namespaced")),
          ("versions", .array([version(definition)])))
      ))
  }

  private static func names(_ definition: KindDefinition) -> JSONValue {
    var names = JSONValue.members(
      ("kind", .string(definition.kind.rawValue)), ("listKind", .string(definition.kind.rawValue + "List")),
      ("plural", .string(definition.plural)), ("singular", .string(definition.singular)))
    if !definition.shortNames.isEmpty { names["shortNames"] = .array(definition.shortNames.map(JSONValue.string)) }
    names["categories"] = .array(definition.categories.map(JSONValue.string))
    return names
  }

  private static func version(_ definition: KindDefinition) -> JSONValue {
    .members(
      ("name", .string(Kind.version)), ("served", .bool(true)), ("storage", .bool(true)),
      ("subresources", .members(("status", .object([])))),
      ("additionalPrinterColumns", .array(definition.columns.filter { $0.format != "name" }.map(column))),
      ("schema", .members(("openAPIV3Schema", schema(definition)))))
  }

  private static func column(_ column: Column) -> JSONValue {
    var json = JSONValue.members(
      ("name", .string(column.name)), ("type", .string(column.type)), ("jsonPath", .string(column.jsonPath)),
      ("description", .string(column.description)))
    if column.priority > 0 { json["priority"] = .int(column.priority) }
    return json
  }

  private static func schema(_ definition: KindDefinition) -> JSONValue {
    let text = JSONValue.members(("type", .string("string")))
    var schema = JSONValue.members(
      ("description", .string(definition.summary)), ("type", .string("object")),
      (
        "properties",
        .members(
          ("apiVersion", text), ("kind", text), ("metadata", .members(("type", .string("object")))),
          ("spec", spec(definition)), ("status", definition.status.json(.customResource)))
      ))
    if definition.needsSpec { schema["required"] = .array([.string("spec")]) }
    return schema
  }

  /// Where nothing is required, the whole spec may be left out; its defaults still apply.
  private static func spec(_ definition: KindDefinition) -> JSONValue {
    var json = definition.spec.json(.customResource)
    if !definition.needsSpec { json["default"] = .object([]) }
    return json
  }
}

extension KindDefinition {
  /// Whether a document without a spec cannot be right.
  var needsSpec: Bool { spec.fields?.contains(where: \.isRequired) ?? false || kind == .smartModule }
}
