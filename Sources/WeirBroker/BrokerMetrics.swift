import Synchronization
import WeirWire

/// A number that only rises. Shared freely; a few nanoseconds to raise.
package final class Counter: Sendable {
  private let count = Atomic<Int>(0)
  package init() {}
  package func add(_ more: Int = 1) { count.add(more, ordering: .relaxed) }
  package var value: Int { count.load(ordering: .relaxed) }
}

/// A number that rises and falls.
package final class Gauge: Sendable {
  private let level = Atomic<Int>(0)
  package init() {}
  package func add(_ more: Int) { level.add(more, ordering: .relaxed) }
  package func subtract(_ less: Int) { level.subtract(less, ordering: .relaxed) }
  package var value: Int { level.load(ordering: .relaxed) }
}

/// What the broker counts, for whoever exports it.
package final class BrokerMetrics: Sendable {
  package let producedBytes = Counter()
  package let producedBatches = Counter()
  package let producedRecords = Counter()
  package let refusedBatches = Counter()
  package let fetchedBytes = Counter()
  /// Bytes of answers that wait for their clients; whoever writes them keeps it.
  package let answerBytes = Gauge()
  /// Requests by API, in the order of `SupportedVersions.all`.
  private let requests = SupportedVersions.all.map { (api: $0.api, counter: Counter()) }
  private let slots: [ApiKey: Int]

  init() { slots = Dictionary(uniqueKeysWithValues: SupportedVersions.all.enumerated().map { ($1.api, $0) }) }

  func count(_ api: ApiKey) { if let slot = slots[api] { requests[slot].counter.add() } }

  package var requestsByAPI: [(api: ApiKey, count: Int)] { requests.map { ($0.api, $0.counter.value) } }
}
