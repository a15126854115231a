import Testing
import WeirAPI
import WeirBase

@testable import WeirServer

/// What requests of the admin port are counted under.
@Suite struct RequestLabelTests {
  @Test(arguments: [
    ("GET", "/apis/weir.streaming/v1/topics", "list", "topics"),
    ("GET", "/apis/weir.streaming/v1/namespaces/default/topics/orders", "get", "topics"),
    ("GET", "/apis/weir.streaming/v1/namespaces/default/topics?watch=true", "watch", "topics"),
    ("GET", "/apis/weir.streaming/v1/topics?watch=1", "watch", "topics"),
    ("GET", "/apis/weir.streaming/v1/topics?watch=false", "list", "topics"),
    ("POST", "/apis/weir.streaming/v1/namespaces/default/views", "create", "views"),
    ("PUT", "/apis/weir.streaming/v1/namespaces/default/topics/a/status", "update", "topics"),
    ("PATCH", "/apis/weir.streaming/v1/namespaces/default/topics/a", "patch", "topics"),
    ("DELETE", "/apis/weir.streaming/v1/namespaces/default/topics/a", "delete", "topics"),
    ("DELETE", "/apis/weir.streaming/v1/namespaces/default/topics", "deletecollection", "topics"),
    ("GET", "/apis/weir.streaming/v1/namespaces/default/secrets", "get", "discovery"),
    ("GET", "/apis", "get", "discovery"), ("GET", "/openapi/v2", "get", "openapi"), ("GET", "/", "get", "console"),
    ("GET", "/metrics", "get", "metrics"), ("GET", "/readyz", "get", "readyz"),
    ("BREW", "/made/up/by/a/client", "other", "other"),
    ("BREW", "/apis/weir.streaming/v1/topics", "other", "topics"),
  ])
  func labels(method: String, target: String, verb: String, resource: String) {
    let parts = target.split(separator: "?", omittingEmptySubsequences: false).map(String.init)
    let query = parts.dropFirst().first.map { text in
      let pair = text.split(separator: "=").map(String.init)
      return [(name: pair[0], value: pair[1])]
    }
    let ask = HTTPAsk(
      method: method, path: parts[0], segments: parts[0].split(separator: "/").map(String.init), query: query ?? [])
    let label = RequestLabel(ask)
    #expect(label.verb == verb && label.resource == resource)
  }

  @Test func openWatchesAreCountedUntilTheyEnd() async throws {
    let metrics = EdgeMetrics()
    let (stream, continuation) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
    let route = MeteredRoute(route: Fixed(body: .stream(stream)), metrics: metrics, clock: StillClock())
    let ask = HTTPAsk(
      method: "GET", path: "/apis/weir.streaming/v1/topics", segments: ["apis", "weir.streaming", "v1", "topics"],
      query: [(name: "watch", value: "1")])
    guard case .stream(let parts)? = await route.answer(ask)?.body else {
      Issue.record("no stream")
      return
    }
    #expect(metrics.watches.value == 1)
    continuation.yield([1])
    continuation.yield([2])
    continuation.finish()
    var seen: [[UInt8]] = []
    for try await part in parts { seen.append(part) }
    #expect(seen == [[1], [2]])
    #expect(metrics.watches.value == 0)
    #expect(metrics.requests.value("watch", "topics", "200") == 1)
  }

  @Test func watchesLetGoAreNotCounted() async {
    let metrics = EdgeMetrics()
    let ask = HTTPAsk(
      method: "GET", path: "/apis/weir.streaming/v1/topics", segments: ["apis", "weir.streaming", "v1", "topics"],
      query: [(name: "watch", value: "1")])
    do {
      let (stream, _) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
      let route = MeteredRoute(route: Fixed(body: .stream(stream)), metrics: metrics, clock: StillClock())
      _ = await route.answer(ask)
    }
    #expect(metrics.watches.value == 0)
  }

  private struct Fixed: HTTPRoute {
    let body: HTTPBody
    func answer(_ ask: HTTPAsk) async -> HTTPAnswer? { HTTPAnswer(status: 200, body: body) }
  }
}
