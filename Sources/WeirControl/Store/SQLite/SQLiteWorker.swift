import WeirBase

/// The store's work, done by one thread: reads, groups of transactions, watches, leases.
///
/// `@unchecked Sendable`: only jobs on the store's one thread touch it.
final class SQLiteWorker: @unchecked Sendable {
  private struct Watch {
    var prefix: String
    var queue: WatchQueue
  }

  private var tables: SQLiteTables
  private let path: String
  private let events: any EventLog
  private var watches: [Int: Watch] = [:]
  private var nextWatch = 0

  init(_ tables: SQLiteTables, path: String, events: any EventLog) {
    self.tables = tables
    self.path = path
    self.events = events
  }

  func close() {
    for watch in watches.values { watch.queue.finish(.unavailable("the store is closed")) }
    watches = [:]
    tables.connection.close()
  }

  func read<T>(_ job: (SQLiteTables) throws(SQLiteTables.Failure) -> T) throws(StoreError) -> T {
    do throws(SQLiteTables.Failure) { return try job(tables) } catch { throw SQLiteTables.error(error, path) }
  }

  /// Whether what was at a revision is still known.
  func check(_ revision: Int64?) throws(StoreError) {
    guard let revision else { return }
    if revision < tables.compacted { throw .compacted(tables.compacted) }
    if revision > tables.revision {
      throw .invalid("revision \(revision) is not there yet; \(tables.revision) is the last")
    }
  }

  // MARK: Writing

  /// All in one write: each transaction holds or not on its own, and all that hold are durable together.
  func commit(_ transactions: [StoreTransaction]) -> [Result<StoreOutcome, StoreError>] {
    let before = tables.revision
    do throws(SQLiteTables.Failure) {
      try tables.connection.run("BEGIN IMMEDIATE")
      var outcomes: [Result<StoreOutcome, StoreError>] = []
      var changes: [StoreChange] = []
      for transaction in transactions {
        if let made = try tables.apply(transaction) {
          changes += made
          outcomes.append(.success(.committed(revision: tables.revision)))
        } else {
          outcomes.append(.success(.conflict(revision: tables.revision)))
        }
      }
      try tables.connection.run("COMMIT")
      tell(changes)
      forgetOld()
      return outcomes
    } catch {
      // A transaction that SQLite has already undone cannot be undone again.
      try? tables.connection.run("ROLLBACK")
      tables.rewind(to: before)
      let fault = SQLiteTables.error(error, path)
      events.error("declarations were not written", ("cause", error.message))
      return transactions.map { _ in .failure(fault) }
    }
  }

  private func tell(_ changes: [StoreChange]) {
    guard !changes.isEmpty else { return }
    for (id, watch) in watches {
      let told = changes.filter { $0.key.hasPrefix(watch.prefix) }
      if !watch.queue.tell(StoreEvents(changes: told, revision: tables.revision)) { watches[id] = nil }
    }
  }

  private func forgetOld() {
    let kept = SQLiteStore.revisionsKept
    guard tables.revision - tables.compacted > 2 * kept else { return }
    do throws(StoreError) { try compact(before: tables.revision - kept) } catch {
      events.warning("old revisions were not forgotten", ("cause", "\(error)"))
    }
  }

  func compact(before revision: Int64) throws(StoreError) {
    if revision <= tables.compacted { throw .compacted(tables.compacted) }
    guard revision <= tables.revision else { throw .invalid("revision \(revision) is not there yet") }
    try change { tables throws(SQLiteTables.Failure) in try tables.compact(before: revision) }
  }

  /// One transaction of its own.
  private func change(
    _ job: (inout SQLiteTables) throws(SQLiteTables.Failure) -> Void
  ) throws(StoreError) {
    let before = tables
    do throws(SQLiteTables.Failure) {
      try tables.connection.run("BEGIN IMMEDIATE")
      try job(&tables)
      try tables.connection.run("COMMIT")
    } catch {
      try? tables.connection.run("ROLLBACK")
      tables = before
      throw SQLiteTables.error(error, path)
    }
  }

  // MARK: Watches

  func watch(_ prefix: String, after revision: Int64, _ queue: WatchQueue) throws(StoreError) -> Int {
    if revision < tables.compacted { throw .compacted(tables.compacted) }
    let missed = try read { tables throws(SQLiteTables.Failure) in try tables.history(prefix, after: revision) }
    _ = queue.tell(StoreEvents(changes: missed, revision: max(tables.revision, revision)))
    nextWatch += 1
    watches[nextWatch] = Watch(prefix: prefix, queue: queue)
    return nextWatch
  }

  func unwatch(_ id: Int) { watches[id] = nil }

  // MARK: Leases

  func grantLease(_ lease: Int64, seconds: Int64, ends: Int64) throws(StoreError) {
    try change { tables throws(SQLiteTables.Failure) in
      try tables.grantLease(lease, seconds: seconds, ends: ends)
    }
  }

  /// - Returns: how long it lasts, in seconds.
  func keepAlive(_ lease: Int64, now: Int64) throws(StoreError) -> Int64 {
    try expireLeases(now: now)
    let seconds = try read { tables throws(SQLiteTables.Failure) in try tables.lease(lease) }
    guard seconds > 0 else { throw .leaseNotFound(lease) }
    try grantLease(lease, seconds: seconds, ends: now + seconds * 1000)
    return seconds
  }

  func revokeLease(_ lease: Int64) throws(StoreError) {
    let seconds = try read { tables throws(SQLiteTables.Failure) in try tables.lease(lease) }
    guard seconds > 0 else { throw .leaseNotFound(lease) }
    try end(lease)
  }

  func expireLeases(now: Int64) throws(StoreError) {
    for lease in try read({ tables throws(SQLiteTables.Failure) in try tables.leasesEnded(by: now) }) {
      try end(lease)
    }
  }

  /// Its keys first: a lease that outlives them ends once more.
  private func end(_ lease: Int64) throws(StoreError) {
    let keys = try read { tables throws(SQLiteTables.Failure) in try tables.keys(of: lease) }
    for start in stride(from: 0, to: keys.count, by: StoreTransaction.operationsMax) {
      let part = keys[start..<min(start + StoreTransaction.operationsMax, keys.count)]
      if case .failure(let error)? = commit([StoreTransaction(part.map { .delete($0) })]).first { throw error }
    }
    try change { tables throws(SQLiteTables.Failure) in try tables.removeLease(lease) }
  }
}
