import WeirBase
import WeirObjects

/// As much of Kubernetes' core group as its clients ask of any cluster: the namespace there is, and no events.
enum CoreResources {
  /// - Parameter segments: those after `/api/v1`.
  static func page(_ ask: HTTPAsk, _ segments: [String]) -> (() -> HTTPAnswer)? {
    switch segments {
    case []: return { .json(200, resources) }
    case ["namespaces"]: return { namespaces(ask) }
    case ["events"]: return { .json(200, emptyList("EventList")) }
    default: break
    }
    guard segments.count >= 2, segments[0] == "namespaces" else { return nil }
    if segments.count == 2 { return { one(segments[1], ask) } }
    return segments.count == 3 && segments[2] == "events" ? { .json(200, emptyList("EventList")) } : nil
  }

  private static let resources = JSONValue.members(
    ("kind", .string("APIResourceList")), ("groupVersion", .string("v1")),
    (
      "resources",
      .array([
        {
          var resource = Discovery.resource(
            "namespaces", "namespace", "Namespace", isNamespaced: false, verbs: ["get", "list"])
          resource["shortNames"] = .array([.string("ns")])
          return resource
        }()
      ])
    ))

  private static func emptyList(_ kind: String) -> JSONValue {
    .members(
      ("kind", .string(kind)), ("apiVersion", .string("v1")),
      ("metadata", .members(("resourceVersion", .string("1")))), ("items", .array([])))
  }

  private static let namespace = JSONValue.members(
    ("kind", .string("Namespace")), ("apiVersion", .string("v1")), ("metadata", metadata),
    ("spec", .object([])), ("status", .members(("phase", .string("Active")))))

  private static let metadata = JSONValue.members(
    ("name", .string(ResourceAPI.namespace)), ("uid", .string("00000000-0000-0000-0000-000000000001")),
    ("resourceVersion", .string("1")),
    ("labels", .members(("kubernetes.io/metadata.name", .string(ResourceAPI.namespace)))))

  private static func one(_ name: String, _ ask: HTTPAsk) -> HTTPAnswer {
    guard name == ResourceAPI.namespace else { return StatusFault.notFound("namespaces", group: "", name: name).answer }
    return rendered(ask, whole: namespace)
  }

  private static func namespaces(_ ask: HTTPAsk) -> HTTPAnswer {
    if ["true", "1", ""].contains(ask.parameter("watch")) {
      return StatusFault.methodNotAllowed("namespaces never change here: list them", allowed: ["GET", "HEAD"]).answer
    }
    var list = emptyList("NamespaceList")
    list["items"] = .array([namespace])
    return rendered(ask, whole: list)
  }

  private static func rendered(_ ask: HTTPAsk, whole: JSONValue) -> HTTPAnswer {
    guard let form = AnswerForm.negotiate(ask.header("accept")) else {
      return StatusFault.notAcceptable(AnswerForm.offered).answer
    }
    if form.isYAML { return .text(200, whole.yaml, type: "application/yaml") }
    return .json(200, form.shape == .table ? table(form) : whole)
  }

  private static func table(_ form: AnswerForm) -> JSONValue {
    let columns = ["Name", "Status"].map { name -> JSONValue in
      .members(
        ("name", .string(name)), ("type", .string("string")), ("format", .string(name == "Name" ? "name" : "")),
        ("description", .string(name == "Name" ? "Name of the namespace." : "Whether it is in use.")),
        ("priority", .int(0)))
    }
    let row = JSONValue.members(
      ("cells", .array([.string(ResourceAPI.namespace), .string("Active")])),
      (
        "object",
        .members(
          ("kind", .string("PartialObjectMetadata")), ("apiVersion", .string(form.metaVersion)), ("metadata", metadata))
      ))
    return .members(
      ("kind", .string("Table")), ("apiVersion", .string(form.metaVersion)),
      ("metadata", .members(("resourceVersion", .string("1")))), ("columnDefinitions", .array(columns)),
      ("rows", .array([row])))
  }
}
