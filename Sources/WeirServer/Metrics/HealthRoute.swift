import WeirAPI
import WeirBroker
import WeirLog

/// `/healthz` (and `/livez`): the process answers. `/readyz`: it serves.
struct HealthRoute: HTTPRoute {
  /// Partitions out of service that are named.
  private static let namesMax = 20
  let broker: Broker

  func answer(_ ask: HTTPAsk) async -> HTTPAnswer? {
    guard ["/healthz", "/livez", "/readyz"].contains(ask.path) else { return nil }
    guard ask.method == "GET" else { return .text(405, "only GET is answered here\n") }
    return ask.path == "/readyz" ? readiness() : .text(200, "ok\n")
  }

  /// A node with some partitions out of service serves the others, so it is ready and says which.
  private func readiness() -> HTTPAnswer {
    if broker.isReleased { return .text(503, "stopping\n") }
    let offline = broker.topics.table.all.flatMap(\.partitions).filter { $0.log.status != .online }
    let names = offline.prefix(Self.namesMax).map { "offline: \($0.name)\n" }.joined()
    return .text(200, "ready\n" + names)
  }
}
