import WeirBase
import WeirObjects

/// Tells clients what there is: groups, kinds and their verbs, namespaces, schemas, and the version.
final class Discovery: Sendable {
  private let version: String
  private let schemas = SchemaPages()

  init(version: String) { self.version = version }

  /// - Parameter segments: those of the path, without a last empty one.
  func answer(_ ask: HTTPAsk, _ segments: [String]) -> HTTPAnswer? {
    guard let answer = page(ask, segments) else { return nil }
    guard ask.method == "GET" else {
      return StatusFault.methodNotAllowed("this can only be read", allowed: ["GET", "HEAD"]).answer
    }
    return answer()
  }

  private func page(_ ask: HTTPAsk, _ segments: [String]) -> (() -> HTTPAnswer)? {
    switch segments {
    case ["api"]: return { .json(200, Self.core) }
    case ["apis"]: return { .json(200, Self.groups) }
    case ["apis", Kind.group]: return { .json(200, Self.group) }
    case ["apis", Kind.group, Kind.version]: return { .json(200, Self.resources) }
    case ["version"]: return { .json(200, self.versions) }
    default: break
    }
    if segments.starts(with: ["openapi"]) { return { self.schemas.answer(ask, Array(segments.dropFirst())) } }
    if segments.starts(with: ["api", "v1"]) { return CoreResources.page(ask, Array(segments.dropFirst(2))) }
    return nil
  }

  private static let core = JSONValue.members(
    ("kind", .string("APIVersions")), ("versions", .array([.string("v1")])), ("serverAddressByClientCIDRs", .array([])))

  private static let groupVersion = JSONValue.members(
    ("groupVersion", .string(Kind.apiVersion)), ("version", .string(Kind.version)))

  private static let groupMembers: [(String, JSONValue)] = [
    ("name", .string(Kind.group)), ("versions", .array([groupVersion])), ("preferredVersion", groupVersion),
  ]

  private static let group = JSONValue.object(
    ([("kind", .string("APIGroup")), ("apiVersion", .string("v1"))] + groupMembers).map { JSONValue.Member($0.0, $0.1) }
  )

  private static let groups = JSONValue.members(
    ("kind", .string("APIGroupList")), ("apiVersion", .string("v1")),
    ("groups", .array([.object(groupMembers.map { JSONValue.Member($0.0, $0.1) })])))

  private static let resources = JSONValue.members(
    ("kind", .string("APIResourceList")), ("apiVersion", .string("v1")), ("groupVersion", .string(Kind.apiVersion)),
    ("resources", .array(Kind.allCases.flatMap { resources(of: $0.definition) })))

  private static func resources(of definition: KindDefinition) -> [JSONValue] {
    let verbs = definition.verbs.map(\.rawValue) + (definition.verbs.contains(.delete) ? ["deletecollection"] : [])
    var main = resource(definition.plural, definition.singular, definition.kind.rawValue, verbs: verbs)
    if !definition.shortNames.isEmpty { main["shortNames"] = .array(definition.shortNames.map(JSONValue.string)) }
    if !definition.categories.isEmpty { main["categories"] = .array(definition.categories.map(JSONValue.string)) }
    var all = [main, resource("\(definition.plural)/status", "", definition.kind.rawValue, verbs: ["get"])]
    if definition.kind == .topic {
      all.append(resource("\(definition.plural)/undelete", "", definition.kind.rawValue, verbs: ["create"]))
    }
    return all
  }

  static func resource(
    _ name: String, _ singular: String, _ kind: String, isNamespaced: Bool = true, verbs: [String]
  ) -> JSONValue {
    .members(
      ("name", .string(name)), ("singularName", .string(singular)), ("namespaced", .bool(isNamespaced)),
      ("kind", .string(kind)), ("verbs", .array(verbs.map(JSONValue.string))))
  }

  /// kubectl reads the numbers as those of the Kubernetes whose API this is like.
  private var versions: JSONValue {
    .members(
      ("major", .string("1")), ("minor", .string("32")), ("gitVersion", .string("v1.32.0+weir-\(version)")),
      ("gitCommit", .string("")), ("gitTreeState", .string("")), ("buildDate", .string("")),
      ("goVersion", .string("")), ("compiler", .string("swiftc")), ("platform", .string("linux")))
  }
}
