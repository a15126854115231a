import Synchronization
import WeirBase

/// Declarations in one SQLite file: write-ahead log, synced with every commit. All work happens on a thread of its own;
/// transactions that wait together are written together, with one sync, each in its own revision.
package final class SQLiteStore: MetadataStore {
  /// Revisions that are kept for watches and lists of the past; as many again before the older ones are forgotten.
  static let revisionsKept: Int64 = 10_000
  /// Most transactions in one write, and most bytes of their values.
  private static let groupMax = 256
  private static let groupBytesMax = 8 << 20

  private struct Waiting: Sendable {
    var transaction: StoreTransaction
    var done: CheckedContinuation<Result<StoreOutcome, StoreError>, Never>
  }

  private let thread = ThreadPool(name: "weir-store", threadsMax: 1)
  private let waiting = Mutex<[Waiting]>([])
  private let worker: SQLiteWorker
  private let clock: any Clock

  /// Opens the file at `path`, or makes it; `:memory:` keeps everything in memory.
  package static func open(
    path: String, clock: any Clock, events: any EventLog
  ) throws(StoreError) -> SQLiteStore {
    SQLiteStore(SQLiteWorker(try SQLiteTables(path: path), path: path, events: events), clock: clock)
  }

  private init(_ worker: SQLiteWorker, clock: any Clock) {
    self.worker = worker
    self.clock = clock
  }

  deinit {
    let worker = worker
    thread.run { worker.close() }
  }

  private func onThread<T: Sendable>(
    _ job: @escaping @Sendable (SQLiteWorker) throws(StoreError) -> T
  ) async throws(StoreError) -> T {
    let worker = worker
    let result = await withCheckedContinuation { (done: CheckedContinuation<Result<T, StoreError>, Never>) in
      thread.run { done.resume(returning: Result { () throws(StoreError) in try job(worker) }) }
    }
    return try result.get()
  }

  package func get(_ key: String) async throws(StoreError) -> StoreLookup {
    try await onThread { worker throws(StoreError) in
      try worker.read { tables throws(SQLiteTables.Failure) in
        StoreLookup(entry: try tables.entry(key), revision: tables.revision)
      }
    }
  }

  package func list(
    _ prefix: String, after: String?, limit: Int, revision: Int64?
  ) async throws(StoreError) -> StorePage {
    guard limit > 0 else { throw .invalid("a page holds 1 entry or more") }
    return try await onThread { worker throws(StoreError) in
      try worker.check(revision)
      return try worker.read { tables throws(SQLiteTables.Failure) in
        try tables.page(prefix, after: after, limit: min(limit, 10_000), at: revision)
      }
    }
  }

  package func commit(_ transaction: StoreTransaction) async throws(StoreError) -> StoreOutcome {
    try transaction.check()
    let result = await withCheckedContinuation { (done: CheckedContinuation<Result<StoreOutcome, StoreError>, Never>) in
      let isFirst = waiting.withLock { waiting in
        waiting.append(Waiting(transaction: transaction, done: done))
        return waiting.count == 1
      }
      if isFirst { thread.run { [self] in commitWaiting() } }
    }
    return try result.get()
  }

  /// On the thread.
  private func commitWaiting() {
    var group: [Waiting] = []
    let isMore = waiting.withLock { waiting in
      var bytes = 0
      let end = waiting.firstIndex { one in
        bytes += one.transaction.bytes
        return bytes > Self.groupBytesMax && bytes > one.transaction.bytes
      }
      group = Array(waiting.prefix(min(end ?? waiting.count, Self.groupMax)))
      waiting.removeFirst(group.count)
      return !waiting.isEmpty
    }
    let results = worker.commit(group.map(\.transaction))
    if isMore { thread.run { [self] in commitWaiting() } }
    for (one, result) in zip(group, results) { one.done.resume(returning: result) }
  }

  package func watch(_ prefix: String, after revision: Int64) async throws(StoreError) -> StoreWatch {
    let queue = WatchQueue()
    let id = try await onThread { worker throws(StoreError) in
      try worker.watch(prefix, after: revision, queue)
    }
    return queue.stream { [weak self] in
      guard let self else { return }
      let worker = worker
      thread.run { worker.unwatch(id) }
    }
  }

  package func compact(before revision: Int64) async throws(StoreError) {
    try await onThread { worker throws(StoreError) in try worker.compact(before: revision) }
  }

  package func grantLease(seconds: Int64) async throws(StoreError) -> Int64 {
    guard (1...86_400).contains(seconds) else { throw .invalid("a lease lasts 1 to 86,400 seconds, not \(seconds)") }
    let ends = clock.wallMillis() + seconds * 1000
    let lease = Int64.random(in: 1...Int64.max)
    try await onThread { worker throws(StoreError) in try worker.grantLease(lease, seconds: seconds, ends: ends) }
    expireLater(seconds: seconds)
    return lease
  }

  package func keepAlive(_ lease: Int64) async throws(StoreError) {
    let now = clock.wallMillis()
    let seconds = try await onThread { worker throws(StoreError) in try worker.keepAlive(lease, now: now) }
    expireLater(seconds: seconds)
  }

  package func revokeLease(_ lease: Int64) async throws(StoreError) {
    try await onThread { worker throws(StoreError) in try worker.revokeLease(lease) }
  }

  private func expireLater(seconds: Int64) {
    Task { [weak self] in
      try? await Task.sleep(nanoseconds: UInt64(seconds) * 1_000_000_000 + 50_000_000)
      await self?.expireLeases()
    }
  }

  /// Ends the leases whose time is over.
  func expireLeases() async {
    let now = clock.wallMillis()
    _ = try? await onThread { worker throws(StoreError) in try worker.expireLeases(now: now) }
  }

  package func close() async {
    _ = try? await onThread { worker throws(StoreError) in worker.close() }
  }
}
