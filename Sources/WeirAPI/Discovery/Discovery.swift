import Synchronization
import WeirBase
import WeirObjects

/// Tells clients what there is: groups, kinds and their verbs, schemas, and the version.
final class Discovery: Sendable {
  private let version: String
  /// Written once, when first asked for.
  private let swagger = Mutex<[UInt8]?>(nil)

  init(version: String) { self.version = version }

  func answer(_ ask: HTTPAsk) -> HTTPAnswer? {
    let segments = ask.segments
    let isKnown =
      [["api"], ["apis"], ["apis", Kind.group], ["apis", Kind.group, Kind.version], ["version"], ["openapi", "v2"]]
      .contains(segments) || segments.starts(with: ["openapi", "v3"])
    guard isKnown else { return nil }
    guard ask.method == "GET" else {
      return StatusFault(405, "MethodNotAllowed", "this can only be read", headers: [("allow", "GET, HEAD")]).answer
    }
    switch segments {
    case ["api"]: return .json(200, Self.core)
    case ["apis"]: return .json(200, Self.groups)
    case ["apis", Kind.group]: return .json(200, Self.group)
    case ["apis", Kind.group, Kind.version]: return .json(200, Self.resources)
    case ["version"]: return .json(200, versions)
    case ["openapi", "v2"]: return openAPI2(ask)
    default: return openAPI3(Array(segments.dropFirst(2)))
    }
  }

  private static let core = JSONValue.members(
    ("kind", .string("APIVersions")), ("versions", .array([])), ("serverAddressByClientCIDRs", .array([])))

  private static let groupVersion = JSONValue.members(
    ("groupVersion", .string(Kind.apiVersion)), ("version", .string(Kind.version)))

  private static let group = JSONValue.members(
    ("kind", .string("APIGroup")), ("apiVersion", .string("v1")), ("name", .string(Kind.group)),
    ("versions", .array([groupVersion])), ("preferredVersion", groupVersion))

  private static let groups = JSONValue.members(
    ("kind", .string("APIGroupList")), ("apiVersion", .string("v1")), ("groups", .array([group])))

  private static let resources = JSONValue.members(
    ("kind", .string("APIResourceList")), ("apiVersion", .string("v1")), ("groupVersion", .string(Kind.apiVersion)),
    ("resources", .array(Kind.allCases.flatMap { resources(of: $0.definition) })))

  private static func resources(of definition: KindDefinition) -> [JSONValue] {
    var main = JSONValue.members(
      ("name", .string(definition.plural)), ("singularName", .string(definition.singular)),
      ("namespaced", .bool(true)), ("kind", .string(definition.kind.rawValue)),
      ("verbs", .array(definition.verbs.map { .string($0.rawValue) })))
    if !definition.shortNames.isEmpty { main["shortNames"] = .array(definition.shortNames.map(JSONValue.string)) }
    if !definition.categories.isEmpty { main["categories"] = .array(definition.categories.map(JSONValue.string)) }
    var all = [main, part("status", of: definition, verbs: [.string("get")])]
    if definition.kind == .topic { all.append(part("undelete", of: definition, verbs: [.string("create")])) }
    return all
  }

  private static func part(_ name: String, of definition: KindDefinition, verbs: [JSONValue]) -> JSONValue {
    .members(
      ("name", .string("\(definition.plural)/\(name)")), ("singularName", .string("")), ("namespaced", .bool(true)),
      ("kind", .string(definition.kind.rawValue)), ("verbs", .array(verbs)))
  }

  /// kubectl reads the numbers as those of the Kubernetes whose API this is like.
  private var versions: JSONValue {
    .members(
      ("major", .string("1")), ("minor", .string("30")), ("gitVersion", .string("v1.30.0+weir-\(version)")),
      ("gitCommit", .string("")), ("gitTreeState", .string("")), ("buildDate", .string("")),
      ("goVersion", .string("")), ("compiler", .string("swiftc")), ("platform", .string("linux")))
  }

  // MARK: Schemas

  private func openAPI2(_ ask: HTTPAsk) -> HTTPAnswer {
    let accept = ask.header("accept") ?? ""
    guard accept.contains("proto-openapi.spec.v2") else { return .json(200, OpenAPI.v2()) }
    do throws(OpenAPIProtobuf.Fault) {
      let bytes = try swaggerBytes()
      return HTTPAnswer(
        headers: [("content-type", "application/com.github.proto-openapi.spec.v2.v1.0+protobuf")],
        body: .bytes(bytes))
    } catch { return StatusFault(500, "InternalError", error.description).answer }
  }

  private func swaggerBytes() throws(OpenAPIProtobuf.Fault) -> [UInt8] {
    if let known = swagger.withLock({ $0 }) { return known }
    let bytes = try OpenAPIProtobuf.encode(OpenAPI.v2())
    swagger.withLock { $0 = bytes }
    return bytes
  }

  private func openAPI3(_ rest: [String]) -> HTTPAnswer {
    if rest.isEmpty { return .json(200, OpenAPI.v3Index()) }
    guard let document = OpenAPI.v3(rest.joined(separator: "/")) else {
      return StatusFault(404, "NotFound", "there is no schema of \"\(rest.joined(separator: "/"))\"").answer
    }
    return .json(200, document)
  }
}
