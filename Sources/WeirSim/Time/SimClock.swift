import Synchronization
import WeirBase

/// Time that moves only when told to.
package final class SimClock: Clock {
  private struct Hands: Sendable {
    var wallMillis: Int64
    var nanos: UInt64
  }

  private let hands: Mutex<Hands>

  package init(wallMillis: Int64 = 1_700_000_000_000, nanos: UInt64 = 1_000_000_000) {
    hands = Mutex(Hands(wallMillis: wallMillis, nanos: nanos))
  }

  package func wallMillis() -> Int64 { hands.withLock { $0.wallMillis } }
  package func monotonicNanos() -> UInt64 { hands.withLock { $0.nanos } }

  /// Moves both clocks on.
  package func advance(millis: Int64) {
    hands.withLock { hands in
      hands.wallMillis += millis
      hands.nanos += UInt64(max(0, millis)) * 1_000_000
    }
  }

  /// Sets the wall clock alone, as a step of NTP does.
  package func set(wallMillis: Int64) { hands.withLock { $0.wallMillis = wallMillis } }
}
