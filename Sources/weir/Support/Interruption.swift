import Glibc
import Synchronization
import WeirBase

/// Ctrl-C and SIGTERM for client commands: they end the process, unless the command has something to finish first; then
/// the first asks it to, and the second ends it.
final class Interruption: Sendable {
  static let shared = Interruption()

  private struct State {
    var isRequested = false
    var isGraceful = false
    var handler: (@Sendable () -> Void)?
    var cancel: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())
  /// One listens, one runs the handler.
  private let threads = ThreadPool(name: "weir-signals", threadsMax: 2)

  /// Takes the signals over. Call once, on the main thread, before other threads start: they inherit that the signals
  /// are not theirs.
  func begin() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    threads.run { self.listen() }
  }

  private func listen() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    while true {
      var number: Int32 = 0
      guard sigwait(&signals, &number) == 0 else { continue }
      let (isFinal, handler, cancel) = state.withLock { state in
        defer { state.isRequested = true }
        return (state.isRequested || !state.isGraceful, state.handler, state.cancel)
      }
      if isFinal { leave(1) }
      if let handler { threads.run(handler) } else { cancel?() }
    }
  }

  var isRequested: Bool { state.withLock { $0.isRequested } }

  /// What happens at the first signal, on a thread of its own, instead of cancelling what runs.
  func onRequest(_ handler: @escaping @Sendable () -> Void) {
    state.withLock { state in
      state.isGraceful = true
      state.handler = handler
    }
  }

  /// From now on the first signal cancels what runs and sets `isRequested`, and the command sees to the rest.
  func endGracefully() { state.withLock { $0.isGraceful = true } }

  /// Runs `body`; a signal meanwhile, or one that came before, calls `cancel`.
  func whileRunning(_ body: () -> Void, cancel: @escaping @Sendable () -> Void) {
    let isLate = state.withLock { state in
      state.cancel = cancel
      return state.isRequested && state.handler == nil
    }
    if isLate { cancel() }
    body()
    state.withLock { $0.cancel = nil }
  }
}
