/// Time, as the node sees it. The real one lives in `SystemClock`; tests bring their own.
package protocol Clock: Sendable {
  /// Milliseconds since 1970 (Kafka's timestamps).
  func wallMillis() -> Int64
  /// Nanoseconds that never go back, from an arbitrary start.
  func monotonicNanos() -> UInt64
}

/// Where randomness comes from, so that a simulation can repeat itself.
package protocol RandomSource: Sendable {
  func next() -> UInt64
}

/// Runs jobs that may block, away from whoever asks.
package protocol JobRunner: Sendable {
  func run(_ job: @escaping @Sendable () -> Void)
}

/// Runs jobs later.
package protocol Scheduler: Sendable {
  /// Runs `job` once, `nanos` from now, on a thread that must not be blocked for long.
  /// Cancelling after it ran does nothing.
  @discardableResult
  func schedule(afterNanos nanos: UInt64, _ job: @escaping @Sendable () -> Void) -> any Cancellable
}

/// A scheduled job that may still be called off.
package protocol Cancellable: Sendable {
  func cancel()
}

/// A line for the node's log. Rooms below the server say what happened through this; the server decides on the form.
package protocol EventLog: Sendable {
  func record(_ level: EventLevel, _ message: @autoclosure () -> String, _ fields: [(String, String)])
}

package enum EventLevel: Int, Sendable, Comparable {
  case debug, info, warning, error

  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

extension EventLog {
  package func info(_ message: @autoclosure () -> String, _ fields: (String, String)...) {
    record(.info, message(), fields)
  }
  package func warning(_ message: @autoclosure () -> String, _ fields: (String, String)...) {
    record(.warning, message(), fields)
  }
  package func error(_ message: @autoclosure () -> String, _ fields: (String, String)...) {
    record(.error, message(), fields)
  }
}
