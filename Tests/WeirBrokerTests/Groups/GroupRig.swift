import Synchronization
import WeirBase
import WeirBroker
import WeirSim
import WeirWire

/// A journal in memory that can be told to hold its answers back, or to fail.
final class MemoryJournal: OffsetsJournal {
  private struct State: Sendable {
    var entries: [OffsetsEntry] = []
    var error = ErrorCode.none
    var isHolding = false
    var held: [(entries: [OffsetsEntry], done: @Sendable (ErrorCode) -> Void)] = []
  }

  private let state = Mutex(State())

  /// What is durable, oldest first.
  var entries: [OffsetsEntry] { state.withLock { $0.entries } }
  var heldCount: Int { state.withLock { $0.held.count } }

  func fail(with error: ErrorCode) { state.withLock { $0.error = error } }
  func hold() { state.withLock { $0.isHolding = true } }

  func append(_ entries: [OffsetsEntry], done: @escaping @Sendable (ErrorCode) -> Void) {
    let now = state.withLock { state -> ErrorCode? in
      if state.isHolding {
        state.held.append((entries, done))
        return nil
      }
      if state.error == .none { state.entries += entries }
      return state.error
    }
    if let now { done(now) }
  }

  /// Answers the held append at `index`; false if there is none.
  @discardableResult
  func settle(_ index: Int = 0, with error: ErrorCode = .none) -> Bool {
    let held = state.withLock { state -> (@Sendable (ErrorCode) -> Void)? in
      guard state.held.indices.contains(index) else { return nil }
      let (entries, done) = state.held.remove(at: index)
      if error == .none { state.entries += entries }
      return done
    }
    held?(error)
    return held != nil
  }

  /// Answers all held appends and holds no more.
  func release() {
    while settle() {}
    state.withLock { $0.isHolding = false }
  }
}

/// An answer that may not be there yet, and must not come twice.
final class Answer<Value: Sendable>: Sendable {
  private let values = Mutex<[Value]>([])

  func give(_ value: Value) { values.withLock { $0.append(value) } }
  var value: Value? { values.withLock { $0.first } }
  var count: Int { values.withLock { $0.count } }
}

/// A coordinator in simulated time.
final class GroupRig {
  let clock: SimClock
  let scheduler = SimScheduler()
  let journal: MemoryJournal
  let events = RecordingEventLog()
  let groups: GroupCoordinator

  init(
    settings: GroupSettings = GroupSettings(), replaying entries: [OffsetsEntry] = [],
    journal: MemoryJournal = MemoryJournal(), clock: SimClock = SimClock(), seed: UInt64 = 1
  ) {
    self.clock = clock
    self.journal = journal
    groups = GroupCoordinator(
      settings: settings, clock: clock, scheduler: scheduler,
      // A node that starts again does not give out the same ids.
      random: SeededRandomSource(seed: seed &+ UInt64(entries.count)), journal: journal, events: events)
    for entry in entries { groups.load(entry) }
    groups.loaded()
  }

  func advance(millis: Int64, step: Int64 = 10) {
    var left = millis
    while left > 0 {
      let part = min(step, left)
      clock.advance(millis: part)
      scheduler.advance(millis: part)
      left -= part
    }
  }

  static func range(_ metadata: [UInt8] = [1]) -> [GroupProtocol] {
    [GroupProtocol(name: "range", metadata: metadata)]
  }

  func join(
    _ member: String = "", group: String = "g", instance: String? = nil, protocols: [GroupProtocol] = range(),
    type: String = "consumer", session: Int32 = 10_000, rebalance: Int32 = 60_000, knowsIDs: Bool = false,
    skips: Bool = true
  ) -> Answer<JoinResult> {
    let answer = Answer<JoinResult>()
    groups.join(
      JoinRequest(
        groupID: group, memberID: member, instanceID: instance, clientID: "client", clientHost: "/127.0.0.1",
        sessionTimeout: session, rebalanceTimeout: rebalance, protocolType: type, protocols: protocols,
        requiresKnownMemberID: knowsIDs, supportsSkipAssignment: skips)
    ) { answer.give($0) }
    return answer
  }

  func sync(
    _ member: String, _ generation: Int32, group: String = "g", instance: String? = nil,
    assigning: [(memberID: String, assignment: [UInt8])] = [], type: String? = nil, name: String? = nil
  ) -> Answer<SyncResult> {
    let answer = Answer<SyncResult>()
    groups.sync(
      SyncRequest(
        groupID: group, generation: generation, memberID: member, instanceID: instance, protocolType: type,
        protocolName: name, assignments: assigning)
    ) { answer.give($0) }
    return answer
  }

  func heartbeat(_ member: String, _ generation: Int32, instance: String? = nil, group: String = "g") -> ErrorCode {
    groups.heartbeat(groupID: group, generation: generation, memberID: member, instanceID: instance)
  }

  func commit(
    _ offset: Int64, topic: String = "t", partition: Int32 = 0, group: String = "g", generation: Int32 = -1,
    member: String = "", instance: String? = nil, metadata: String = "", epoch: Int32 = -1
  ) -> Answer<CommitResult> {
    let answer = Answer<CommitResult>()
    groups.commit(
      CommitRequest(
        groupID: group, generation: generation, memberID: member, instanceID: instance,
        partitions: [
          .init(topic: topic, partition: partition, offset: offset, leaderEpoch: epoch, metadata: metadata)
        ])
    ) { answer.give($0) }
    return answer
  }

  func committed(_ topic: String = "t", _ partition: Int32 = 0, group: String = "g") -> CommittedOffset? {
    groups.fetchOffsets(groupID: group, topics: [(topic, [partition])]).offsets.first?.committed
  }

  func delete(_ ids: String...) -> Answer<[ErrorCode]> {
    let answer = Answer<[ErrorCode]>()
    groups.delete(ids) { answer.give($0.map(\.error)) }
    return answer
  }

  func state(_ group: String = "g") -> GroupState? { groups.describe(group).group?.state }

  /// A Stable group of `count` members, each assigned its place; the leader is the first.
  func stable(
    _ count: Int, instances: [String]? = nil, rebalance: Int32 = 60_000
  ) -> (ids: [String], generation: Int32) {
    let joins = (0..<count).map { join(instance: instances?[$0], rebalance: rebalance) }
    advance(millis: 300)
    let results = joins.compactMap(\.value)
    guard let leader = results.first(where: { !$0.members.isEmpty }) else { return ([], -1) }
    let ids = results.map(\.memberID)
    let plan = ids.enumerated().map { (memberID: $1, assignment: [UInt8($0)]) }
    for id in ids { _ = sync(id, leader.generation, assigning: id == leader.memberID ? plan : []) }
    return (ids, leader.generation)
  }
}
