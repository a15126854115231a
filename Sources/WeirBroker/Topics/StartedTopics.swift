import Synchronization
import WeirBase
import WeirWire

/// Gathers topics that several threads start, for one that waits for all of them.
final class StartedTopics: Sendable {
  private struct State {
    var results: [Int: Result<Topic, TopicRefusal>] = [:]
  }

  private let count: Int
  private let state = Mutex(State())
  private let gate = BlockingGate()

  /// - Parameter count: 1 or more.
  init(count: Int) { self.count = count }

  func note(_ result: Result<Topic, TopicRefusal>, at place: Int) {
    let isWhole = state.withLock { state in
      state.results[place] = result
      return state.results.count == count
    }
    if isWhole { gate.open() }
  }

  /// All results in the order of their places. Blocks.
  func wait() -> [Result<Topic, TopicRefusal>] {
    gate.wait()
    return state.withLock { state in
      (0..<count).map {
        state.results[$0] ?? .failure(TopicRefusal(.unknownServerError, "the topic was not started"))
      }
    }
  }
}
