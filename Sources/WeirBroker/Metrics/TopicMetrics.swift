import Synchronization

/// What is counted of one topic. Kept on the topic, so that counting looks nothing up.
package final class TopicMetrics: Sendable {
  private let records = Atomic<Int>(0)
  private let bytes = Atomic<Int>(0)
  private let fetched = Atomic<Int>(0)
  private let produces = Atomic<Int>(0)
  private let refusals = Atomic<Int>(0)
  private let fetchFailures = Atomic<Int>(0)

  package init() {}

  /// Records appended.
  package var messagesIn: Int { records.load(ordering: .relaxed) }
  package var bytesIn: Int { bytes.load(ordering: .relaxed) }
  package var bytesOut: Int { fetched.load(ordering: .relaxed) }
  /// Partitions written to by produce requests, refused ones among them.
  package var produceRequests: Int { produces.load(ordering: .relaxed) }
  package var failedProduceRequests: Int { refusals.load(ordering: .relaxed) }
  package var failedFetchRequests: Int { fetchFailures.load(ordering: .relaxed) }

  func produced(records count: Int, bytes size: Int) {
    produces.wrappingAdd(1, ordering: .relaxed)
    records.wrappingAdd(count, ordering: .relaxed)
    bytes.wrappingAdd(size, ordering: .relaxed)
  }

  func refused() {
    produces.wrappingAdd(1, ordering: .relaxed)
    refusals.wrappingAdd(1, ordering: .relaxed)
  }

  func fetched(bytes size: Int) { fetched.wrappingAdd(size, ordering: .relaxed) }
  func fetchFailed() { fetchFailures.wrappingAdd(1, ordering: .relaxed) }
}
