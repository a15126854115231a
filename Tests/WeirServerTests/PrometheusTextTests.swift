import Testing

@testable import WeirServer

struct PrometheusTextTests {
  @Test func familiesHaveHelpTypeAndEscapedLabels() {
    var text = PrometheusText()
    text.counter("weir_x_total", "Xs.", [([("topic", "a\"b\\c\nd")], 3)])
    text.gauge("weir_y", "Ys.", [([], 1.5)])
    text.gauge("weir_none", "Nothing.", [])
    #expect(
      text.body == """
        # HELP weir_x_total Xs.
        # TYPE weir_x_total counter
        weir_x_total{topic="a\\"b\\\\c\\nd"} 3
        # HELP weir_y Ys.
        # TYPE weir_y gauge
        weir_y 1.5

        """)
  }
}
