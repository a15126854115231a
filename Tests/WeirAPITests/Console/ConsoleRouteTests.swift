import NIOHTTP1
import Synchronization
import Testing
import WeirBase

@testable import WeirAPI

/// Shows made-up streams, and keeps what it was asked for.
private final class StubInspector: StreamInspector {
  let asks = Mutex<[RecordAsk]>([])
  let steps = Mutex<[PreviewStep]>([])
  let fault: InspectionFault?

  init(fault: InspectionFault? = nil) { self.fault = fault }

  private let figures = TopicFigures(
    name: "orders", isInternal: false, partitions: 1, offline: 0, records: 2, sizeBytes: 10, recordsIn: 2, bytesIn: 10,
    bytesOut: 0)

  func node() -> NodeView {
    NodeView(clusterID: "c", nodeID: 1, version: "1", nowMillis: 5, topics: 1, partitions: 1, groups: 0)
  }

  func topics(containing text: String, limit: Int) -> TopicPage {
    TopicPage(atMillis: 5, total: limit, matched: text.count, topics: [figures])
  }

  func topic(_ name: String) -> TopicView? {
    name == "orders" ? TopicView(atMillis: 5, figures: figures, partitions: []) : nil
  }

  func groups(containing text: String, limit: Int) throws(InspectionFault) -> GroupPage {
    if let fault { throw fault }
    return GroupPage(total: 0, matched: 0, groups: [])
  }

  func group(_ id: String) throws(InspectionFault) -> GroupView { throw .noGroup(id) }

  var transforms: JSONValue { .members(("transforms", .array([]))) }

  func records(_ ask: RecordAsk) async throws(InspectionFault) -> [ShownRecord] {
    if let fault { throw fault }
    asks.withLock { $0.append(ask) }
    return []
  }

  func preview(_ steps: [PreviewStep], on ask: RecordAsk) async throws(InspectionFault) -> [PreviewView] {
    if let fault { throw fault }
    asks.withLock { $0.append(ask) }
    self.steps.withLock { $0 = steps }
    return []
  }
}

@Suite struct ConsoleRouteTests {
  private func ask(
    _ method: String = "GET", _ target: String, headers: HTTPHeaders = [:], body: String = "",
    of inspector: StubInspector = StubInspector()
  ) async throws -> HTTPAnswer? {
    let target = try #require(HTTPTarget(target))
    return await ConsoleRoute(inspector: inspector).answer(
      HTTPAsk(
        method: method, path: target.path, segments: target.segments, query: target.query, headers: headers,
        body: Array(body.utf8)))
  }

  private func json(_ answer: HTTPAnswer?) throws -> JSONValue {
    guard case .bytes(let bytes) = try #require(answer).body else { return .null }
    return try JSONParser.parse(bytes)
  }

  private func header(_ name: String, of answer: HTTPAnswer) -> String? { answer.headers.first { $0.0 == name }?.1 }

  @Test func pagesOfOthersAreLeftToThem() async throws {
    for path in ["/apis", "/metrics", "/consoles", "/healthz"] { #expect(try await ask("GET", path) == nil, "\(path)") }
  }

  @Test(arguments: ["/", "/console"]) func entranceLeadsToThePage(path: String) async throws {
    let answer = try #require(try await ask("GET", path))
    #expect(answer.status == 302)
    #expect(header("location", of: answer) == "/console/")
  }

  @Test func everyFileIsServedWithItsTypeAndAStrictPolicy() async throws {
    #expect(ConsoleFile.all.count > 10)
    for (path, file) in ConsoleFile.all {
      let answer = try #require(try await ask("GET", "/console/" + path))
      #expect(answer.status == 200)
      #expect(header("content-type", of: answer) == file.type)
      let policy = try #require(header("content-security-policy", of: answer))
      #expect(policy.hasPrefix("default-src 'self'") && !policy.contains("unsafe"))
      #expect(!file.bytes.isEmpty)
    }
  }

  @Test func fileThatTheBrowserHasIsNotSentAgain() async throws {
    let tag = try #require(ConsoleFile.all["app.js"]).tag
    for known in [tag, "W/" + tag, "*"] {
      let answer = try #require(try await ask("GET", "/console/app.js", headers: ["if-none-match": known]))
      #expect(answer.status == 304, "\(known)")
      guard case .none = answer.body else { return #expect(Bool(false), "a body came along") }
    }
    #expect(try await ask("GET", "/console/app.js", headers: ["if-none-match": "\"other\""])?.status == 200)
  }

  @Test(arguments: ["/console/absent.js", "/console/../secret", "/console/app.js/x", "/console/%2e%2e/x"])
  func onlyTheFilesThereAreAreServed(path: String) async throws {
    #expect(try await ask("GET", path)?.status == 404)
  }

  @Test func nothingIsWrittenHere() async throws {
    for path in ["/console/", "/console/api/topics", "/console/api/node"] {
      #expect(try await ask("DELETE", path)?.status == 405, "\(path)")
    }
    #expect(try await ask("GET", "/console/api/preview")?.status == 405)
  }

  @Test func listsAreBounded() async throws {
    #expect(try json(await ask("GET", "/console/api/topics?limit=99999999"))["total"] == .int(1000))
    #expect(try json(await ask("GET", "/console/api/topics?limit=-3&q=abc"))["total"] == .int(1))
    #expect(try json(await ask("GET", "/console/api/topics?limit=x&q=abc"))["matched"] == .int(3))
  }

  @Test func recordsAreBounded() async throws {
    let inspector = StubInspector()
    for query in ["", "?count=100000", "?count=-1&partition=2", "?partition=x"] {
      _ = try await ask("GET", "/console/api/topics/a%2Fb/records" + query, of: inspector)
    }
    #expect(
      inspector.asks.withLock { $0 } == [
        RecordAsk(topic: "a/b", partition: nil, count: 50), RecordAsk(topic: "a/b", partition: nil, count: 200),
        RecordAsk(topic: "a/b", partition: 2, count: 1), RecordAsk(topic: "a/b", partition: -1, count: 50),
      ])
  }

  @Test func previewReadsStepsAsViewsHaveThem() async throws {
    let inspector = StubInspector()
    let body = #"{"topic":"orders","count":7,"transforms":[{"uses":"builtin/x","with":{"a":1}},{"uses":"builtin/y"}]}"#
    let answer = try await ask(
      "POST", "/console/api/preview", headers: ["content-type": "application/json; charset=utf-8"], body: body,
      of: inspector)
    #expect(answer?.status == 200)
    #expect(inspector.asks.withLock { $0 } == [RecordAsk(topic: "orders", partition: nil, count: 7)])
    #expect(
      inspector.steps.withLock { $0 } == [
        PreviewStep(uses: "builtin/x", with: .members(("a", .int(1)))),
        PreviewStep(uses: "builtin/y", with: .object([])),
      ])
  }

  @Test(arguments: [
    "", "[", "{}", "[1]", #"{"topic":"a"}"#, #"{"topic":"a","transforms":[1]}"#, #"{"topic":"a","transforms":{}}"#,
  ])
  func previewOfNonsenseIsRefused(body: String) async throws {
    let answer = try await ask(
      "POST", "/console/api/preview", headers: ["content-type": "application/json"], body: body)
    #expect(answer?.status == 400)
  }

  /// What a form of another site can send without asking.
  @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", ""])
  func previewTakesJSONAlone(type: String) async throws {
    let answer = try await ask(
      "POST", "/console/api/preview", headers: type.isEmpty ? [:] : ["content-type": type],
      body: #"{"topic":"a","transforms":[]}"#)
    #expect(answer?.status == 415)
  }

  @Test func faultsAreToldAsTheResourceAPIDoes() async throws {
    let cases: [(InspectionFault, Int)] = [
      (.noTopic("x"), 404), (.noPartition("x", 3), 404), (.busy("later"), 503), (.unreadable("damaged"), 500),
      (.invalid([.init("transforms[0].with.path", "is required")]), 422),
    ]
    for (fault, status) in cases {
      let answer = try await ask("GET", "/console/api/topics/x/records", of: StubInspector(fault: fault))
      #expect(answer?.status == status)
      #expect(try json(answer)["kind"] == .string("Status"))
    }
    let answer = try await ask(
      "POST", "/console/api/preview", headers: ["content-type": "application/json"],
      body: #"{"topic":"a","transforms":[]}"#,
      of: StubInspector(fault: .invalid([.init("transforms[0].with.path", "is required")])))
    let cause = try json(answer).at("details", "causes")?.elements?.first
    #expect(cause?["field"] == .string("spec.transforms[0].with.path"))
    #expect(cause?["message"] == .string("is required"))
  }

  @Test func whatIsNotThereIsNamed() async throws {
    #expect(try json(await ask("GET", "/console/api/topics/absent"))["message"]?.text?.contains("absent") == true)
    #expect(try await ask("GET", "/console/api/groups/absent")?.status == 404)
    #expect(try await ask("GET", "/console/api/nothing")?.status == 404)
    #expect(try await ask("GET", "/console/api/topics/orders")?.status == 200)
  }
}
