import Synchronization
import WeirAPI
import WeirBase
import WeirBroker
import WeirLog

/// What the admin port says of the node itself: health, readiness and metrics.
final class AdminPages: HTTPRoute {
  private let broker: Broker
  private let listener: KafkaListener
  private let startedNanos: UInt64
  private let clock: any Clock

  init(broker: Broker, listener: KafkaListener, clock: any Clock) {
    self.broker = broker
    self.listener = listener
    self.clock = clock
    startedNanos = clock.monotonicNanos()
  }

  func answer(_ ask: HTTPAsk) async -> HTTPAnswer? {
    guard ["/healthz", "/readyz", "/metrics"].contains(ask.path) else { return nil }
    guard ask.method == "GET" else { return .text(405, "only GET is answered here\n") }
    switch ask.path {
    case "/healthz": return .text(200, "ok\n")
    case "/readyz": return readiness()
    default: return .text(200, metrics(), type: "text/plain; version=0.0.4; charset=utf-8")
    }
  }

  private func readiness() -> HTTPAnswer {
    let offline = broker.topics.table.all.flatMap(\.partitions).filter { $0.log.status != .online }
    if broker.isReleased { return .text(503, "stopping\n") }
    let names = offline.prefix(20).map { "offline: \($0.name)\n" }.joined()
    return .text(200, "ready\n" + names)
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
