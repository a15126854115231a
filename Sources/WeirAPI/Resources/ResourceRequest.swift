import WeirBase
import WeirControl
import WeirObjects

/// Why a request is refused before or while it is served.
enum RequestFault: Error {
  case bad(String)
  case unsupportedMedia(String, accepted: [String])
  case notAllowed(String, ResourceTarget)
  case object(ObjectError)
  case answered(HTTPAnswer)

  func answer(about target: ResourceTarget) -> HTTPAnswer {
    switch self {
    case .bad(let message): StatusFault.badRequest(message).answer
    case .unsupportedMedia(let type, let accepted): StatusFault.unsupportedMediaType(type, accepted: accepted).answer
    case .notAllowed(let method, let target): Self.notAllowed(method, target)
    case .object(let error): StatusFault(error, target.key).answer
    case .answered(let answer): answer
    }
  }

  private static func notAllowed(_ method: String, _ target: ResourceTarget) -> HTTPAnswer {
    let (methods, reason) = methods(of: target)
    return StatusFault.methodNotAllowed("\(method.prefix(20)) is not possible here: \(reason)", allowed: methods).answer
  }

  /// What a target answers to, and why to nothing else.
  static func methods(of target: ResourceTarget) -> (methods: [String], reason: String) {
    let kind = target.kind
    let name = kind.definition.plural
    switch target {
    case .collection(_, nil): return (["GET", "HEAD"], "\(name) of all namespaces can only be read")
    case .collection(_, .some):
      return kind.allows(.create)
        ? (
          ["GET", "HEAD", "POST", "DELETE"],
          "\(name) are listed, watched, created and deleted here; name one to change it"
        )
        : (["GET", "HEAD"], "\(name) are made by the node")
    case .object:
      let verbs: [(Verb, String)] = [(.update, "PUT"), (.patch, "PATCH"), (.delete, "DELETE")]
      let reason = kind.allows(.update) ? "\(name) are created in their collection" : "\(name) are written by the node"
      return (["GET", "HEAD"] + verbs.filter { kind.allows($0.0) }.map(\.1), reason)
    case .status: return (["GET", "HEAD"], "a status is written by controllers alone")
    case .undelete: return (["POST"], "a deleted topic is brought back by POST")
    case .deletedTopics: return (["GET", "HEAD"], "deleted topics can only be listed, and brought back one by one")
    }
  }
}

/// A request with its parameters read.
struct ResourceRequest: Sendable {
  let ask: HTTPAsk
  let target: ResourceTarget
  let form: AnswerForm
  let isPretty: Bool
  let isDryRun: Bool
  let isWatch: Bool
  let selector: Selector
  /// Nil for all.
  let limit: Int?
  let continuing: String?
  let resourceVersion: Int64?
  let exactRevision: Int64?
  let timeoutSeconds: Int64?
  let wantsBookmarks: Bool
  /// Whether a watch begins with what stands, and whether a bookmark says where that ends.
  let wantsInitialEvents: Bool
  let marksInitialEnd: Bool
  let rowObject: ObjectRendering.RowObject
  let validation: FieldValidation
  let force: Bool
  let manager: String

  enum FieldValidation: String, Sendable {
    case strict = "Strict"
    case warn = "Warn"
    case ignore = "Ignore"
  }

  init(_ ask: HTTPAsk, _ target: ResourceTarget) throws(RequestFault) {
    self.ask = ask
    self.target = target
    guard let form = AnswerForm.negotiate(ask.header("accept")) else {
      throw .answered(StatusFault.notAcceptable(AnswerForm.offered).answer)
    }
    self.form = form
    isPretty = try Self.flag("pretty", ask)
    isDryRun = try Self.choice("dryRun", ["All"], ask) != nil
    isWatch = try Self.flag("watch", ask)
    do throws(SelectorFault) {
      selector = try Selector(
        labels: ask.parameter("labelSelector"), fields: ask.parameter("fieldSelector"), of: target.kind)
    } catch { throw .bad(error.message) }
    let limit = try Self.number("limit", ask) ?? 0
    self.limit = limit == 0 ? nil : Int(clamping: limit)
    continuing = ask.parameter("continue").flatMap { $0.isEmpty ? nil : $0 }
    resourceVersion = try Self.number("resourceVersion", ask)
    let match = try Self.choice("resourceVersionMatch", ["Exact", "NotOlderThan"], ask)
    let initial = try Self.optionalFlag("sendInitialEvents", ask)
    if match != nil && resourceVersion == nil && initial == nil {
      throw .bad("resourceVersionMatch is forbidden unless resourceVersion is provided")
    }
    exactRevision = match == "Exact" && continuing == nil ? resourceVersion : nil
    if exactRevision == 0 { throw .bad("resourceVersionMatch \"Exact\" is forbidden for resourceVersion \"0\"") }
    timeoutSeconds = try Self.number("timeoutSeconds", ask)
    wantsBookmarks = try Self.flag("allowWatchBookmarks", ask)
    rowObject =
      try Self.choice("includeObject", ["None", "Metadata", "Object"], ask)
      .flatMap { ObjectRendering.RowObject(rawValue: $0) } ?? .metadata
    validation =
      try Self.choice("fieldValidation", ["Strict", "Warn", "Ignore"], ask)
      .flatMap { FieldValidation(rawValue: $0) } ?? .strict
    force = try Self.flag("force", ask)
    manager = try Self.manager(ask)
    if initial != nil && !(isWatch && match == "NotOlderThan") {
      throw .bad("sendInitialEvents is for watches, with resourceVersionMatch \"NotOlderThan\"")
    }
    // Without a version everything that stands comes first, as added.
    wantsInitialEvents = initial ?? (resourceVersion ?? 0 == 0)
    marksInitialEnd = initial == true && wantsBookmarks
    if isWatch && match != nil && initial == nil {
      throw .bad("resourceVersionMatch is forbidden for a watch without sendInitialEvents")
    }
    if continuing != nil, let version = resourceVersion, version > 0 {
      throw .bad("specifying resourceVersion is not allowed when using continue")
    }
  }

  static func flag(_ name: String, _ ask: HTTPAsk) throws(RequestFault) -> Bool {
    try optionalFlag(name, ask) ?? false
  }

  private static func optionalFlag(_ name: String, _ ask: HTTPAsk) throws(RequestFault) -> Bool? {
    switch ask.parameter(name) {
    case nil: return nil
    case "false", "0", "False": return false
    case "true", "1", "True", "": return true
    case .some(let text): throw .bad("\(name) must be true or false, not \"\(text.prefix(100))\"")
    }
  }

  static func number(_ name: String, _ ask: HTTPAsk) throws(RequestFault) -> Int64? {
    guard let text = ask.parameter(name), !text.isEmpty else { return nil }
    guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let number = Int64(text)
    else {
      throw .bad("\(name) must be a whole number of 0 or more, not \"\(text.prefix(100))\"")
    }
    return number
  }

  static func choice(
    _ name: String, _ choices: [String], _ ask: HTTPAsk
  ) throws(RequestFault) -> String? {
    guard let text = ask.parameter(name), !text.isEmpty else { return nil }
    guard choices.contains(text) else {
      throw .bad("\(name) must be \(choices.joined(separator: " or ")), not \"\(text.prefix(100))\"")
    }
    return text
  }

  /// Who changes: as it says, or the program's name from its user agent, as Kubernetes has it.
  private static func manager(_ ask: HTTPAsk) throws(RequestFault) -> String {
    if let named = ask.parameter("fieldManager"), !named.isEmpty {
      guard named.utf8.count <= 128, named.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) else {
        throw .bad("fieldManager must be at most 128 printable characters")
      }
      return named
    }
    let agent = (ask.header("user-agent") ?? "").prefix { $0 != "/" && $0 != " " }
      .filter { $0.isASCII && !$0.isNewline }
    return agent.isEmpty ? "unknown" : String(agent.prefix(128))
  }

  // MARK: Answers

  func answer(_ status: Int, _ json: JSONValue, warnings: [String] = []) -> HTTPAnswer {
    var answer =
      form.isYAML
      ? HTTPAnswer.text(status, json.yaml, type: "application/yaml")
      : HTTPAnswer.text(status, (isPretty ? json.pretty : json.compact) + "\n", type: "application/json")
    answer.headers += warnings.map { ("warning", "299 - \"\($0)\"") }
    return answer
  }

  func answer(_ status: Int, text: String) -> HTTPAnswer {
    if !form.isYAML && !isPretty { return .text(status, text + "\n", type: "application/json") }
    guard let json = try? JSONParser.parse(text) else { return .text(status, text, type: "application/json") }
    return answer(status, json)
  }

  // MARK: Bodies

  private static func mediaType(_ ask: HTTPAsk) -> String {
    let type = (ask.header("content-type") ?? "").prefix { $0 != ";" }.lowercased()
    return String(type.filter { $0 != " " })
  }

  var mediaType: String { Self.mediaType(ask) }

  /// The body as one JSON or YAML document, or nil where there is none.
  func document(of types: [String]) throws(RequestFault) -> JSONValue? {
    if ask.body.isEmpty { return nil }
    let type = mediaType
    guard type.isEmpty || types.contains(type) else {
      throw .unsupportedMedia(type, accepted: types)
    }
    if type.hasSuffix("yaml") { return try yaml() }
    do throws(JSONParser.Failure) { return try JSONParser.parse(ask.body) } catch {
      throw .bad("the body is no JSON: \(error)")
    }
  }

  private func yaml() throws(RequestFault) -> JSONValue {
    let documents: [YAMLDocument]
    do throws(YAMLFault) { documents = try YAML.documents(ask.body) } catch {
      throw .bad("the body is no YAML: \(error)")
    }
    guard documents.count == 1, let only = documents.first else {
      throw .bad("the body must be one document, not \(documents.count)")
    }
    return only.value
  }
}
