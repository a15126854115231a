import Synchronization

/// Counters by the values of labels, such as verb and code. For paths that are not hot: it takes a lock.
///
/// A bounded number of them: what comes after is counted under `other` in every label, so that nobody's words fill the
/// memory.
package final class CounterTable: Sendable {
  package static let other = "other"
  /// The names of the labels.
  package let labels: [String]
  private let seriesMax: Int
  private let counts = Mutex<[[String]: Int]>([:])

  package init(_ labels: String..., seriesMax: Int = 1_000) {
    self.labels = labels
    self.seriesMax = seriesMax
  }

  /// - Parameter values: one for each label, in their order.
  package func add(_ values: String..., by more: Int = 1) {
    counts.withLock { counts in
      let isFull = counts.count >= seriesMax && counts[values] == nil
      let series = isFull ? [String](repeating: Self.other, count: values.count) : values
      counts[series, default: 0] &+= more
    }
  }

  package func value(_ values: String...) -> Int { counts.withLock { $0[values] ?? 0 } }

  /// In the order of the values.
  package var series: [(values: [String], count: Int)] {
    counts.withLock { counts in counts.map { ($0.key, $0.value) } }.sorted { $0.0.lexicographicallyPrecedes($1.0) }
  }
}
