import Testing
import WeirBase

/// What counts, and how it adds up.
@Suite struct MetricsTests {
  @Test func valuesFallIntoTheirRanges() {
    let histogram = Histogram(bounds: [10, 100])
    for value in [-5, 0, 10, 11, 100, 101, .max - 1_000] { histogram.record(value) }
    #expect(histogram.reading.counts == [3, 2, 2])
    #expect(histogram.reading.count == 7)
  }

  @Test func sumIsKept() {
    let histogram = Histogram.ofCounts()
    for value in 1...100 { histogram.record(value) }
    #expect(histogram.reading.sum == 5_050)
    #expect(histogram.reading.counts.prefix(5) == [1, 3, 12, 48, 36])
  }

  @Test func manyThreadsLoseNothing() async {
    let (histogram, counter, table) = (Histogram.ofNanos(), Counter(), CounterTable("a"))
    await withTaskGroup(of: Void.self) { group in
      for worker in 0..<4 {
        group.addTask {
          for value in 0..<10_000 {
            histogram.record(value * 1_000)
            counter.add()
            table.add("\(worker % 2)")
          }
        }
      }
    }
    #expect(histogram.reading.count == 40_000)
    #expect(counter.value == 40_000)
    #expect(table.series.map(\.count) == [20_000, 20_000])
  }

  @Test func labelledSeriesAreBounded() {
    let counters = CounterTable("verb", "code", seriesMax: 3)
    for value in 0..<10 { counters.add("get", "\(value)") }
    counters.add("get", "0")
    #expect(counters.series.map(\.values) == [["get", "0"], ["get", "1"], ["get", "2"], ["other", "other"]])
    #expect(counters.series.map(\.count) == [2, 1, 1, 7])
    let times = HistogramTable("verb", seriesMax: 2)
    for value in 0..<10 { times.record(1, "\(value)") }
    #expect(times.series.map(\.values) == [["0"], ["1"], ["other"]])
    #expect(times.series.map(\.reading.count) == [1, 1, 8])
  }
}
