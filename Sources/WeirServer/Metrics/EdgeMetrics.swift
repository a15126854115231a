import WeirBase

/// What is counted where the node meets its store, its HTTP clients and its threads.
final class EdgeMetrics: Sendable {
  /// Requests of the admin port. Resources are words of the API, never names.
  let requests = CounterTable("verb", "resource", "code")
  let requestNanos = HistogramTable("verb", "resource")
  /// Watches that clients hold open.
  let watches = Gauge()
  /// What the store of declarations was asked, by operation and how it ended.
  let storeOperations = CounterTable("operation", "result")
  let storeNanos = HistogramTable("operation")
  /// Revisions in which the store changed.
  let storeCommits = Counter()
  let storeConflicts = Counter()
  /// How late timers of event loops come.
  let loopLagNanos = Histogram.ofNanos()
}
