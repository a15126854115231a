import WeirBase
import WeirClient

/// What one run measured.
struct BenchmarkResult: Sendable {
  let records: UInt64
  /// Of the values.
  let bytes: UInt64
  let nanos: UInt64
  /// From the call to the acknowledgement; empty for consumers.
  let latencies: LatencyHistogram

  var seconds: Double { max(1e-9, Double(nanos) / 1e9) }
  var recordsPerSecond: Double { Double(records) / seconds }
  var megabytesPerSecond: Double { Double(bytes) / seconds / 1e6 }

  static let columns = ["RECORDS", "SECONDS", "RECORDS/S", "MB/S"]
  static let latencyColumns = ["P50 MS", "P95 MS", "P99 MS", "P99.9 MS", "MAX MS"]
  private static let quantiles = [("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("p99.9", 0.999)]

  var cells: [String] {
    ["\(records)", Self.text(seconds), "\(UInt64(recordsPerSecond))", Self.text(megabytesPerSecond)]
  }

  var latencyCells: [String] {
    Self.quantiles.map { Self.text(Double(latencies.quantile($0.1)) / 1e6) } + [
      Self.text(Double(latencies.maxNanos) / 1e6)
    ]
  }

  var members: [JSONValue.Member] {
    var members: [JSONValue.Member] = [
      .init("records", .int(records)), .init("bytes", .int(bytes)), .init("seconds", .decimal(seconds)),
      .init("recordsPerSecond", .decimal(recordsPerSecond)), .init("megabytesPerSecond", .decimal(megabytesPerSecond)),
    ]
    if latencies.count > 0 {
      let quantiles = Self.quantiles.map { JSONValue.Member($0.0, .decimal(Double(latencies.quantile($0.1)) / 1e6)) }
      members.append(
        .init("latencyMillis", .object(quantiles + [.init("max", .decimal(Double(latencies.maxNanos) / 1e6))])))
    }
    return members
  }

  private static func text(_ value: Double) -> String { JSONValue.decimal(value).compact }
}
