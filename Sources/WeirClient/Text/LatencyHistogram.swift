/// Counts durations in buckets that are at most 1/64 of their value wide, from a nanosecond to the end of UInt64.
package struct LatencyHistogram: Sendable {
  private static let subBits: UInt64 = 6
  private var counts: [UInt64] = []
  package private(set) var count: UInt64 = 0
  package private(set) var maxNanos: UInt64 = 0
  private var sumNanos: UInt64 = 0

  package init() {}

  package mutating func record(nanos: UInt64) {
    let bucket = Self.bucket(of: nanos)
    if bucket >= counts.count { counts.append(contentsOf: repeatElement(0, count: bucket - counts.count + 1)) }
    counts[bucket] &+= 1
    count &+= 1
    sumNanos &+= nanos
    maxNanos = max(maxNanos, nanos)
  }

  package mutating func merge(_ other: LatencyHistogram) {
    if other.counts.count > counts.count {
      counts.append(contentsOf: repeatElement(0, count: other.counts.count - counts.count))
    }
    for (bucket, count) in other.counts.enumerated() { counts[bucket] &+= count }
    count &+= other.count
    sumNanos &+= other.sumNanos
    maxNanos = max(maxNanos, other.maxNanos)
  }

  package var meanNanos: UInt64 { count == 0 ? 0 : sumNanos / count }

  /// The duration that this share (0 to 1) of all does not exceed; 0 where nothing was recorded.
  package func quantile(_ share: Double) -> UInt64 {
    guard count > 0 else { return 0 }
    let rank = max(1, UInt64((Double(count) * min(1, max(0, share))).rounded(.up)))
    var seen: UInt64 = 0
    for (bucket, count) in counts.enumerated() {
      seen &+= count
      if seen >= rank { return min(maxNanos, Self.upperBound(of: bucket)) }
    }
    return maxNanos
  }

  private static func bucket(of nanos: UInt64) -> Int {
    let magnitude = UInt64(63 - (nanos | 1).leadingZeroBitCount)
    guard magnitude > subBits else { return Int(nanos) }
    let shift = magnitude - subBits
    return Int((shift << subBits) + (nanos >> shift))
  }

  private static func upperBound(of bucket: Int) -> UInt64 {
    let index = UInt64(bucket)
    if index < 2 << subBits { return index }
    let shift = (index >> subBits) - 1
    let mantissa = index - (shift << subBits)
    return ((mantissa + 1) << shift) &- 1
  }
}
