import WeirBase
import WeirBroker
import WeirControl

extension MetricTable {
  static let connections: [Metric] = [
    .gauge("weir_connections", "Kafka clients connected.", "connections") { Double($0.node.listener.connectionCount) },
    .counter("weir_connections_accepted_total", "Kafka connections taken.", "connections") {
      $0.node.listener.accepted.value
    },
    .counter("weir_connections_refused_total", "Kafka connections over the limit.", "connections") {
      $0.node.listener.refused.value
    },
    .gauge("weir_request_bytes_in_flight", "Bytes of requests at work.", "bytes") {
      Double($0.node.listener.memory.value)
    },
    .gauge("weir_answer_bytes_in_flight", "Bytes of answers that wait for their clients.", "bytes") {
      Double($0.node.broker.metrics.answerBytes.value)
    },
    .gauge("weir_memory_bound_bytes", "What requests, and answers, may take in memory.", "bytes") {
      Double($0.node.broker.environment.limits.nodeBytesMax)
    },
    .seconds("weir_event_loop_lag_seconds", "How late timers of event loops come; looked at once a second.") {
      [([], $0.node.edges.loopLagNanos.reading)]
    },
  ]

  static let control: [Metric] = [
    .counters("weir_reconciles_total", "Reconciles, by kind and result.", "reconciles", ["kind", "result"]) { scrape in
      scrape.node.control.metrics.reconciles.map { ([$0.kind, $0.result], $0.count) }
    },
    .family(.gauge, "weir_reconcile_queue_depth", "Objects that wait or are at work.", "objects", ["kind"]) { scrape in
      scrape.node.control.queueDepths.map { ([$0.kind], Double($0.depth)) }
    },
    .family(.gauge, "weir_objects", "Objects declared, by kind, as last known.", "objects", ["kind"]) { scrape in
      scrape.objects.map { ([$0.kind], Double($0.count)) }
    },
    .counters(
      "weir_store_operations_total", "Calls of the store of declarations, by operation and result.", "calls",
      ["operation", "result"]
    ) { $0.node.edges.storeOperations.series },
    .seconds("weir_store_operation_seconds", "Time of each call of the store of declarations.", ["operation"]) {
      $0.node.edges.storeNanos.series
    },
    .counter("weir_store_commits_total", "Transactions that the store took.", "transactions") {
      $0.node.edges.storeCommits.value
    },
    .counter("weir_store_conflicts_total", "Transactions that lost against another writer.", "transactions") {
      $0.node.edges.storeConflicts.value
    },
  ]

  static let admin: [Metric] = [
    .counters(
      "weir_http_requests_total", "Requests of the admin port, by verb, resource and status code.", "requests",
      ["verb", "resource", "code"]
    ) { $0.node.edges.requests.series },
    .seconds(
      "weir_http_request_seconds", "Time until an answer of the admin port begins.", ["verb", "resource"]
    ) { $0.node.edges.requestNanos.series },
    .gauge("weir_http_watches", "Watches that clients hold open.", "watches") {
      Double($0.node.edges.watches.value)
    },
  ]

  static let process: [Metric] = [
    .family(.gauge, "weir_build_info", "1, with the program's version.", "", ["version"]) { [([$0.node.version], 1)] },
    .gauge("weir_uptime_seconds", "Time since the node was ready.", "seconds") {
      Double(max(0, $0.node.clock.wallMillis() - $0.node.startedMillis)) / 1_000
    },
    .gauge("weir_data_directory_bytes", "Size of the file system with the data directory.", "bytes") {
      $0.process.diskBytes
    },
    .gauge("weir_data_directory_free_bytes", "What is free there for the node.", "bytes") { $0.process.diskFreeBytes },
    Metric(
      name: "process_cpu_seconds_total", kind: .counter, help: "Processor time of the process, user and system.",
      unit: "seconds", labels: []
    ) { .numbers($0.process.cpuSeconds.map { [Metric.Sample(value: $0)] } ?? []) },
    .gauge("process_resident_memory_bytes", "Memory of the process in RAM.", "bytes") { $0.process.residentBytes },
    .gauge("process_virtual_memory_bytes", "Address space of the process.", "bytes") { $0.process.virtualBytes },
    .gauge("process_threads", "Threads of the process.", "threads") { $0.process.threads },
    .gauge("process_open_fds", "Open files and sockets.", "files") { $0.process.openFiles },
    .gauge("process_max_fds", "The most there may be.", "files") { $0.process.openFilesMax },
    .gauge("process_start_time_seconds", "When the node was ready, since 1970.", "seconds") {
      Double($0.node.startedMillis) / 1_000
    },
  ]
}
