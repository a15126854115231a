import Testing
import WeirBase
import WeirBroker
import WeirSim
import WeirWire

/// Random clients against a coordinator; what must hold is checked after every event.
@Suite struct GroupModelTests {
  @Test(arguments: [1, 2, 3, 5, 8, 13, 21, 34] as [UInt64])
  func whateverClientsDoTheRulesHold(seed: UInt64) {
    let model = GroupModel(seed: seed)
    for _ in 0..<5_000 { model.step() }
    model.finish()
    #expect(model.violations == [], "seed \(seed)")
    #expect(model.generations > 10 && model.assignments > 10, "\(model.generations) and \(model.assignments) of work")
  }
}

private final class GroupModel {
  struct Client {
    var memberID = ""
    var instance: String?
    var generation: Int32 = -1
    /// What it says of itself; changes seldom.
    var metadata: UInt8 = 0
    /// A polite client joins when it is told to.
    var mustJoin = true
    var join: Answer<JoinResult>?
    var sync: Answer<SyncResult>?
  }

  private var random: SeededRandom
  private var rig: GroupRig
  private let seed: UInt64
  private var clients: [Client]
  private var joins: [(answer: Answer<JoinResult>, since: Int64)] = []
  private var syncs: [(answer: Answer<SyncResult>, since: Int64)] = []
  /// When the journal last kept somebody waiting.
  private var heldUntil: Int64 = 0
  private var commits: [Answer<CommitResult>] = []
  private var leaders: [Int32: String] = [:]
  private var newest: Int32 = 0
  private var isHolding = false
  private(set) var violations: [String] = []
  private(set) var generations = 0
  private(set) var assignments = 0

  init(seed: UInt64) {
    self.seed = seed
    random = SeededRandom(seed: seed)
    rig = GroupRig(seed: seed)
    clients = (0..<6).map { Client(instance: $0 < 2 ? "static-\($0)" : nil) }
  }

  func step() {
    let index = random.int(0...clients.count - 1)
    switch random.int(0...99) {
    case 0..<30: join(index)
    case 30..<55: sync(index)
    case 55..<70: heartbeat(index)
    case 70: leave(index)
    case 71: clients[index] = Client(instance: clients[index].instance)
    case 72..<82: commit(index)
    case 82..<84: if isHolding || random.chance(25) { toggleHold() }
    case 84..<87: rig.journal.settle(with: random.chance(70) ? .none : .kafkaStorageError)
    case 87 where random.chance(30): rig.advance(millis: Int64(random.int(5_000...40_000)), step: 500)
    case 88 where random.chance(20): restart()
    default: rig.advance(millis: Int64(random.int(1...1_500)))
    }
    collect()
  }

  private func join(_ index: Int) {
    if clients[index].join != nil && random.chance(90) { return }
    if !clients[index].mustJoin && random.chance(95) { return }
    if random.chance(5) { clients[index].metadata &+= 1 }
    let metadata = [clients[index].metadata]
    var offered = GroupRig.range(metadata)
    if clients[index].metadata % 2 == 1 { offered.append(GroupProtocol(name: "sticky", metadata: metadata)) }
    let answer = rig.join(
      clients[index].memberID, instance: clients[index].instance, protocols: offered, session: 8_000,
      rebalance: Int32(random.int(1_000...20_000)), knowsIDs: random.chance(80), skips: random.chance(50))
    clients[index].join = answer
    joins.append((answer, rig.clock.wallMillis()))
  }

  private func sync(_ index: Int) {
    let client = clients[index]
    if client.generation < 0 || (client.sync != nil && random.chance(90)) { return }
    let isLeader = leaders[client.generation] == client.memberID
    // Each assignment names its owner and generation.
    let plan = (rig.groups.describe("g").group?.members ?? []).map {
      (memberID: $0.id, assignment: Array("\($0.id)/\(client.generation)".utf8))
    }
    let answer = rig.sync(
      client.memberID, client.generation, instance: client.instance,
      assigning: isLeader ? plan + [(memberID: "stranger", assignment: [1])] : [])
    clients[index].sync = answer
    syncs.append((answer, rig.clock.wallMillis()))
  }

  private func heartbeat(_ index: Int) {
    let client = clients[index]
    let error = rig.heartbeat(client.memberID, client.generation, instance: client.instance)
    if error == .rebalanceInProgress { clients[index].mustJoin = true }
    forgetIfUnknown(error, index)
  }

  private func forgetIfUnknown(_ error: ErrorCode, _ index: Int) {
    if error != .none { clients[index].mustJoin = true }
    if error == .unknownMemberId || error == .fencedInstanceId {
      clients[index] = Client(instance: clients[index].instance)
    }
  }

  private func leave(_ index: Int) {
    let member = LeaveMember(memberID: clients[index].memberID, instanceID: clients[index].instance)
    _ = rig.groups.leave(groupID: "g", members: [member])
    clients[index] = Client(instance: clients[index].instance)
  }

  private func commit(_ index: Int) {
    let client = clients[index]
    let offset = Int64(random.int(0...1_000))
    commits.append(
      rig.commit(offset, generation: client.generation, member: client.memberID, instance: client.instance))
  }

  private func toggleHold() {
    isHolding ? rig.journal.release() : rig.journal.hold()
    isHolding.toggle()
  }

  private func restart() {
    rig.journal.release()
    isHolding = false
    rig.groups.stop()
    collect()
    let counts = joins.map(\.answer.count) + syncs.map(\.answer.count)
    check(counts.allSatisfy { $0 == 1 }, "stop left somebody waiting")
    let before = rig.groups.snapshot()
    rig = GroupRig(
      replaying: rig.journal.entries, journal: MemoryJournalCopy.copy(of: rig.journal), clock: rig.clock,
      seed: random.next())
    check(rig.groups.snapshot() == before, "a restart changed what is stored")
    // What was not stored is gone, generations in between too.
    newest = 0
    leaders = [:]
  }

  private func collect() {
    for index in clients.indices {
      if let result = clients[index].join?.value { joined(index, result) }
      if let result = clients[index].sync?.value { synced(index, result) }
    }
    let counts = joins.map(\.answer.count) + syncs.map(\.answer.count)
    check(counts.allSatisfy { $0 <= 1 }, "an answer came twice")
    joins.removeAll { $0.answer.count == 1 && random.chance(50) }
    syncs.removeAll { $0.answer.count == 1 && random.chance(50) }
    checkPatience()
    let members = rig.groups.describe("g").group?.members ?? []
    check(Set(members.map(\.id)).count == members.count, "a member is there twice")
    let instances = members.compactMap(\.instanceID)
    check(Set(instances).count == instances.count, "an instance is there twice")
  }

  /// Nobody waits longer than two rebalance timeouts and a session, but for the journal.
  private func checkPatience() {
    let now = rig.clock.wallMillis()
    if rig.journal.heldCount > 0 { heldUntil = now }
    let joining = joins.filter { $0.answer.count == 0 }.map(\.since)
    let waiting = joining + syncs.filter { $0.answer.count == 0 }.map(\.since)
    check(waiting.allSatisfy { now - max($0, heldUntil) <= 50_000 }, "somebody waits for too long")
  }

  private func joined(_ index: Int, _ result: JoinResult) {
    clients[index].join = nil
    if result.error == .memberIdRequired { clients[index].memberID = result.memberID }
    forgetIfUnknown(result.error, index)
    guard result.error == .none else { return }
    clients[index].memberID = result.memberID
    clients[index].generation = result.generation
    clients[index].mustJoin = false
    check(result.generation >= newest, "generation \(result.generation) after \(newest)")
    if result.generation > newest { generations += 1 }
    newest = max(newest, result.generation)
    guard result.members.contains(where: { $0.id == result.memberID }) || result.members.isEmpty else {
      return check(false, "a leader is not among its members")
    }
    if result.members.isEmpty { return }
    check(result.leader == result.memberID, "members were told to who does not lead")
    // A static leader that comes back leads under its new id.
    let isFirst = leaders[result.generation] == nil || leaders[result.generation] == result.memberID
    check(isFirst || result.skipAssignment, "generation \(result.generation) has two leaders")
    leaders[result.generation] = result.memberID
  }

  private func synced(_ index: Int, _ result: SyncResult) {
    clients[index].sync = nil
    forgetIfUnknown(result.error, index)
    guard result.error == .none, !result.assignment.isEmpty else { return }
    assignments += 1
    let text = String(decoding: result.assignment, as: UTF8.self)
    check(text.hasSuffix("/\(clients[index].generation)"), "\(text) in generation \(clients[index].generation)")
    let isOwn = text.hasPrefix(clients[index].memberID + "/") || clients[index].instance != nil
    check(isOwn, "\(clients[index].memberID) got \(text)")
  }

  /// Lets all sessions run out: everybody must have been answered, and nobody be left.
  func finish() {
    rig.journal.release()
    rig.advance(millis: 400_000, step: 1_000)
    collect()
    check(joins.allSatisfy { $0.answer.count == 1 }, "a join was never answered")
    check(syncs.allSatisfy { $0.answer.count == 1 }, "a sync was never answered")
    check(commits.allSatisfy { $0.count == 1 }, "a commit was never answered, or twice")
    let state = rig.state()
    check(state == .empty || state == nil, "the group is \(state?.rawValue ?? "") without clients")
  }

  private func check(_ holds: Bool, _ rule: @autoclosure () -> String) {
    if !holds { violations.append(rule()) }
  }
}

private enum MemoryJournalCopy {
  static func copy(of journal: MemoryJournal) -> MemoryJournal {
    let copy = MemoryJournal()
    copy.append(journal.entries) { _ in }
    return copy
  }
}
