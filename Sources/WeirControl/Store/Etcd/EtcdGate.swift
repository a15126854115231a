import NIOCore
import Synchronization

/// Lets a bounded number of calls through at once; the others wait their turn, in order and bounded as well.
final class EtcdGate: Sendable {
  private struct State: Sendable {
    var free: Int
    var waiting = CircularBuffer<CheckedContinuation<Bool, Never>>()
  }

  private let state: Mutex<State>
  private let waitingMax: Int

  init(callsMax: Int, waitingMax: Int) {
    state = Mutex(State(free: callsMax))
    self.waitingMax = waitingMax
  }

  /// Runs a call when it is its turn.
  /// - Throws: also `unavailable` when too many wait already.
  func pass<T: Sendable>(_ call: () async throws(StoreError) -> T) async throws(StoreError) -> T {
    guard await enter() else { throw .unavailable("more than \(waitingMax) calls wait for etcd") }
    defer { leave() }
    return try await call()
  }

  private func enter() async -> Bool {
    await withCheckedContinuation { turn in
      let isIn = state.withLock { state -> Bool? in
        if state.free > 0 {
          state.free -= 1
          return true
        }
        if state.waiting.count >= waitingMax { return false }
        state.waiting.append(turn)
        return nil
      }
      if let isIn { turn.resume(returning: isIn) }
    }
  }

  /// The place goes to whoever waits longest.
  private func leave() {
    let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      if let next = state.waiting.popFirst() { return next }
      state.free += 1
      return nil
    }
    next?.resume(returning: true)
  }
}
