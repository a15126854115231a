import WeirAPI
import WeirBase
import WeirControl
import WeirObjects

/// `/metrics`, for Prometheus.
struct MetricsRoute: HTTPRoute {
  let metrics: NodeMetrics
  let census: ObjectCensus

  func answer(_ ask: HTTPAsk) async -> HTTPAnswer? {
    guard ask.path == "/metrics" else { return nil }
    guard ask.method == "GET" else { return .text(405, "only GET is answered here\n") }
    let text = metrics.text(objects: await census.counts())
    return .text(200, text, type: "text/plain; version=0.0.4; charset=utf-8")
  }
}
