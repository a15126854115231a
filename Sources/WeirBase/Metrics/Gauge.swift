import Synchronization

/// A number that rises and falls. Shared freely; a few nanoseconds to change.
package final class Gauge: Sendable {
  private let level = Atomic<Int>(0)
  package init() {}
  package func add(_ more: Int = 1) { level.wrappingAdd(more, ordering: .relaxed) }
  package func subtract(_ less: Int = 1) { level.wrappingSubtract(less, ordering: .relaxed) }
  package func set(_ value: Int) { level.store(value, ordering: .relaxed) }
  package var value: Int { level.load(ordering: .relaxed) }
}
