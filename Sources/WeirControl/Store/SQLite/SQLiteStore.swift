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
  /// Most transactions that wait for a write.
  private static let waitingMax = 65_536
  /// How often leases are looked at, at least and at most, in milliseconds.
  private static let leaseLookMillis: ClosedRange<Int64> = 20...500

  private struct Waiting: Sendable {
    var transaction: StoreTransaction
    var done: CheckedContinuation<Result<StoreOutcome, StoreError>, Never>
  }

  private let thread = ThreadPool(name: "weir-store", threadsMax: 1)
  private let waiting = Mutex<[Waiting]>([])
  private let worker: SQLiteWorker
  private let clock: any Clock
  private let leaseWatch = Mutex(LeaseWatch())

  private struct LeaseWatch: Sendable {
    var isRunning = false
    /// A lease came that the running look-out may not have seen.
    var isNew = false
  }

  /// Opens the file at `path`, or makes it; `:memory:` keeps everything in memory.
  package static func open(
    path: String, clock: any Clock, events: any EventLog
  ) throws(StoreError) -> SQLiteStore {
    let store = SQLiteStore(SQLiteWorker(try SQLiteTables(path: path), path: path, events: events), clock: clock)
    // Leases may have ended while nobody looked.
    store.lookAfterLeases()
    return store
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
      let isFirst = waiting.withLock { waiting -> Bool? in
        guard waiting.count < Self.waitingMax else { return nil }
        waiting.append(Waiting(transaction: transaction, done: done))
        return waiting.count == 1
      }
      guard let isFirst else {
        return done.resume(returning: .failure(.unavailable("more than \(Self.waitingMax) transactions wait")))
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
    guard revision >= 0 else { throw .invalid("revision \(revision) is below 0") }
    let queue = WatchQueue()
    let id = try await onThread { [thread] worker throws(StoreError) in
      try worker.watch(prefix, after: revision, queue) { [weak thread] id in thread?.run { worker.catchUp(id) } }
    }
    return queue.stream { [weak thread, worker] in thread?.run { worker.unwatch(id) } }
  }

  package func compact(before revision: Int64) async throws(StoreError) {
    try await onThread { worker throws(StoreError) in try worker.compact(before: revision) }
  }

  package func grantLease(seconds: Int64) async throws(StoreError) -> Int64 {
    guard (1...86_400).contains(seconds) else { throw .invalid("a lease lasts 1 to 86,400 seconds, not \(seconds)") }
    let ends = clock.wallMillis() + seconds * 1000
    let lease = Int64.random(in: 1...Int64.max)
    try await onThread { worker throws(StoreError) in try worker.grantLease(lease, seconds: seconds, ends: ends) }
    lookAfterLeases()
    return lease
  }

  package func keepAlive(_ lease: Int64) async throws(StoreError) {
    let now = clock.wallMillis()
    try await onThread { worker throws(StoreError) in try worker.keepAlive(lease, now: now) }
  }

  package func revokeLease(_ lease: Int64) async throws(StoreError) {
    try await onThread { worker throws(StoreError) in try worker.revokeLease(lease) }
  }

  /// Looks at the leases now and then, as long as there are any.
  private func lookAfterLeases() {
    let starts = leaseWatch.withLock { watch in
      watch.isNew = true
      defer { watch.isRunning = true }
      return !watch.isRunning
    }
    guard starts else { return }
    Task { [weak self] in
      while let pause = await self?.lookAtLeases() { await Pause.nanos(pause) }
    }
  }

  /// - Returns: nanoseconds until the next look; nil when there are no leases.
  private func lookAtLeases() async -> UInt64? {
    leaseWatch.withLock { $0.isNew = false }
    await expireLeases()
    let next = try? await onThread { worker throws(StoreError) in try worker.nextLeaseEnd() }
    if let next = next ?? nil {
      let millis = min(max(next - clock.wallMillis(), Self.leaseLookMillis.lowerBound), Self.leaseLookMillis.upperBound)
      return UInt64(millis) * 1_000_000
    }
    let ends = leaseWatch.withLock { watch in
      watch.isRunning = watch.isNew
      return !watch.isNew
    }
    return ends ? nil : 0
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
