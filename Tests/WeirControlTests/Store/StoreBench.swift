import Glibc
import Synchronization
import Testing
import WeirBase

@testable import WeirControl

/// Tests of stores take turns: revisions and compaction of the shared etcd are everybody's.
@Suite(.serialized)
enum StoreTests {}

/// A kind of store that the conformance tests run on.
enum Backend: String, CaseIterable, Sendable {
  case sqlite
  case etcd

  private static let runs = Atomic<Int>(0)

  /// An empty store; leases run on the machine's clock.
  func store() async throws -> any MetadataStore {
    let run = Self.runs.add(1, ordering: .relaxed).newValue
    switch self {
    case .sqlite:
      return try SQLiteStore.open(path: ":memory:", clock: SystemClock(), events: SilentLog())
    case .etcd: return try await EtcdServer.shared.get().store("/test-\(getpid())-\(run)")
    }
  }
}

extension MetadataStore {
  @discardableResult
  func put(_ key: String, _ value: String, lease: Int64 = 0) async throws -> Int64 {
    try await committed([.put(key, Array(value.utf8), lease: lease)])
  }

  @discardableResult
  func delete(_ key: String) async throws -> Int64 { try await committed([.delete(key)]) }

  func committed(_ operations: [StoreOperation]) async throws -> Int64 {
    guard case .committed(let revision) = try await commit(StoreTransaction(operations)) else {
      throw StoreError.invalid("a transaction without conditions met a conflict")
    }
    return revision
  }

  func now() async throws -> Int64 { try await get("any").revision }

  /// Every entry, page by page, as of the first page's revision.
  func all(_ prefix: String, page: Int, revision: Int64? = nil) async throws -> [StoreEntry] {
    var entries: [StoreEntry] = []
    var at = revision
    while true {
      let page = try await list(prefix, after: entries.last?.key, limit: page, revision: at)
      entries += page.entries
      at = page.revision
      if page.remaining == 0 { return entries }
    }
  }
}

extension StoreWatch {
  /// Changes until there are so many, for 20 s at most.
  func changes(_ count: Int) async throws -> [StoreChange] {
    try await within(20) {
      var changes: [StoreChange] = []
      for try await events in self {
        changes += events.changes
        if changes.count >= count { return changes }
      }
      return changes
    }
  }

  /// How the watch ends, if within 20 s.
  func end() async -> StoreError? {
    do {
      try await within(20) { for try await _ in self {} }
      return nil
    } catch { return error as? StoreError }
  }
}

struct TookTooLong: Error {}

/// Runs `work` for so many seconds at most.
func within<T: Sendable>(_ seconds: UInt64, _ work: @escaping @Sendable () async throws -> T) async throws -> T {
  try await withThrowingTaskGroup(of: T.self) { group in
    group.addTask { try await work() }
    group.addTask {
      try await Task.sleep(nanoseconds: seconds * 1_000_000_000)
      throw TookTooLong()
    }
    defer { group.cancelAll() }
    guard let first = try await group.next() else { throw TookTooLong() }
    return first
  }
}

/// The error of a call to a store.
func storeError(_ call: () async throws -> Void) async -> StoreError? {
  do {
    try await call()
    return nil
  } catch { return error as? StoreError }
}
