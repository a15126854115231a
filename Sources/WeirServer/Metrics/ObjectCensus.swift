import Synchronization
import WeirBase
import WeirControl
import WeirObjects

/// How many objects of each kind are declared. A store that is away must not hold up a scrape: then the numbers are
/// those of the last time.
final class ObjectCensus: Sendable {
  /// How long a scrape waits for new numbers.
  private static let patienceNanos: UInt64 = 250_000_000

  private struct State {
    var known: [(kind: String, count: Int64)] = []
    var isAsking = false
  }

  private let repository: ObjectRepository
  private let state = Mutex(State())

  init(_ repository: ObjectRepository) { self.repository = repository }

  func counts() async -> [(kind: String, count: Int64)] {
    let mayAsk = state.withLock { state in
      defer { state.isAsking = true }
      return !state.isAsking
    }
    if mayAsk { await askForAWhile() }
    return state.withLock { $0.known }
  }

  private func askForAWhile() async {
    let gate = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    Task {
      await refresh()
      gate.continuation.finish()
    }
    let timer = Task {
      if await Pause.nanos(Self.patienceNanos) { gate.continuation.finish() }
    }
    for await _ in gate.stream {}
    timer.cancel()
  }

  private func refresh() async {
    var counts: [(kind: String, count: Int64)] = []
    for kind in Kind.allCases {
      guard let page = try? await repository.list(kind, namespace: nil, limit: 1) else { break }
      counts.append((kind.rawValue, Int64(page.items.count) + (page.remaining ?? 0)))
    }
    if counts.count == Kind.allCases.count { state.withLock { $0.known = counts } }
    state.withLock { $0.isAsking = false }
  }
}
