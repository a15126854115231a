import WeirAPI
import WeirObjects

/// What a request of the admin port is counted under: known words only, so that made-up paths make no series.
struct RequestLabel: Equatable {
  /// As Kubernetes names it: get, list, watch, create, update, patch, delete, deletecollection; for other pages the
  /// method in lower case.
  let verb: String
  /// The plural name of a kind, `discovery`, `openapi`, `console`, or `other`.
  let resource: String

  init(_ ask: HTTPAsk) {
    let segments = ask.segments.filter { !$0.isEmpty }
    let kinds = Self.plurals
    // /apis/GROUP/VERSION[/namespaces/NAMESPACE]/PLURAL[/NAME[/SUBRESOURCE]]
    var rest = segments.dropFirst(3)
    if rest.first == "namespaces", rest.count > 2 { rest = rest.dropFirst(2) }
    if segments.first == "apis", let plural = rest.first, kinds.contains(plural) {
      resource = plural
      verb = Self.verb(ask, isNamed: rest.count > 1)
      return
    }
    verb = Self.methods.contains(ask.method) ? ask.method.lowercased() : "other"
    switch segments.first {
    case "api", "apis", "version": resource = "discovery"
    case "openapi": resource = "openapi"
    case "console", nil: resource = "console"
    case "metrics", "healthz", "readyz", "livez": resource = segments.first ?? ""
    default: resource = "other"
    }
  }

  private static let methods: Set<String> = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
  private static let plurals = Set(Kind.allCases.map(\.definition.plural))

  private static func verb(_ ask: HTTPAsk, isNamed: Bool) -> String {
    switch ask.method {
    case "GET":
      let watches = ["1", "true"].contains(ask.parameter("watch") ?? "")
      return watches ? "watch" : isNamed ? "get" : "list"
    case "POST": return "create"
    case "PUT": return "update"
    case "PATCH": return "patch"
    case "DELETE": return isNamed ? "delete" : "deletecollection"
    default: return "other"
    }
  }
}
