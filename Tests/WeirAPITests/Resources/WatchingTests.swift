import Testing
import WeirBase
import WeirControl
import WeirObjects

@testable import WeirAPI

@Suite(.timeLimit(.minutes(1)))
struct WatchingTests {
  private let bench: APIBench

  init() throws { bench = try APIBench() }

  private var topics: String { APIBench.topics }

  private func told(_ events: [JSONValue]) -> [String] {
    events.map { "\($0["type"]?.text ?? "") \($0.at("object", "metadata", "name")?.text ?? "")" }
  }

  private func label(_ value: String, on name: String) async throws {
    let patch = "{\"metadata\":{\"labels\":{\"in\":\"\(value)\"}}}"
    let reply = try await Reply(
      bench.open("PATCH", "\(topics)/\(name)", patch, type: "application/merge-patch+json"))
    #expect(reply.status == 200)
  }

  @Test func withoutAVersionWhatStandsComesFirst() async throws {
    try await bench.make("a", "b")
    for query in ["", "&resourceVersion=0", "&resourceVersion="] {
      #expect(told(try await bench.watch(topics + "?watch=true" + query, count: 2)) == ["ADDED a", "ADDED b"])
    }
  }

  @Test func fromAVersionEveryChangeIsTold() async throws {
    try await bench.make("a")
    let version = try await bench.ask("GET", topics).version
    try await bench.make("b")
    try await label("x", on: "a")
    _ = try await bench.ask("DELETE", topics + "/b")
    let events = try await bench.watch(topics + "?watch=true&resourceVersion=\(version)", count: 3)
    #expect(told(events) == ["ADDED b", "MODIFIED a", "DELETED b"])
    let versions = events.compactMap { $0.at("object", "metadata", "resourceVersion")?.text.flatMap { Int($0) } }
    #expect(versions == versions.sorted() && versions.count == 3)
  }

  @Test func whoSelectsSeesObjectsComeAndGo() async throws {
    try await bench.make("a")
    let version = try await bench.ask("GET", topics).version
    for value in ["yes", "yes2", "no"] { try await label(value, on: "a") }
    let query = "?watch=true&labelSelector=in+in+(yes,yes2)&resourceVersion=\(version)"
    let events = try await bench.watch(topics + query, count: 3)
    #expect(told(events) == ["ADDED a", "MODIFIED a", "DELETED a"])
    // As it was when it last matched, at the version of the change.
    #expect(events[2].at("object", "metadata", "labels", "in")?.text == "yes2")
    #expect(
      events[2].at("object", "metadata", "resourceVersion") != events[1].at("object", "metadata", "resourceVersion"))
  }

  @Test func aWatchEndsWithABookmark() async throws {
    try await bench.make("a")
    let version = try await bench.ask("GET", topics).version
    let query = "?watch=true&resourceVersion=\(version)&timeoutSeconds=1"
    #expect(try await bench.watch(topics + query) == [])
    let events = try await bench.watch(topics + query + "&allowWatchBookmarks=true")
    #expect(events.map { $0["type"]?.text } == ["BOOKMARK"])
    #expect(events[0].at("object", "metadata", "resourceVersion")?.text == version)
  }

  @Test func initialEventsHaveAnEnd() async throws {
    try await bench.make("a")
    let query = "?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"
    let events = try await bench.watch(topics + query, count: 2)
    #expect(told(events).first == "ADDED a" && events.last?["type"]?.text == "BOOKMARK")
    #expect(events.last?.at("object", "metadata", "annotations", "k8s.io/initial-events-end")?.text == "true")
    let none = try await bench.watch(
      topics + "?watch=true&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&timeoutSeconds=1")
    #expect(none == [])
  }

  @Test func versionsThatCannotBeWatchedAreExpired() async throws {
    try await bench.make("a")
    let future = try await bench.watch(topics + "?watch=true&resourceVersion=999999")
    #expect(future.first?["code"]?.integer == 410 && future.first?["reason"]?.text == "Expired")
    let version = try await bench.ask("GET", topics).version
    try await bench.make("b", "c")
    try await bench.repository.store.compact(before: Int64(version).map { $0 + 2 } ?? 0)
    let old = try await bench.watch(topics + "?watch=true&resourceVersion=\(version)", count: 1)
    #expect(old.first?["code"]?.integer == 410 || old.first?.at("object", "code")?.integer == 410)
  }

  @Test func onlyTheFirstTableNamesItsColumns() async throws {
    try await bench.make("a", "b")
    let accept = "application/json;as=Table;v=v1;g=meta.k8s.io"
    let events = try await bench.watch(topics + "?watch=true", count: 2, accept: accept)
    #expect(events.compactMap { $0.at("object", "kind")?.text } == ["Table", "Table"])
    #expect(events[0].at("object", "columnDefinitions")?.elements?.isEmpty == false)
    #expect(events[1].at("object", "columnDefinitions")?.elements?.isEmpty == true)
  }

  @Test func aWatchOfMuchBeginsInPieces() async throws {
    let objects = (0..<1_100).map {
      WeirObject(.topic, ObjectMeta(name: "t\($0)"), spec: .members(("partitions", .int(1))))
    }
    try await bench.repository.putAll(objects)
    let events = try await bench.watch(topics + "?watch=true&timeoutSeconds=1")
    #expect(events.count == 1_100)
  }

  @Test func onlyJSONIsWatched() async throws {
    #expect(try await bench.ask("GET", topics + "?watch=true", accept: "application/yaml").status == 406)
  }
}
