import Testing
import WeirBase

@testable import WeirServer

@Suite struct PrometheusTextTests {
  private func metric(_ kind: Metric.Kind, _ name: String, _ help: String) -> Metric {
    Metric(name: name, kind: kind, help: help, unit: "", labels: []) { _ in .numbers([]) }
  }

  @Test func familiesHaveHelpTypeAndEscapedLabels() {
    var text = PrometheusText()
    text.add(
      metric(.counter, "weir_x_total", "Xs \\ \"and\"\nmore."),
      .numbers([.init(labels: [("topic", "a\"b\\c\nd"), ("n", "1")], value: 3)]))
    text.add(metric(.gauge, "weir_y", "Ys."), .numbers([.init(value: 1.5)]))
    text.add(metric(.gauge, "weir_none", "Nothing."), .numbers([]))
    #expect(
      text.body == """
        # HELP weir_x_total Xs \\\\ "and"\\nmore.
        # TYPE weir_x_total counter
        weir_x_total{topic="a\\"b\\\\c\\nd",n="1"} 3
        # HELP weir_y Ys.
        # TYPE weir_y gauge
        weir_y 1.5
        # HELP weir_none Nothing.
        # TYPE weir_none gauge

        """)
  }

  @Test func histogramsAddUp() {
    let histogram = Histogram(bounds: [500_000, 1_000_000_000])
    for nanos in [1_000, 500_000, 600_000, 3_000_000_000] { histogram.record(nanos) }
    var text = PrometheusText()
    text.add(
      metric(.histogram, "weir_z_seconds", "Zs."),
      .distributions([.init(labels: [("verb", "get")], reading: histogram.reading)], scale: 1e9))
    #expect(
      text.body == """
        # HELP weir_z_seconds Zs.
        # TYPE weir_z_seconds histogram
        weir_z_seconds_bucket{verb="get",le="0.0005"} 2
        weir_z_seconds_bucket{verb="get",le="1"} 3
        weir_z_seconds_bucket{verb="get",le="+Inf"} 4
        weir_z_seconds_sum{verb="get"} 3.001101
        weir_z_seconds_count{verb="get"} 4

        """)
  }
}
