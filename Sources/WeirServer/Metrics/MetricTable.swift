/// Every metric of the node: what /metrics says and docs/METRICS.md describes.
enum MetricTable {
  struct Section: Sendable {
    let title: String
    let metrics: [Metric]
  }

  static let sections: [Section] = [
    Section(title: "Traffic, by topic", metrics: traffic),
    Section(title: "Requests of Kafka clients", metrics: requests),
    Section(title: "Batches and fetches", metrics: records),
    Section(title: "Partitions and logs", metrics: logs),
    Section(title: "The node's share of the cluster, by Kafka's names", metrics: kafkaNode),
    Section(title: "Consumer groups", metrics: groups),
    Section(title: "Connections and memory", metrics: connections),
    Section(title: "Control plane", metrics: control),
    Section(title: "Admin port", metrics: admin),
    Section(title: "Process", metrics: process),
  ]

  static let all = sections.flatMap(\.metrics)
}
