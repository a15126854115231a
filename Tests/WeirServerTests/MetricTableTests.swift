import Foundation
import Testing

@testable import WeirServer

/// The table of metrics, and the page written from it: `WEIR_WRITE_DOCS=1 swift test --filter MetricTableTests`.
@Suite struct MetricTableTests {
  private static let page = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("docs/METRICS.md")

  @Test func documentIsWhatTheTableSays() throws {
    if ProcessInfo.processInfo.environment["WEIR_WRITE_DOCS"] == "1" {
      try MetricsDocument.text.write(to: Self.page, atomically: true, encoding: .utf8)
    }
    let found = try String(contentsOf: Self.page, encoding: .utf8)
    #expect(
      found == MetricsDocument.text, "docs/METRICS.md is not what the table says; write it with WEIR_WRITE_DOCS=1")
  }

  @Test func namesAreUniqueAndOfTheirKind() {
    #expect(Set(MetricTable.all.map(\.name)).count == MetricTable.all.count)
    for metric in MetricTable.all {
      #expect(metric.name.hasSuffix("_total") == (metric.kind == .counter), "\(metric.name)")
      #expect(metric.help.hasSuffix(".") && !metric.help.contains("|"), "\(metric.name)")
      #expect(["weir_", "kafka_", "process_"].contains { metric.name.hasPrefix($0) }, "\(metric.name)")
      #expect((metric.unit == "seconds") == metric.name.contains("_seconds"), "\(metric.name)")
    }
  }
}
