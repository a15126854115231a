import Synchronization

/// Counts of what reconcilers did, by kind and result.
package final class ControlMetrics: Sendable {
  private struct Series: Hashable {
    var kind: String
    var result: String
  }

  private let counts = Mutex<[Series: Int]>([:])

  func count<Key>(_ outcome: WorkQueue<Key>.Outcome, of kind: String) {
    let result =
      switch outcome {
      case .settled, .after: "settled"
      case .retry: "retry"
      case .terminal: "terminal"
      }
    counts.withLock { $0[Series(kind: kind, result: result), default: 0] += 1 }
  }

  /// In the order of kind and result.
  package var reconciles: [(kind: String, result: String, count: Int)] {
    counts.withLock { counts in counts.map { ($0.key.kind, $0.key.result, $0.value) } }
      .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
  }
}

extension ControlPlane {
  /// Keys that wait or are at work, by kind.
  package var queueDepths: [(kind: String, depth: Int)] {
    [("topic", topics.depth), ("definition", definitions.depth)]
  }
}
