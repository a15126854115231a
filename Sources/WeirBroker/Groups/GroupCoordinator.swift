import Synchronization
import WeirBase
import WeirWire

/// Consumer groups of the node under Kafka's classic protocol, with their committed offsets.
///
/// Every call returns at once; replies may come before it returns, or later on another thread, and never under the
/// coordinator's lock. One timer stands for all deadlines; while nothing is due, nothing runs.
package final class GroupCoordinator: Sendable {
  let settings: GroupSettings
  let clock: any Clock
  let scheduler: any Scheduler
  let random: any RandomSource
  let journal: any OffsetsJournal
  let events: any EventLog
  private let table = Mutex(GroupTable())

  /// Refuses all calls (COORDINATOR_LOAD_IN_PROGRESS) until `loaded`.
  package init(
    settings: GroupSettings, clock: any Clock, scheduler: any Scheduler, random: any RandomSource,
    journal: any OffsetsJournal, events: any EventLog
  ) {
    self.settings = settings
    self.clock = clock
    self.scheduler = scheduler
    self.random = random
    self.journal = journal
    self.events = events
  }

  func moment() -> GroupMoment {
    GroupMoment(steady: Int64(clamping: clock.monotonicNanos() / 1_000_000), wall: clock.wallMillis())
  }

  /// Looks without changing.
  func look<T: Sendable>(_ body: (borrowing GroupTable) -> T) -> T { table.withLock { body($0) } }

  /// Changes the groups, then lets the consequences out: answers, appends, the timer.
  func change<T: Sendable>(_ body: (inout GroupTable, GroupMoment) -> T) -> T {
    let now = moment()
    let (result, effects, alarm) = table.withLock { table in
      let result = body(&table, now)
      if table.phase == .serving, table.nextDeadline <= now.steady { expireDue(&table, now) }
      let effects = table.effects
      table.effects = []
      return (result, effects, Self.nextAlarm(&table))
    }
    if let alarm { arm(alarm, now) }
    drain()
    for effect in effects {
      switch effect {
      case .call(let call): call()
      case .report(let level, let text): events.record(level, text, [])
      }
    }
    return result
  }

  /// Hands appends to the journal one at a time, in the order of the changes they come from.
  private func drain() {
    while true {
      let appends: [GroupTable.Append]? = table.withLock { table in
        if table.isDraining || table.outbox.isEmpty { return nil }
        table.isDraining = true
        let appends = table.outbox
        table.outbox = []
        return appends
      }
      guard let appends else { return }
      for append in appends { journal.append(append.entries, done: append.done) }
      table.withLock { $0.isDraining = false }
    }
  }
}

/// The timer.
extension GroupCoordinator {
  private struct Alarm {
    let number: UInt64
    let deadline: Int64
    let previous: (any Cancellable)?
  }

  /// The alarm to set if something is due before the one that is set.
  private static func nextAlarm(_ table: inout GroupTable) -> Alarm? {
    guard table.phase == .serving, table.nextDeadline < table.timer.deadline else { return nil }
    let previous = table.timer.job
    table.timer = GroupTable.Timer(deadline: table.nextDeadline, number: table.number())
    return Alarm(number: table.timer.number, deadline: table.nextDeadline, previous: previous)
  }

  private func arm(_ alarm: Alarm, _ now: GroupMoment) {
    alarm.previous?.cancel()
    // Once a millisecond is the finest there is, and what keeps a deadline of now from coming back at once.
    let millis = UInt64(clamping: max(1, alarm.deadline - now.steady))
    let job = scheduler.schedule(afterNanos: min(millis, 1 << 40) * 1_000_000) { [weak self] in
      self?.ring(alarm.number)
    }
    let isOld = table.withLock { table in
      if table.timer.number != alarm.number { return true }
      table.timer.job = job
      return false
    }
    if isOld { job.cancel() }
  }

  private func ring(_ number: UInt64) {
    change { table, now in
      guard table.timer.number == number, table.phase == .serving else { return }
      table.timer = GroupTable.Timer(number: table.number())
      expireDue(&table, now)
    }
  }

  private func expireDue(_ table: inout GroupTable, _ now: GroupMoment) {
    for (id, entry) in table.groups where entry.nextDeadline <= now.steady {
      if entry.classic.nextDeadline <= now.steady {
        perform(table.groups[id]?.classic.expire(now: now) ?? [], of: id, &table, now)
      }
      if entry.retireDeadline <= now.steady { retire(id, &table, now) }
    }
    table.nextDeadline = table.groups.values.reduce(.max) { min($0, $1.nextDeadline) }
  }

  /// Ends all waiting: joins and syncs are answered with COORDINATOR_NOT_AVAILABLE, now and later.
  package func stop() {
    let job = change { table, _ in
      table.phase = .stopped
      for ticket in table.joins.keys.sorted() {
        table.answer(join: ticket, JoinResult(error: .coordinatorNotAvailable, memberID: ""))
      }
      for ticket in table.syncs.keys.sorted() {
        table.answer(sync: ticket, SyncResult(error: .coordinatorNotAvailable))
      }
      let job = table.timer.job
      table.timer = GroupTable.Timer(number: table.number())
      return job
    }
    job?.cancel()
  }
}
