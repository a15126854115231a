import Synchronization
import WeirBase

/// Runs what was scheduled when its time is reached by hand. Jobs run in the order of their times, on the thread that
/// advances.
package final class SimScheduler: Scheduler {
  private struct Entry: Sendable {
    var due: UInt64
    var number: UInt64
    var job: @Sendable () -> Void
  }

  private struct State: Sendable {
    var now: UInt64 = 0
    var next: UInt64 = 0
    var entries: [Entry] = []
  }

  private struct Ticket: Cancellable {
    let number: UInt64
    let scheduler: SimScheduler
    func cancel() { scheduler.state.withLock { state in state.entries.removeAll { $0.number == number } } }
  }

  private let state = Mutex(State())

  package init() {}

  package var pendingCount: Int { state.withLock { $0.entries.count } }

  @discardableResult
  package func schedule(afterNanos nanos: UInt64, _ job: @escaping @Sendable () -> Void) -> any Cancellable {
    let number = state.withLock { state in
      state.next += 1
      let due = state.now.addingReportingOverflow(nanos)
      state.entries.append(Entry(due: due.overflow ? .max : due.partialValue, number: state.next, job: job))
      return state.next
    }
    return Ticket(number: number, scheduler: self)
  }

  /// Runs all that falls due within `millis`, also what those jobs schedule within it.
  package func advance(millis: Int64) {
    let end = state.withLock { $0.now + UInt64(max(0, millis)) * 1_000_000 }
    while let job = takeDue(by: end) { job() }
    state.withLock { $0.now = max($0.now, end) }
  }

  private func takeDue(by end: UInt64) -> (@Sendable () -> Void)? {
    state.withLock { state in
      let due = state.entries.indices.filter { state.entries[$0].due <= end }
      let first = due.min {
        (state.entries[$0].due, state.entries[$0].number) < (state.entries[$1].due, state.entries[$1].number)
      }
      guard let first else { return nil }
      let entry = state.entries.remove(at: first)
      state.now = max(state.now, entry.due)
      return entry.job
    }
  }
}
