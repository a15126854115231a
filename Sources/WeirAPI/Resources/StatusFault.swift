import WeirBase
import WeirControl
import WeirObjects

/// Why the API refuses, as a metav1.Status says it: kubectl and client libraries read code, reason and details.
struct StatusFault: Error, Sendable {
  var code: Int
  /// Kubernetes' word (metav1.StatusReason).
  var reason: String
  var message: String
  var details: JSONValue?
  var headers: [(String, String)] = []

  init(_ code: Int, _ reason: String, _ message: String, details: JSONValue? = nil, headers: [(String, String)] = []) {
    self.code = code
    self.reason = reason
    self.message = message
    self.details = details
    self.headers = headers
  }

  var json: JSONValue {
    var json = JSONValue.members(
      ("kind", .string("Status")), ("apiVersion", .string("v1")), ("metadata", .object([])),
      ("status", .string("Failure")), ("message", .string(message)), ("reason", .string(reason)))
    json["details"] = details
    json["code"] = .int(code)
    return json
  }

  var answer: HTTPAnswer {
    var answer = HTTPAnswer.json(code, json)
    answer.headers += headers
    return answer
  }
}

extension StatusFault {
  static func badRequest(_ message: String) -> StatusFault { StatusFault(400, "BadRequest", message) }

  static func tooLarge(_ message: String) -> StatusFault {
    StatusFault(413, "RequestEntityTooLarge", "Request entity too large: \(message)")
  }

  static func expired(_ message: String) -> StatusFault { StatusFault(410, "Expired", message) }

  /// No resource has this path.
  static let noResource = StatusFault(
    404, "NotFound", "the server could not find the requested resource", details: .object([]))

  static func notFound(_ resource: String, group: String, name: String) -> StatusFault {
    let title = group.isEmpty ? resource : "\(resource).\(group)"
    return StatusFault(
      404, "NotFound", "\(title) \"\(name)\" not found", details: details(resource, group: group, name: name))
  }

  static func notFound(_ key: ObjectKey) -> StatusFault {
    notFound(key.kind.definition.plural, group: Kind.group, name: key.name)
  }

  static func methodNotAllowed(_ message: String, allowed: [String]) -> StatusFault {
    StatusFault(
      405, "MethodNotAllowed", message, details: .object([]), headers: [("allow", allowed.joined(separator: ", "))])
  }

  static func unsupportedMediaType(_ given: String, accepted: [String]) -> StatusFault {
    StatusFault(
      415, "UnsupportedMediaType",
      "the body of the request was in an unknown format (\(given.prefix(200))); accepted media types include: "
        + accepted.joined(separator: ", "))
  }

  static func notAcceptable(_ offered: [String]) -> StatusFault {
    StatusFault(
      406, "NotAcceptable", "only the following media types are accepted: " + offered.joined(separator: ", "))
  }

  /// Options that make no sense, all at once.
  static func invalidOptions(_ kind: String, _ causes: [Cause]) -> StatusFault {
    invalid("\(kind).meta.k8s.io", "", details: details("", group: "meta.k8s.io", kind: kind, name: ""), causes)
  }

  static func details(_ resource: String, group: String, kind: String? = nil, name: String) -> JSONValue {
    .members(("name", .string(name)), ("group", .string(group)), ("kind", .string(kind ?? resource)))
  }

  /// Causes that the message itself tells; the details tell all.
  private static let shownMax = 16

  private static func invalid(_ title: String, _ name: String, details: JSONValue, _ causes: [Cause]) -> StatusFault {
    var shown = causes.prefix(shownMax).map { $0.field.isEmpty ? $0.message : "\($0.field): \($0.message)" }
    if causes.count > shownMax { shown.append("and \(causes.count - shownMax) more") }
    let list = shown.count == 1 ? shown[0] : "[\(shown.joined(separator: ", "))]"
    var details = details
    details["causes"] = Self.list(causes)
    return StatusFault(422, "Invalid", "\(title) \"\(name)\" is invalid: \(list)", details: details)
  }

  private static func list(_ causes: [Cause]) -> JSONValue {
    .array(
      causes.map { cause in
        .members(
          ("reason", .string(cause.reason.rawValue)), ("message", .string(cause.message)),
          ("field", .string(cause.field)))
      })
  }

  static func invalid(_ kind: Kind, _ name: String, _ causes: [Cause]) -> StatusFault {
    invalid(
      "\(kind.rawValue).\(Kind.group)", name,
      details: details("", group: Kind.group, kind: kind.rawValue, name: name), causes)
  }

  private static func alreadyExists(_ key: ObjectKey) -> StatusFault {
    let plural = key.kind.definition.plural
    return StatusFault(
      409, "AlreadyExists", "\(plural).\(Kind.group) \"\(key.name)\" already exists",
      details: details(plural, group: Kind.group, name: key.name))
  }

  /// - Parameter key: what was asked for; the error may name it better.
  init(_ error: ObjectError, _ key: ObjectKey) {
    let plural = key.kind.definition.plural
    let details = Self.details(plural, group: Kind.group, name: key.name)
    let title = "\(plural).\(Kind.group) \"\(key.name)\""
    switch error {
    case .notFound(let key): self = .notFound(key)
    case .alreadyExists(let key): self = .alreadyExists(key)
    case .ownedByOthers(let message, let causes):
      self.init(409, "Conflict", message, details: .members(("causes", Self.list(causes))))
    case .malformed(let reason): self = .badRequest(reason)
    case .conflict(let reason):
      self.init(409, "Conflict", "Operation cannot be fulfilled on \(title): \(reason)", details: details)
    case .invalid(let named, let causes): self = .invalid(named?.kind ?? key.kind, named?.name ?? key.name, causes)
    case .expired(let reason): self = .expired(reason)
    case .tooLarge(let reason): self = .tooLarge(reason)
    case .notAllowed(let reason): self.init(403, "Forbidden", "\(title) is forbidden: \(reason)", details: details)
    case .unavailable(let reason):
      var details = details
      details["retryAfterSeconds"] = .int(1)
      self.init(
        503, "ServiceUnavailable", "the object store is not available now: \(reason)", details: details,
        headers: [("retry-after", "1")])
    case .internalFault(let reason):
      self.init(500, "InternalError", "Internal error occurred: \(reason)", details: details)
    }
  }
}
