import WeirBase
import WeirWire

/// What the broker counts, for whoever exports it. Raised on event loops: no lock and no memory on the way.
package final class BrokerMetrics: Sendable {
  package let producedBytes = Counter()
  package let producedBatches = Counter()
  package let producedRecords = Counter()
  package let refusedBatches = Counter()
  package let fetchedBytes = Counter()
  /// Bytes of each batch that was appended.
  package let batchBytes = Histogram.ofBytes()
  /// Records of each batch that was appended.
  package let batchRecords = Histogram.ofCounts()
  /// Bytes of answers that wait for their clients; whoever writes them keeps it.
  package let answerBytes = Gauge()
  /// Fetches that wait for records.
  package let waitingFetches = Gauge()
  /// Fetch passes that had to read from the disk, away from the event loop.
  package let coldReads = Counter()
  /// Requests for an API or version that is not served.
  package let unsupportedRequests = Counter()
  /// By API, in the order of `SupportedVersions.all`.
  package let requests: [RequestMetrics]
  private let slots: [ApiKey: Int]

  init(clock: any Clock) {
    requests = SupportedVersions.all.map { RequestMetrics($0.api, clock) }
    slots = Dictionary(uniqueKeysWithValues: SupportedVersions.all.enumerated().map { ($1.api, $0) })
  }

  /// Of one API; nil for one that is not served.
  func requests(of api: ApiKey) -> RequestMetrics? { slots[api].map { requests[$0] } }
}
