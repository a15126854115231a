import NIOHTTP1
import WeirBase
import WeirObjects

/// The console: static files under `/console/`, and what its pages ask beside the resource API under `/console/api/`.
///
/// - `GET node`, `topics?q=&limit=`, `topics/NAME`, `groups?q=&limit=`, `groups/ID`, `transforms`
/// - `GET topics/NAME/records?partition=&count=`
/// - `POST preview` of `{"topic", "partition", "count", "transforms": [{"uses", "with"}]}`
package struct ConsoleRoute: HTTPRoute {
  /// Rows of a list, whatever is asked for.
  private static let rowsMax = 1_000
  /// Records where no count is asked for.
  private static let countDefault = 50
  /// Steps of a chain that are looked at.
  private static let stepsMax = 64

  private let inspector: any StreamInspector

  package init(inspector: any StreamInspector) { self.inspector = inspector }

  package func answer(_ ask: HTTPAsk) async -> HTTPAnswer? {
    if ask.path == "/" || ask.path == "/console" { return Self.redirect }
    guard ask.segments.first == "console" else { return nil }
    let rest = Array(ask.segments.dropFirst())
    if rest.first == "api" { return await data(ask, Array(rest.dropFirst())) }
    guard ask.method == "GET" else { return Self.readOnly }
    guard rest.count == 1, let file = ConsoleFile.all[rest[0].isEmpty ? "index.html" : rest[0]] else {
      return .text(404, "the console has no such file; it begins at /console/\n")
    }
    return file.answer(ask)
  }

  private static let redirect = HTTPAnswer(status: 302, headers: [("location", "/console/")])

  private static let readOnly = StatusFault.methodNotAllowed("this can only be read", allowed: ["GET", "HEAD"]).answer

  // MARK: Data

  private func data(_ ask: HTTPAsk, _ path: [String]) async -> HTTPAnswer {
    if path == ["preview"] { return await preview(ask) }
    guard ask.method == "GET" else { return Self.readOnly }
    do throws(InspectionFault) {
      guard let json = try await page(ask, path) else { return StatusFault.noResource.answer }
      return .json(200, json)
    } catch { return Self.fault(error).answer }
  }

  private func page(_ ask: HTTPAsk, _ path: [String]) async throws(InspectionFault) -> JSONValue? {
    let text = ask.parameter("q") ?? ""
    let limit = min(max(ask.parameter("limit").flatMap { Int($0) } ?? Self.rowsMax, 1), Self.rowsMax)
    switch (path.first, path.count) {
    case ("node", 1): return inspector.node().json
    case ("transforms", 1): return inspector.transforms
    case ("topics", 1): return inspector.topics(containing: text, limit: limit).json
    case ("topics", 2):
      guard let topic = inspector.topic(path[1]) else { throw .noTopic(path[1]) }
      return topic.json
    case ("topics", 3) where path[2] == "records": return try await records(ask, of: path[1])
    case ("groups", 1): return try inspector.groups(containing: text, limit: limit).json
    case ("groups", 2): return try inspector.group(path[1]).json
    default: return nil
    }
  }

  private func records(_ ask: HTTPAsk, of topic: String) async throws(InspectionFault) -> JSONValue {
    let partition = ask.parameter("partition").map { Int32($0) ?? -1 }
    let count = ask.parameter("count").flatMap { Int($0) } ?? Self.countDefault
    let records = try await inspector.records(RecordAsk(topic: topic, partition: partition, count: count))
    return .members(("records", .array(records.map(\.json))))
  }

  // MARK: Preview

  private func preview(_ ask: HTTPAsk) async -> HTTPAnswer {
    guard ask.method == "POST" else {
      return StatusFault.methodNotAllowed("a preview is asked for by POST", allowed: ["POST"]).answer
    }
    // A form of another site cannot send this type.
    let type = ask.headers.first(name: "content-type") ?? ""
    guard type.lowercased().hasPrefix("application/json") else {
      return StatusFault.unsupportedMediaType(type, accepted: ["application/json"]).answer
    }
    let json: JSONValue
    do throws(JSONParser.Failure) { json = try JSONParser.parse(ask.body) } catch {
      return StatusFault.badRequest("the body is no JSON: \(error)").answer
    }
    guard let (steps, records) = Self.preview(json) else {
      return StatusFault.badRequest(
        "the body must have a topic and transforms, a list of at most \(Self.stepsMax) objects with uses and with"
      ).answer
    }
    do throws(InspectionFault) {
      let previews = try await inspector.preview(steps, on: records)
      return .json(200, .members(("records", .array(previews.map(\.json)))))
    } catch { return Self.fault(error).answer }
  }

  private static func preview(_ json: JSONValue) -> (steps: [PreviewStep], records: RecordAsk)? {
    guard let topic = json["topic"]?.text, let list = json["transforms"]?.elements, list.count <= stepsMax else {
      return nil
    }
    let steps = list.compactMap { step -> PreviewStep? in
      guard let uses = step["uses"]?.text else { return nil }
      return PreviewStep(uses: uses, with: step["with"] ?? .object([]))
    }
    guard steps.count == list.count else { return nil }
    let partition = json["partition"].flatMap { $0.isNull ? nil : Int32(clamping: $0.integer ?? -1) }
    let count = json["count"]?.integer.map { Int(clamping: $0) } ?? countDefault
    return (steps, RecordAsk(topic: topic, partition: partition, count: count))
  }

  // MARK: Faults

  private static func fault(_ fault: InspectionFault) -> StatusFault {
    switch fault {
    case .noTopic(let name): .notFound("topics", group: Kind.group, name: name)
    case .noPartition(let topic, let index):
      .notFound("partitions", group: Kind.group, name: "\(topic)-\(index)")
    case .noGroup(let id): .notFound("groups", group: "", name: id)
    case .invalid(let faults):
      .invalid(.view, "", faults.map { Cause("spec." + $0.field, .invalid, $0.message) })
    case .busy(let reason):
      StatusFault(503, "ServiceUnavailable", reason, headers: [("retry-after", "1")])
    case .unreadable(let reason): StatusFault(500, "InternalError", reason)
    }
  }
}
