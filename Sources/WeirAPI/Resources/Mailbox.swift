import Synchronization

/// Hands messages from several senders to one taker, one at a time: a sender waits until its message is taken.
final class Mailbox<Message: Sendable>: Sendable {
  private struct Sender: Sendable {
    var message: Message
    var taken: CheckedContinuation<Void, Never>
  }

  private struct State: Sendable {
    var senders: [Sender] = []
    var taker: CheckedContinuation<Message?, Never>?
    var isClosed = false
  }

  private enum Step {
    case wait
    case closed
    case message(Sender)
  }

  private let state = Mutex(State())

  /// Returns when the message is taken, or the mailbox closed.
  func put(_ message: Message) async {
    await withCheckedContinuation { (taken: CheckedContinuation<Void, Never>) in
      let taker = state.withLock { state -> (CheckedContinuation<Message?, Never>?, Bool) in
        if state.isClosed { return (nil, true) }
        if let taker = state.taker {
          state.taker = nil
          return (taker, true)
        }
        state.senders.append(Sender(message: message, taken: taken))
        return (nil, false)
      }
      taker.0?.resume(returning: message)
      if taker.1 { taken.resume() }
    }
  }

  /// The next message; nil when the mailbox is closed.
  func take() async -> Message? {
    await withCheckedContinuation { (taker: CheckedContinuation<Message?, Never>) in
      let step = state.withLock { state -> Step in
        if state.isClosed { return .closed }
        if !state.senders.isEmpty { return .message(state.senders.removeFirst()) }
        state.taker = taker
        return .wait
      }
      switch step {
      case .wait: break
      case .closed: taker.resume(returning: nil)
      case .message(let sender):
        taker.resume(returning: sender.message)
        sender.taken.resume()
      }
    }
  }

  func close() {
    let (senders, taker) = state.withLock { state -> ([Sender], CheckedContinuation<Message?, Never>?) in
      state.isClosed = true
      defer {
        state.senders = []
        state.taker = nil
      }
      return (state.senders, state.taker)
    }
    taker?.resume(returning: nil)
    for sender in senders { sender.taken.resume() }
  }
}
