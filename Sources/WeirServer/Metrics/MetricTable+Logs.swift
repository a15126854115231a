import WeirBase
import WeirBroker
import WeirLog

extension MetricTable {
  private static func partitions(
    _ name: String, _ help: String, _ unit: String,
    _ figure: @escaping @Sendable (Scrape.PartitionFigures) -> Int64
  ) -> Metric {
    Metric(name: name, kind: .gauge, help: help, unit: unit, labels: ["topic", "partition"]) { scrape in
      .numbers(
        scrape.partitions.map { figures in
          let partition = figures.partition.map { [("partition", $0)] } ?? []
          return Metric.Sample(labels: [("topic", figures.topic)] + partition, value: Double(figure(figures)))
        })
    }
  }

  static let logs: [Metric] = [
    partitions("kafka_log_log_size", "Bytes of segments.", "bytes") { $0.sizeBytes },
    partitions("kafka_log_log_logstartoffset", "Offset of the first record.", "offset") { $0.logStart },
    partitions("kafka_log_log_logendoffset", "Offset of the next record.", "offset") { $0.logEnd },
    partitions("weir_log_durable_offset", "Records below are on stable storage.", "offset") { $0.durable },
    partitions("weir_partition_offline", "1 where a partition is out of service.", "partitions") {
      Int64($0.offline)
    },
    .seconds("weir_log_sync_seconds", "Time of each sync of a partition's log to stable storage.") {
      [([], $0.node.broker.environment.log.metrics.syncNanos.reading)]
    },
    .counter(
      "weir_log_sync_failures_total", "Syncs that failed; each takes its partition out of service.", "syncs"
    ) { $0.node.broker.environment.log.metrics.syncFailures.value },
  ]

  static let kafkaNode: [Metric] = [
    .gauge("kafka_controller_kafkacontroller_activecontrollercount", "1: this node decides for itself.", "nodes") {
      _ in 1
    },
    .gauge("kafka_controller_kafkacontroller_globaltopiccount", "Topics in service.", "topics") {
      Double($0.topicCount)
    },
    .gauge("kafka_controller_kafkacontroller_globalpartitioncount", "Partitions in service.", "partitions") {
      Double($0.partitionCount)
    },
    .gauge(
      "kafka_controller_kafkacontroller_offlinepartitionscount", "Partitions that cannot be read or written.",
      "partitions"
    ) { Double($0.offlineCount) },
    .gauge("kafka_server_replicamanager_partitioncount", "Partitions that this node holds.", "partitions") {
      Double($0.partitionCount)
    },
    .gauge("kafka_server_replicamanager_leadercount", "Partitions that this node leads and serves.", "partitions") {
      Double($0.partitionCount - $0.offlineCount)
    },
    .gauge("kafka_server_replicamanager_offlinereplicacount", "Copies on this node out of service.", "partitions") {
      Double($0.offlineCount)
    },
  ]

  static let groups: [Metric] = [
    .family(.gauge, "weir_consumer_groups", "Consumer groups, by state.", "groups", ["state"]) { scrape in
      scrape.node.broker.groups.census.map { ([$0.state], Double($0.groups)) }
    },
    .family(.gauge, "weir_consumer_group_members", "Members of groups, by the group's state.", "members", ["state"]) {
      scrape in scrape.node.broker.groups.census.map { ([$0.state], Double($0.members)) }
    },
    .family(
      .gauge, "weir_consumer_group_lag", "Records that a group has not committed yet: log end less committed offset.",
      "records", ["group", "topic", "partition"]
    ) { scrape in scrape.lags.map { ([$0.group, $0.topic, $0.partition], Double($0.records)) } },
    .family(
      .gauge, "weir_consumer_group_committed_offset", "The next record that a group will read.", "offset",
      ["group", "topic", "partition"]
    ) { scrape in scrape.lags.map { ([$0.group, $0.topic, $0.partition], Double($0.committed)) } },
  ]
}
