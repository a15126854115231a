import Synchronization

/// Histograms by the values of labels. For paths that are not hot: it takes a lock. Bounded as `CounterTable` is.
package final class HistogramTable: Sendable {
  /// The names of the labels.
  package let labels: [String]
  private let seriesMax: Int
  private let make: @Sendable () -> Histogram
  private let histograms = Mutex<[[String]: Histogram]>([:])

  package init(
    _ labels: String..., seriesMax: Int = 200, of make: @escaping @Sendable () -> Histogram = { .ofNanos() }
  ) {
    self.labels = labels
    self.seriesMax = seriesMax
    self.make = make
  }

  /// - Parameter values: one for each label, in their order.
  package func record(_ value: Int, _ values: String...) {
    let histogram = histograms.withLock { histograms in
      if let known = histograms[values] { return known }
      let isFull = histograms.count >= seriesMax
      let series = isFull ? [String](repeating: CounterTable.other, count: values.count) : values
      let histogram = histograms[series] ?? make()
      histograms[series] = histogram
      return histogram
    }
    histogram.record(value)
  }

  /// In the order of the values.
  package var series: [(values: [String], reading: Histogram.Reading)] {
    histograms.withLock { histograms in histograms.map { ($0.key, $0.value.reading) } }
      .sorted { $0.0.lexicographicallyPrecedes($1.0) }
  }
}
