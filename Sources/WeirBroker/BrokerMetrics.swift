import WeirBase
import WeirWire

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
