import NIOHTTP1
import Synchronization
import WeirBase
import WeirBroker
import WeirLog

/// What the admin port says: health, readiness and metrics.
final class AdminPages: Sendable {
  struct Page {
    var status: HTTPResponseStatus
    var type = "text/plain; charset=utf-8"
    var body: String
  }

  /// Connections of the admin port now.
  let connections = Gauge()
  private let broker: Broker
  private let listener: KafkaListener
  private let allowsRemote: Bool
  private let startedNanos: UInt64
  private let clock: any Clock

  init(broker: Broker, listener: KafkaListener, allowsRemote: Bool, clock: any Clock) {
    self.broker = broker
    self.listener = listener
    self.allowsRemote = allowsRemote
    self.clock = clock
    startedNanos = clock.monotonicNanos()
  }

  func answer(_ head: HTTPRequestHead) -> Page {
    if let refusal = foreign(head) { return refusal }
    guard head.method == .GET || head.method == .HEAD else {
      return Page(status: .methodNotAllowed, body: "only GET is answered here\n")
    }
    switch head.uri.prefix(while: { $0 != "?" }) {
    case "/healthz": return Page(status: .ok, body: "ok\n")
    case "/readyz": return readiness()
    case "/metrics":
      return Page(status: .ok, type: "text/plain; version=0.0.4; charset=utf-8", body: metrics())
    default: return Page(status: .notFound, body: "nothing is here; try /healthz, /readyz or /metrics\n")
    }
  }

  /// A page of another site must not reach a node through its visitor's browser: names and origins other than
  /// loopback's are refused unless the node is open to all (DNS rebinding).
  private func foreign(_ head: HTTPRequestHead) -> Page? {
    if allowsRemote { return nil }
    if let host = head.headers.first(name: "host"), !Node.isLoopback(Self.hostName(host)) {
      return Page(status: .forbidden, body: "host \(host.prefix(200)) is not this node's; use its loopback address\n")
    }
    if let origin = head.headers.first(name: "origin"), !Node.isLoopback(Self.hostName(Self.afterScheme(origin))) {
      return Page(status: .forbidden, body: "origin \(origin.prefix(200)) may not ask this node\n")
    }
    return nil
  }

  private static func afterScheme(_ origin: String) -> String {
    origin.hasPrefix("http://")
      ? String(origin.dropFirst(7)) : origin.hasPrefix("https://") ? String(origin.dropFirst(8)) : origin
  }

  private static func hostName(_ host: String) -> String {
    if host.hasPrefix("[") { return String(host.dropFirst().prefix { $0 != "]" }) }
    return String(host.prefix { $0 != ":" })
  }

  private func readiness() -> Page {
    let offline = broker.topics.table.all.flatMap(\.partitions).filter { $0.log.status != .online }
    if broker.isReleased { return Page(status: .serviceUnavailable, body: "stopping\n") }
    let names = offline.prefix(20).map { "offline: \($0.name)\n" }.joined()
    return Page(status: .ok, body: "ready\n" + names)
  }

  // MARK: Metrics

  private func metrics() -> String {
    var text = PrometheusText()
    let seconds = Double(clock.monotonicNanos() &- startedNanos) / 1e9
    text.gauge("weir_uptime_seconds", "Time since the node was ready.", [([], seconds)])
    text.gauge("weir_connections", "Client connections now.", [([], Double(listener.connectionCount))])
    text.counter("weir_connections_accepted_total", "Client connections taken.", [([], listener.accepted.value)])
    text.counter("weir_connections_refused_total", "Client connections over the limit.", [([], listener.refused.value)])
    text.gauge("weir_request_bytes_in_flight", "Bytes of requests at work.", [([], Double(listener.memory.value))])
    let metrics = broker.metrics
    text.gauge("weir_answer_bytes_in_flight", "Bytes of answers to be sent.", [([], Double(metrics.answerBytes.value))])
    text.counter("weir_produced_bytes_total", "Bytes of batches appended.", [([], metrics.producedBytes.value)])
    text.counter("weir_produced_batches_total", "Batches appended.", [([], metrics.producedBatches.value)])
    text.counter("weir_produced_records_total", "Records appended.", [([], metrics.producedRecords.value)])
    text.counter("weir_refused_batches_total", "Batches refused.", [([], metrics.refusedBatches.value)])
    text.counter("weir_fetched_bytes_total", "Bytes of batches sent to consumers.", [([], metrics.fetchedBytes.value)])
    text.counter(
      "weir_requests_total", "Requests by API.",
      metrics.requestsByAPI.map { ([("api", "\($0.api)")], $0.count) })
    partitions(&text)
    return text.body
  }

  private func partitions(_ text: inout PrometheusText) {
    let all = broker.topics.table.all.flatMap(\.partitions)
    func labels(_ partition: Partition) -> [(String, String)] {
      [("topic", partition.topic), ("partition", String(partition.index))]
    }
    text.gauge("weir_topics", "Topics in service.", [([], Double(broker.topics.table.count))])
    text.gauge(
      "weir_log_end_offset", "Offset of the next record.", all.map { (labels($0), Double($0.log.offsets.logEnd)) })
    text.gauge(
      "weir_log_start_offset", "Offset of the first record.", all.map { (labels($0), Double($0.log.offsets.logStart)) })
    text.gauge(
      "weir_log_durable_offset", "Records below are on stable storage.",
      all.map { (labels($0), Double($0.log.offsets.durable)) })
    text.gauge("weir_log_size_bytes", "Bytes of segments.", all.map { (labels($0), Double($0.log.sizeBytes)) })
    text.gauge(
      "weir_partition_offline", "1 where a partition is out of service.",
      all.map { (labels($0), $0.log.status == .online ? 0 : 1) })
  }
}
