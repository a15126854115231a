import Testing

@testable import WeirClient

@Suite struct LatencyHistogramTests {
  @Test func quantilesAreWithinASixtyFourth() {
    var histogram = LatencyHistogram()
    for nanos in 1...100_000 { histogram.record(nanos: UInt64(nanos) * 1000) }
    for share in [0.5, 0.95, 0.99, 0.999] {
      let exact = share * 100_000_000
      #expect(abs(Double(histogram.quantile(share)) - exact) <= exact / 32)
    }
    #expect(histogram.quantile(1) == 100_000_000)
  }

  @Test func extremesDoNotTrap() {
    var histogram = LatencyHistogram()
    #expect(histogram.quantile(0.5) == 0)
    histogram.record(nanos: 0)
    histogram.record(nanos: .max)
    #expect(histogram.quantile(1) == .max)
    #expect(histogram.quantile(0.1) == 0)
  }

  @Test func mergedCountsAdd() {
    var (a, b) = (LatencyHistogram(), LatencyHistogram())
    a.record(nanos: 10)
    b.record(nanos: 1_000_000)
    a.merge(b)
    #expect(a.count == 2 && a.maxNanos == 1_000_000)
  }
}
