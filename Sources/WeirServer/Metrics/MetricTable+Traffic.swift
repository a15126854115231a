import WeirBase
import WeirBroker
import WeirWire

/// Names as the Prometheus exporter for Kafka's JMX beans gives them, where Kafka has the same thing.
extension MetricTable {
  private static func topics(
    _ name: String, _ help: String, _ unit: String, _ figure: @escaping @Sendable (Scrape.TopicFigures) -> Int
  ) -> Metric {
    .counters("kafka_server_brokertopicmetrics_" + name, help, unit, ["topic"]) { scrape in
      scrape.topics.map { ([$0.topic], figure($0)) }
    }
  }

  static let traffic: [Metric] = [
    topics("messagesin_total", "Records appended.", "records") { $0.messagesIn },
    topics("bytesin_total", "Bytes of batches appended.", "bytes") { $0.bytesIn },
    topics("bytesout_total", "Bytes of batches sent to consumers.", "bytes") { $0.bytesOut },
    topics("totalproducerequests_total", "Partitions that produce requests wrote to.", "writes") {
      $0.produceRequests
    },
    topics("failedproducerequests_total", "Partitions that produce requests were refused for.", "writes") {
      $0.failedProduces
    },
    topics("failedfetchrequests_total", "Partitions that fetch requests were refused for.", "reads") {
      $0.failedFetches
    },
  ]

  static let requests: [Metric] = [
    .counters("kafka_network_requestmetrics_requests_total", "Requests, by API.", "requests", ["request"]) { scrape in
      scrape.node.broker.metrics.requests.map { ([$0.name], $0.count.value) }
    },
    .counters(
      "kafka_network_requestmetrics_errors_total", "Errors that answers told of, by API and Kafka's name of the code.",
      "errors", ["request", "error"]
    ) { scrape in
      scrape.node.broker.metrics.requests.flatMap { request in
        request.errorsByCode.map { ([request.name, errorName($0.code)], $0.count) }
      }
    },
    .seconds(
      "weir_request_seconds",
      "Time from a request's arrival to its answer, by API, with the waits that clients ask for (Fetch, JoinGroup).",
      ["request"]
    ) { scrape in
      scrape.node.broker.metrics.requests.filter { $0.count.value > 0 }.map { ([$0.name], $0.nanos.reading) }
    },
    .counter(
      "weir_requests_unsupported_total", "Requests for an API or version that is not served.", "requests"
    ) { $0.node.broker.metrics.unsupportedRequests.value },
  ]

  /// As Kafka spells it: UNKNOWN_TOPIC_OR_PARTITION.
  private static func errorName(_ code: Int16) -> String {
    guard let error = ErrorCode(rawValue: code) else { return String(code) }
    return "\(error)".reduce(into: "") { name, character in
      if character.isUppercase { name += "_" }
      name += character.uppercased()
    }
  }

  static let records: [Metric] = [
    .counter("weir_produced_records_total", "Records appended.", "records") {
      $0.node.broker.metrics.producedRecords.value
    },
    .counter("weir_produced_batches_total", "Batches appended.", "batches") {
      $0.node.broker.metrics.producedBatches.value
    },
    .counter("weir_produced_bytes_total", "Bytes of batches appended.", "bytes") {
      $0.node.broker.metrics.producedBytes.value
    },
    .counter("weir_refused_batches_total", "Batches refused.", "batches") {
      $0.node.broker.metrics.refusedBatches.value
    },
    .counter("weir_fetched_bytes_total", "Bytes of batches sent to consumers.", "bytes") {
      $0.node.broker.metrics.fetchedBytes.value
    },
    .histogram("weir_batch_bytes", "Size of each batch appended.", "bytes") {
      [([], $0.node.broker.metrics.batchBytes.reading)]
    },
    .histogram("weir_batch_records", "Records in each batch appended.", "records") {
      [([], $0.node.broker.metrics.batchRecords.reading)]
    },
    .gauge("weir_fetches_waiting", "Fetches that wait for records.", "fetches") {
      Double($0.node.broker.metrics.waitingFetches.value)
    },
    .counter("weir_cold_reads_total", "Fetch passes that read from the disk, not from the page cache.", "reads") {
      $0.node.broker.metrics.coldReads.value
    },
    .gauge(
      "kafka_server_fetchsessioncache_numincrementalfetchsessions", "Fetch sessions now.", "sessions"
    ) { Double($0.node.broker.fetchSessions.count) },
    .gauge("weir_fetch_sessions_max", "The most fetch sessions there may be.", "sessions") {
      Double($0.node.broker.fetchSessions.slots)
    },
  ]
}
