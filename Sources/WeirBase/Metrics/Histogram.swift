import Synchronization

/// How often values fell where: a counter for each range, their number and their sum. No lock and no memory to record.
// Sendable: the cells are atomics, and live as long as the histogram.
package final class Histogram: @unchecked Sendable {
  /// Inclusive upper bounds, rising; what lies above the last is counted too.
  package let bounds: [Int]
  /// One for each bound, one for what is above, and the sum.
  private let cells: UnsafeMutablePointer<Atomic<Int>>

  package init(bounds: [Int]) {
    self.bounds = bounds
    cells = .allocate(capacity: bounds.count + 2)
    for place in 0..<(bounds.count + 2) { (cells + place).initialize(to: Atomic(0)) }
  }

  deinit {
    cells.deinitialize(count: bounds.count + 2)
    cells.deallocate()
  }

  package func record(_ value: Int) {
    cells[place(of: value)].wrappingAdd(1, ordering: .relaxed)
    cells[bounds.count + 1].wrappingAdd(value, ordering: .relaxed)
  }

  private func place(of value: Int) -> Int {
    var (low, high) = (0, bounds.count)
    while low < high {
      let middle = (low + high) / 2
      if value <= bounds[middle] { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// What was recorded up to now.
  package struct Reading: Sendable, Hashable {
    package let bounds: [Int]
    /// Of each range by itself, the last above all bounds.
    package let counts: [Int]
    package let sum: Int
    package var count: Int { counts.reduce(0, &+) }
  }

  package var reading: Reading {
    Reading(
      bounds: bounds, counts: (0...bounds.count).map { cells[$0].load(ordering: .relaxed) },
      sum: cells[bounds.count + 1].load(ordering: .relaxed))
  }
}

extension Histogram {
  /// For times in nanoseconds: 50 µs to 30 s, then longer.
  package static func ofNanos() -> Histogram {
    Histogram(bounds: [
      50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000,
      100_000_000, 250_000_000, 500_000_000, 1_000_000_000, 2_500_000_000, 5_000_000_000, 10_000_000_000,
      30_000_000_000,
    ])
  }

  /// For sizes in bytes: 256 B to 16 MiB in steps of four, then larger.
  package static func ofBytes() -> Histogram { Histogram(bounds: (4...12).map { 1 << ($0 * 2) }) }

  /// For numbers of things: 1 to 65,536 in steps of four, then more.
  package static func ofCounts() -> Histogram { Histogram(bounds: (0...8).map { 1 << ($0 * 2) }) }
}
