import Synchronization
import WeirBase
import WeirWire

/// What is counted of the requests of one API.
package final class RequestMetrics: Sendable {
  package let api: ApiKey
  package let count = Counter()
  /// Nanoseconds from a request's arrival to its answer, waits that the client asked for among them.
  package let nanos = Histogram.ofNanos()
  private let clock: any Clock
  private let errors = Mutex<[Int16: Int]>([:])

  init(_ api: ApiKey, _ clock: any Clock) {
    self.api = api
    self.clock = clock
  }

  /// Kafka's name of the API, as in "Produce".
  package var name: String {
    let name = "\(api)"
    return name.prefix(1).uppercased() + name.dropFirst()
  }

  /// A request came.
  /// - Returns: when, for `ended`.
  func began() -> UInt64 {
    count.add()
    return clock.monotonicNanos()
  }

  func ended(_ began: UInt64) { nanos.record(Int(clamping: clock.monotonicNanos() &- began)) }

  /// An answer told of an error. Errors are rare, so this may take a lock.
  func failed(_ code: Int16) { errors.withLock { $0[code, default: 0] &+= 1 } }

  /// In the order of the codes.
  package var errorsByCode: [(code: Int16, count: Int)] {
    errors.withLock { errors in errors.map { ($0.key, $0.value) } }.sorted { $0.0 < $1.0 }
  }
}
