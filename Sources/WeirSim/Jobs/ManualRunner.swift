import Synchronization
import WeirBase

/// Keeps jobs until told to run them, so that a test decides what happens in between.
package final class ManualRunner: JobRunner {
  private let jobs = Mutex<[@Sendable () -> Void]>([])

  package init() {}

  package var pendingCount: Int { jobs.withLock { $0.count } }

  package func run(_ job: @escaping @Sendable () -> Void) { jobs.withLock { $0.append(job) } }

  /// Runs the oldest job; false when there is none.
  @discardableResult
  package func runOne() -> Bool {
    guard let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return false }
    job()
    return true
  }

  /// Runs jobs, also those that they ask for, until none is left.
  package func runAll() {
    while runOne() {}
  }
}
