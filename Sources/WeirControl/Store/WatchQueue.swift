import NIOCore
import Synchronization

/// What a watch has been told and has not taken yet, within bounds: a reader that falls behind is dropped.
final class WatchQueue: Sendable {
  static let eventsMax = 10_000
  static let bytesMax = 16 << 20

  private struct State: Sendable {
    var told = CircularBuffer<StoreEvents>()
    var changes = 0
    var bytes = 0
    var end: StoreError?
    /// Asks for more of the past, once; nil while changes come by themselves.
    var more: (@Sendable () -> Void)?
    var isEnded = false
    var reader: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  /// What the watch tells, as long as somebody reads. `ended` runs once, when nobody can read any more.
  func stream(ended: @escaping @Sendable () -> Void) -> StoreWatch {
    let lease = Lease(ended)
    return StoreWatch { [self] in
      try await withTaskCancellationHandler {
        try await next(lease)
      } onCancel: {
        finish(nil)
      }
    }
  }

  /// Lives as long as the stream that holds it.
  private final class Lease: Sendable {
    private let ended: @Sendable () -> Void
    init(_ ended: @escaping @Sendable () -> Void) { self.ended = ended }
    deinit { ended() }
  }

  private func next(_ lease: Lease) async throws -> StoreEvents? {
    while true {
      let (step, more) = state.withLock { state -> (Result<StoreEvents, StoreError>?, (@Sendable () -> Void)?) in
        if let first = state.told.popFirst() {
          state.changes -= first.changes.count
          state.bytes -= first.bytes
          return (.success(first), nil)
        }
        defer { state.more = nil }
        return (state.end.map { .failure($0) }, state.more)
      }
      more?()
      if let step { return try step.get() }
      if state.withLock({ $0.isEnded }) { return nil }
      await withCheckedContinuation { continuation in
        let isDue = state.withLock { state in
          if !state.told.isEmpty || state.isEnded { return true }
          state.reader = continuation
          return false
        }
        if isDue { continuation.resume() }
      }
    }
  }

  /// - Parameter more: called once when all was read, to be told more of the past.
  /// - Returns: false when the watch has ended and needs to be told no more.
  func tell(_ events: StoreEvents, more: (@Sendable () -> Void)? = nil) -> Bool {
    let (goesOn, reader) = state.withLock { state -> (Bool, CheckedContinuation<Void, Never>?) in
      if state.isEnded { return (false, nil) }
      state.more = more
      if events.changes.isEmpty, let last = state.told.last, last.changes.isEmpty {
        _ = state.told.popLast()
        state.told.append(events)
      } else {
        state.told.append(events)
        state.changes += events.changes.count
        state.bytes += events.bytes
      }
      if state.changes > Self.eventsMax || state.bytes > Self.bytesMax {
        state.told = CircularBuffer()
        state.isEnded = true
        state.end = .slow("the reader of a watch fell more than \(Self.eventsMax) changes behind; list again")
      }
      defer { state.reader = nil }
      return (!state.isEnded, state.reader)
    }
    reader?.resume()
    return goesOn
  }

  /// Ends the watch: what was told is still read, then the error, or the end.
  func finish(_ error: StoreError?) {
    let reader = state.withLock { state -> CheckedContinuation<Void, Never>? in
      if !state.isEnded { state.end = error }
      state.isEnded = true
      defer { state.reader = nil }
      return state.reader
    }
    reader?.resume()
  }
}

extension StoreEvents {
  fileprivate var bytes: Int { changes.reduce(0) { $0 + $1.bytes } }
}

extension StoreChange {
  /// What it holds in memory, about.
  var bytes: Int {
    switch self {
    case .put(let entry, let previous): 128 + entry.key.utf8.count + entry.value.count + (previous?.count ?? 0)
    case .delete(let key, _, let previous): 128 + key.utf8.count + (previous?.count ?? 0)
    }
  }
}
