import Synchronization

/// A number that only rises. Shared freely; a few nanoseconds to raise.
package final class Counter: Sendable {
  private let count = Atomic<Int>(0)
  package init() {}
  package func add(_ more: Int = 1) { count.wrappingAdd(more, ordering: .relaxed) }
  package var value: Int { count.load(ordering: .relaxed) }
}
