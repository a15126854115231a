/// Where declarations live, with etcd's semantics: one revision counts all changes, a transaction compares before it
/// writes, a watch tells every change after a revision in order.
package protocol MetadataStore: Sendable {
  /// The entry now, and the revision of this answer. Linearizable.
  func get(_ key: String) async throws(StoreError) -> StoreLookup

  /// Entries whose keys begin with `prefix` and come after `after`, in the order of their keys' bytes.
  /// - Parameters:
  ///   - limit: most entries in one page; 1 or more.
  ///   - revision: as of this revision (`compacted` if it is forgotten); nil for now.
  func list(
    _ prefix: String, after: String?, limit: Int, revision: Int64?
  ) async throws(StoreError) -> StorePage

  /// Does all operations in one revision if every comparison holds, else nothing.
  func commit(_ transaction: StoreTransaction) async throws(StoreError) -> StoreOutcome

  /// Every change under `prefix` after `revision`, in order, until the sequence is let go or throws: `compacted` when
  /// changes were forgotten (list again), `slow` when the reader fell too far behind, `unavailable` when the store went
  /// away.
  func watch(_ prefix: String, after revision: Int64) async throws(StoreError) -> StoreWatch

  /// Forgets changes before `revision`: lists and watches from older revisions are `compacted`.
  func compact(before revision: Int64) async throws(StoreError)

  /// A new lease. Its keys go when it ends.
  /// - Parameter seconds: 1 to 86,400.
  func grantLease(seconds: Int64) async throws(StoreError) -> Int64
  /// Starts the lease's time anew; `leaseNotFound` when it has ended.
  func keepAlive(_ lease: Int64) async throws(StoreError)
  func revokeLease(_ lease: Int64) async throws(StoreError)

  /// Ends watches and lets resources go.
  func close() async
}

/// One key as stored.
package struct StoreEntry: Sendable, Hashable {
  package var key: String
  package var value: [UInt8]
  package var createRevision: Int64
  package var modRevision: Int64
  /// 0 for none.
  package var lease: Int64

  package init(key: String, value: [UInt8], createRevision: Int64, modRevision: Int64, lease: Int64 = 0) {
    self.key = key
    self.value = value
    self.createRevision = createRevision
    self.modRevision = modRevision
    self.lease = lease
  }
}

package struct StoreLookup: Sendable {
  package var entry: StoreEntry?
  package var revision: Int64

  package init(entry: StoreEntry?, revision: Int64) {
    self.entry = entry
    self.revision = revision
  }
}

package struct StorePage: Sendable {
  package var entries: [StoreEntry]
  /// The revision that the page shows.
  package var revision: Int64
  /// How many entries come after this page; 0 at the end.
  package var remaining: Int64

  package init(entries: [StoreEntry], revision: Int64, remaining: Int64) {
    self.entries = entries
    self.revision = revision
    self.remaining = remaining
  }
}

package enum StoreComparison: Sendable, Hashable {
  case absent(String)
  case modRevision(String, Int64)

  package var key: String {
    switch self {
    case .absent(let key), .modRevision(let key, _): key
    }
  }
}

package enum StoreOperation: Sendable, Hashable {
  case put(String, [UInt8], lease: Int64 = 0)
  case delete(String)

  package var key: String {
    switch self {
    case .put(let key, _, _), .delete(let key): key
    }
  }
}

/// At most `operationsMax` operations, each key at most once.
package struct StoreTransaction: Sendable {
  /// etcd's default limit of operations in one transaction.
  package static let operationsMax = 128
  /// Largest value, below etcd's default request limit of 1.5 MiB even in Base64.
  package static let valueBytesMax = 1 << 20

  package var comparisons: [StoreComparison]
  package var operations: [StoreOperation]

  package init(if comparisons: [StoreComparison] = [], _ operations: [StoreOperation]) {
    self.comparisons = comparisons
    self.operations = operations
  }
}

package enum StoreOutcome: Sendable, Hashable {
  /// Done, in this revision. A transaction without any effect keeps the revision.
  case committed(revision: Int64)
  /// A comparison did not hold; nothing was done.
  case conflict(revision: Int64)
}

package enum StoreChange: Sendable, Hashable {
  /// With the value before, if the key existed and it is still known.
  case put(StoreEntry, previous: [UInt8]?)
  /// With the last value, if it is still known.
  case delete(key: String, revision: Int64, previous: [UInt8]?)

  package var revision: Int64 {
    switch self {
    case .put(let entry, _): entry.modRevision
    case .delete(_, let revision, _): revision
    }
  }

  package var key: String {
    switch self {
    case .put(let entry, _): entry.key
    case .delete(let key, _, _): key
    }
  }
}

/// What a watch tells: changes of one or more whole revisions, or, with none, how far the store is known to have come.
package struct StoreEvents: Sendable {
  package var changes: [StoreChange]
  /// Everything up to this revision was told.
  package var revision: Int64

  package init(changes: [StoreChange], revision: Int64) {
    self.changes = changes
    self.revision = revision
  }
}

package typealias StoreWatch = AsyncThrowingStream<StoreEvents, any Error>

package enum StoreError: Error, Sendable, Hashable {
  /// The revision asked for is forgotten; the oldest known follows. List again.
  case compacted(Int64)
  /// The reader of a watch did not keep up and was dropped.
  case slow(String)
  /// The store cannot be reached or cannot write now; trying again later may work.
  case unavailable(String)
  case tooLarge(String)
  case leaseNotFound(Int64)
  /// What was asked makes no sense; trying again will not help.
  case invalid(String)
  /// What is stored cannot be read.
  case damaged(String)
}
