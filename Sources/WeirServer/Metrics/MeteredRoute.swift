import WeirAPI
import WeirBase
import WeirObjects

/// A route whose requests are counted and timed, and whose open watches are known.
struct MeteredRoute: HTTPRoute {
  let route: any HTTPRoute
  let metrics: EdgeMetrics
  let clock: any Clock

  static func all(_ routes: [any HTTPRoute], metrics: EdgeMetrics, clock: any Clock) -> [any HTTPRoute] {
    routes.map { MeteredRoute(route: $0, metrics: metrics, clock: clock) }
  }

  func answer(_ ask: HTTPAsk) async -> HTTPAnswer? {
    let began = clock.monotonicNanos()
    guard var answer = await route.answer(ask) else { return nil }
    let label = RequestLabel(ask)
    metrics.requests.add(label.verb, label.resource, String(answer.status))
    metrics.requestNanos.record(Int(clamping: clock.monotonicNanos() &- began), label.verb, label.resource)
    if label.verb == "watch", case .stream(let stream) = answer.body {
      answer.body = .stream(counted(stream))
    }
    return answer
  }

  /// The stream, pulled as it was, with a token that is let go with it.
  private func counted(_ stream: AsyncThrowingStream<[UInt8], any Error>) -> AsyncThrowingStream<[UInt8], any Error> {
    let watch = OpenWatch(stream, metrics.watches)
    return AsyncThrowingStream { try await watch.next() }
  }
}

/// Counts one watch as long as it is read.
// Sendable: a stream has one reader, which asks for one part after the other.
private final class OpenWatch: @unchecked Sendable {
  private var parts: AsyncThrowingStream<[UInt8], any Error>.Iterator
  private let gauge: Gauge
  private var hasEnded = false

  init(_ stream: AsyncThrowingStream<[UInt8], any Error>, _ gauge: Gauge) {
    parts = stream.makeAsyncIterator()
    self.gauge = gauge
    gauge.add()
  }

  func next() async throws -> [UInt8]? {
    let part = try await parts.next()
    if part == nil { end() }
    return part
  }

  private func end() {
    if !hasEnded { gauge.subtract() }
    hasEnded = true
  }

  deinit { end() }
}
