import WeirBase

/// The store's work, done by one thread: reads, groups of transactions, watches, leases.
///
/// `@unchecked Sendable`: only jobs on the store's one thread touch it.
final class SQLiteWorker: @unchecked Sendable {
  private struct Watch {
    var prefix: String
    var queue: WatchQueue
    /// Everything up to this revision was told, or is not wanted.
    var told: Int64
    /// It has caught up with the past.
    var isLive = false
    /// Has it told more of the past, on the store's thread.
    var more: @Sendable () -> Void
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
        switch try tables.apply(transaction) {
        case .changes(let made):
          changes += made
          outcomes.append(.success(.committed(revision: tables.revision)))
        case .conflict: outcomes.append(.success(.conflict(revision: tables.revision)))
        case .noLease(let lease): outcomes.append(.failure(.leaseNotFound(lease)))
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
    for (id, watch) in watches where watch.isLive {
      let told = changes.filter { $0.revision > watch.told && $0.key.utf8.starts(with: watch.prefix.utf8) }
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

  /// - Parameter more: is to call `catchUp` on the store's thread.
  func watch(
    _ prefix: String, after revision: Int64, _ queue: WatchQueue, more: @escaping @Sendable (Int) -> Void
  ) throws(StoreError) -> Int {
    if revision < tables.compacted { throw .compacted(tables.compacted) }
    nextWatch += 1
    let id = nextWatch
    watches[id] = Watch(prefix: prefix, queue: queue, told: revision, more: { more(id) })
    catchUp(id)
    return id
  }

  /// Tells a watch the next part of the past; at its end the watch goes on with what happens.
  func catchUp(_ id: Int) {
    guard var watch = watches[id], !watch.isLive else { return }
    do throws(StoreError) {
      if watch.told < tables.compacted { throw .compacted(tables.compacted) }
      let (changes, upTo) = try read { tables throws(SQLiteTables.Failure) in
        try tables.history(watch.prefix, after: watch.told)
      }
      watch.isLive = upTo == tables.revision
      watch.told = max(watch.told, upTo)
      let goesOn = watch.queue.tell(
        StoreEvents(changes: changes, revision: watch.told), more: watch.isLive ? nil : watch.more)
      watches[id] = goesOn ? watch : nil
    } catch {
      watch.queue.finish(error)
      watches[id] = nil
    }
  }

  func unwatch(_ id: Int) { watches[id] = nil }

  // MARK: Leases

  func grantLease(_ lease: Int64, seconds: Int64, ends: Int64) throws(StoreError) {
    try change { tables throws(SQLiteTables.Failure) in
      try tables.grantLease(lease, seconds: seconds, ends: ends)
    }
  }

  func keepAlive(_ lease: Int64, now: Int64) throws(StoreError) {
    try expireLeases(now: now)
    let seconds = try read { tables throws(SQLiteTables.Failure) in try tables.lease(lease) }
    guard seconds > 0 else { throw .leaseNotFound(lease) }
    try grantLease(lease, seconds: seconds, ends: now + seconds * 1000)
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

  /// When the next lease ends, in milliseconds since 1970; nil without leases.
  func nextLeaseEnd() throws(StoreError) -> Int64? {
    try read { tables throws(SQLiteTables.Failure) in try tables.nextLeaseEnd() }
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
