import Synchronization

/// Ends what waits on behalf of a client when its connection is gone: a fetch may wait for as long as its client says.
package final class ConnectionLife: Sendable {
  private struct State {
    var hasEnded = false
    var waiters: [FetchWaiter] = []
  }

  private let state = Mutex(State())

  package init() {}

  package var hasEnded: Bool { state.withLock { $0.hasEnded } }

  /// - Returns: false when the connection has ended already.
  func add(_ waiter: FetchWaiter) -> Bool {
    state.withLock { state in
      if !state.hasEnded { state.waiters.append(waiter) }
      return !state.hasEnded
    }
  }

  func remove(_ waiter: FetchWaiter) { state.withLock { $0.waiters.removeAll { $0 === waiter } } }

  /// Fires all who wait.
  package func end() {
    let waiters = state.withLock { state in
      state.hasEnded = true
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.fire() }
  }
}
