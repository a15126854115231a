import NIOCore
import WeirBase

/// Measures how late the event loops are: what keeps a loop busy delays every client on it.
enum LoopWatch {
  private static let period = TimeAmount.seconds(1)

  /// Begins; it ends with the loops.
  static func begin(on group: any EventLoopGroup, _ metrics: EdgeMetrics) {
    for loop in group.makeIterator() {
      let due = Due(NIODeadline.now() + period)
      loop.scheduleRepeatedTask(initialDelay: period, delay: period) { _ in
        let now = NIODeadline.now()
        metrics.loopLagNanos.record(max(0, Int(clamping: (now - due.time).nanoseconds)))
        // The next one counts from the end of this one.
        due.time = now + period
      }
    }
  }

  /// Touched on its loop alone.
  private final class Due: @unchecked Sendable {  // used by one event loop only
    var time: NIODeadline
    init(_ time: NIODeadline) { self.time = time }
  }
}
