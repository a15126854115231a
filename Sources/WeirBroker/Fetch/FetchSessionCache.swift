import Synchronization
import WeirBase
import WeirWire

/// The sessions of all clients, in a bounded number of slots.
final class FetchSessionCache: Sendable {
  /// A session unused for this long may lose its slot to a new one (Kafka's min.incremental.fetch.session.eviction.ms).
  static let evictableAfterNanos: UInt64 = 120_000_000_000

  enum Opening: Sendable {
    /// No session; the answer says session id 0.
    case sessionless([FetchTarget])
    /// The first answer of a session, or an incremental one.
    case session(id: Int32, isNew: Bool, targets: [FetchTarget])
    case failure(ErrorCode)
  }

  private struct State {
    var sessions: [Int32: FetchSession] = [:]
    var lastID: Int32 = 0
  }

  private let slots: Int
  private let clock: any Clock
  private let state = Mutex(State())

  init(slots: Int, clock: any Clock) {
    self.slots = slots
    self.clock = clock
  }

  var count: Int { state.withLock { $0.sessions.count } }

  func open(_ request: FetchRequest, usesTopicIDs: Bool) -> Opening {
    let asked = request.topics.flatMap { topic in topic.partitions.map { FetchTarget(topic, $0) } }
    switch (request.sessionId, request.sessionEpoch) {
    case (let id, -1):
      if id != 0 { state.withLock { $0.sessions[id] = nil } }
      return .sessionless(asked)
    case (let id, 0):
      if id != 0 { state.withLock { $0.sessions[id] = nil } }
      return start(asked, usesTopicIDs: usesTopicIDs)
    case (let id, let epoch):
      return advance(id, epoch: epoch, asked, request, usesTopicIDs: usesTopicIDs)
    }
  }

  private func start(_ targets: [FetchTarget], usesTopicIDs: Bool) -> Opening {
    // A session of nothing would only take a slot.
    if targets.isEmpty { return .sessionless(targets) }
    let now = clock.monotonicNanos()
    return state.withLock { state in
      if state.sessions.count >= slots && !Self.evict(&state.sessions, now) { return .sessionless(targets) }
      repeat {
        state.lastID = state.lastID == Int32.max ? 1 : state.lastID + 1
      } while state.sessions[state.lastID] != nil
      var session = FetchSession(id: state.lastID, usesTopicIDs: usesTopicIDs, nowNanos: now)
      for target in targets { session.follow(target) }
      state.sessions[session.id] = session
      return .session(id: session.id, isNew: true, targets: targets)
    }
  }

  private static func evict(_ sessions: inout [Int32: FetchSession], _ now: UInt64) -> Bool {
    guard let oldest = sessions.values.min(by: { $0.lastUsedNanos < $1.lastUsedNanos }),
      now &- oldest.lastUsedNanos >= evictableAfterNanos
    else { return false }
    sessions[oldest.id] = nil
    return true
  }

  private func advance(
    _ id: Int32, epoch: Int32, _ asked: [FetchTarget], _ request: FetchRequest, usesTopicIDs: Bool
  ) -> Opening {
    let now = clock.monotonicNanos()
    return state.withLock { state in
      guard var session = state.sessions[id] else { return .failure(.fetchSessionIdNotFound) }
      guard session.epoch == epoch else { return .failure(.invalidFetchSessionEpoch) }
      guard session.usesTopicIDs == usesTopicIDs else { return .failure(.fetchSessionTopicIdError) }
      for topic in request.forgottenTopicsData {
        for partition in topic.partitions {
          session.forget(FetchKey(topic: topic.topic, topicID: topic.topicId, partition: partition))
        }
      }
      for target in asked { session.follow(target) }
      session.advance(nowNanos: now)
      state.sessions[id] = session
      return .session(id: id, isNew: false, targets: session.targets)
    }
  }

  /// Keeps what an answer of session `id` must name. A first answer names all.
  func filter(
    id: Int32, isNew: Bool, _ results: [(key: FetchKey, data: FetchResponse.PartitionData)]
  ) -> [(key: FetchKey, data: FetchResponse.PartitionData)] {
    state.withLock { state in
      guard state.sessions[id] != nil else { return results }
      return results.filter { result in
        (state.sessions[id]?.mustTell(result.key, result.data) ?? true) || isNew
      }
    }
  }
}
