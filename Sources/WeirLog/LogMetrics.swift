import WeirBase

/// What logs count: one for all logs of a node.
package final class LogMetrics: Sendable {
  /// Nanoseconds of each sync of a log's data (fdatasync of its files, and of the directory where one is new).
  package let syncNanos = Histogram.ofNanos()
  package let syncFailures = Counter()

  package init() {}
}
