import Synchronization
import WeirBase

/// Works a queue off: a few keys at a time, each with whatever is true when its turn comes.
package final class ReconcileLoop<Key: Hashable & Sendable>: Sendable {
  package typealias Outcome = WorkQueue<Key>.Outcome

  private let name: String
  private let workers: Int
  private let clock: any Clock
  private let queue = Mutex(WorkQueue<Key>())
  private let wakes: AsyncStream<Void>
  private let wake: AsyncStream<Void>.Continuation
  private let reconcile: @Sendable (Key) async -> Outcome
  private let observe: @Sendable (Outcome) -> Void

  /// - Parameters:
  ///   - workers: keys at work at once; 1 or more.
  ///   - observe: told of every outcome.
  package init(
    name: String, workers: Int, clock: any Clock, observe: @escaping @Sendable (Outcome) -> Void = { _ in },
    reconcile: @escaping @Sendable (Key) async -> Outcome
  ) {
    self.name = name
    self.workers = max(1, workers)
    self.clock = clock
    self.observe = observe
    self.reconcile = reconcile
    (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Keys that wait or are at work.
  package var depth: Int { queue.withLock { $0.depth } }

  package func add(_ key: Key) {
    queue.withLock { $0.add(key) }
    wake.yield()
  }

  package func add(_ keys: some Sequence<Key>) {
    queue.withLock { queue in for key in keys { queue.add(key) } }
    wake.yield()
  }

  /// Runs until the task is cancelled.
  package func run() async {
    await withDiscardingTaskGroup { group in
      for await _ in wakes {
        while let key = nextKey() { group.addTask { await self.work(key) } }
      }
      group.cancelAll()
    }
  }

  private func nextKey() -> Key? {
    queue.withLock { queue in
      queue.activeCount < workers ? queue.next(now: clock.monotonicNanos()) : nil
    }
  }

  private func work(_ key: Key) async {
    let outcome = await reconcile(key)
    observe(outcome)
    let due = queue.withLock { queue in
      queue.done(key, outcome, now: clock.monotonicNanos())
      return queue.due(key)
    }
    wake.yield()
    guard let due else { return }
    let now = clock.monotonicNanos()
    // A little late, so that it is due by then.
    if due > now, await !Pause.nanos(due &- now &+ 1_000_000) { return }
    wake.yield()
  }
}
