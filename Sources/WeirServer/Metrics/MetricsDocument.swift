import WeirBase

/// docs/METRICS.md, written from the table of metrics.
enum MetricsDocument {
  static var text: String {
    preface + MetricTable.sections.map(section).joined(separator: "\n")
  }

  private static func section(_ section: MetricTable.Section) -> String {
    let rows = section.metrics.map { metric in
      let labels = metric.labels.isEmpty ? "" : metric.labels.map { "`\($0)`" }.joined(separator: ", ")
      return "| `\(metric.name)` | \(metric.kind.rawValue) | \(metric.unit) | \(labels) | \(metric.help) |\n"
    }
    return "## \(section.title)\n| metric | type | unit | labels | meaning |\n|---|---|---|---|---|\n" + rows.joined()
  }

  private static let preface = """
    # Metrics

    A node tells these at `/metrics` of its admin port, in Prometheus's text format 0.0.4. This page is written from the
    same table as that one; a test compares the three. `deploy/grafana` has a dashboard and `deploy/prometheus` alert
    rules.

    - Names that begin with `kafka_` are those that the Prometheus JMX exporter gives to Kafka's beans, with the same
      meaning, so that dashboards made for Kafka find them. All counters begin at 0 when a node starts.
    - Histograms have `_bucket`, `_sum` and `_count` series.
    - The number of series is bounded. Up to \(Scrape.partitionSeriesMax) partitions each has series of its own; a node
      with more adds them up by topic, and the label `partition` is absent. The first \(Scrape.topicSeriesMax) topics by
      name have series of their own; what comes after is added up as topic `\(CounterTable.other)`. Lag is told for
      \(Scrape.lagSeriesMax) committed partitions. Words of the admin API are labels, names of objects never.
    - Counting costs a few nanoseconds and takes no lock where records pass.


    """
}
