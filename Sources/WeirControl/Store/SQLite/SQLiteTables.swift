import CSQLite
import Glibc
import WeirBase

/// What is stored and how, on one connection. Every change is a row that stays until compaction.
///
///     changes  revision, key, value (NULL where deleted), create_revision, lease
///     current  key -> the revision of its last change, for keys that exist
///     facts    the compacted revision
///     leases   id, seconds, when it ends
struct SQLiteTables {
  typealias Failure = SQLiteConnection.Failure

  /// "WEIR": tells our files from other SQLite files.
  private static let applicationID: Int64 = 0x5745_4952
  private static let formatVersion: Int64 = 1
  /// Values of a page, about.
  private static let pageBytesMax = 4 << 20
  /// Changes of the past that are read at once, about.
  private static let historyMax = 1_000

  let connection: SQLiteConnection
  private(set) var revision: Int64 = 0
  private(set) var compacted: Int64 = 0

  init(path: String) throws(StoreError) {
    do throws(Failure) {
      if path != ":memory:" && access(path, F_OK) != 0 { try Self.make(path) }
      connection = try SQLiteConnection(path: path)
      try connection.run("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
      try connection.run("PRAGMA temp_store=MEMORY; PRAGMA cache_size=-2000; PRAGMA journal_size_limit=4194304;")
      try open(path)
    } catch {
      throw Self.error(error, path)
    }
  }

  static func error(_ failure: Failure, _ path: String) -> StoreError {
    failure.isDamage
      ? .damaged(
        "\(path) is damaged (\(failure.message)): stop the node, move the file away, and start again; the node then "
          + "declares anew what it holds")
      : .unavailable("\(path): \(failure.message)")
  }

  private mutating func open(_ path: String) throws(Failure) {
    let application = try number("PRAGMA application_id")
    let version = try number("PRAGMA user_version")
    if application == 0 && version == 0 {
      try Self.create(on: connection)
    } else if application != Self.applicationID || version != Self.formatVersion {
      throw Failure(
        code: SQLITE_NOTADB,
        message: "it is no store of declarations of a version known here (was it written by a newer one?)")
    }
    compacted = try number("SELECT value FROM facts WHERE name = 'compacted'")
    revision = max(try number("SELECT ifnull(max(revision), 0) FROM changes"), compacted)
    revision = max(revision, try number("SELECT ifnull(max(value), 0) FROM facts WHERE name = 'revision'"))
  }

  /// Makes an empty file under another name and gives it its own once it is whole: two syncs instead of SQLite's eight,
  /// and an end in between leaves nothing that a start would stumble over.
  private static func make(_ path: String) throws(Failure) {
    let draft = path + ".new"
    for leftover in [draft, draft + "-wal", draft + "-journal"] { unlink(leftover) }
    let connection = try SQLiteConnection(path: draft)
    try connection.run("PRAGMA locking_mode=EXCLUSIVE; PRAGMA synchronous=OFF; PRAGMA journal_mode=WAL;")
    try create(on: connection)
    // The last connection's end brings everything into the one file.
    connection.close()
    guard access(draft + "-wal", F_OK) != 0, sync(draft, O_RDWR), rename(draft, path) == 0,
      sync(parentDirectory(path), O_RDONLY | O_DIRECTORY)
    else { throw Failure(code: SQLITE_IOERR, message: "cannot be made: \(String(cString: strerror(errno)))") }
  }

  private static func sync(_ path: String, _ flags: Int32) -> Bool {
    let descriptor = Glibc.open(path, flags | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { Glibc.close(descriptor) }
    return fsync(descriptor) == 0
  }

  private static func create(on connection: SQLiteConnection) throws(Failure) {
    try connection.run(
      """
      BEGIN IMMEDIATE;
      CREATE TABLE changes (
        revision INTEGER NOT NULL, key BLOB NOT NULL, value BLOB, create_revision INTEGER NOT NULL,
        lease INTEGER NOT NULL, PRIMARY KEY (key, revision)) WITHOUT ROWID;
      CREATE INDEX changes_by_revision ON changes (revision);
      CREATE TABLE current (
        key BLOB NOT NULL PRIMARY KEY, mod_revision INTEGER NOT NULL, create_revision INTEGER NOT NULL,
        lease INTEGER NOT NULL) WITHOUT ROWID;
      CREATE INDEX current_by_lease ON current (lease) WHERE lease != 0;
      CREATE TABLE facts (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE leases (id INTEGER PRIMARY KEY, seconds INTEGER NOT NULL, ends INTEGER NOT NULL);
      INSERT INTO facts VALUES ('compacted', 0), ('revision', 0);
      PRAGMA application_id = \(Self.applicationID);
      PRAGMA user_version = \(Self.formatVersion);
      COMMIT;
      """)
  }

  func number(_ sql: String, _ values: [SQLiteConnection.Value] = []) throws(Failure) -> Int64 {
    var number: Int64 = 0
    try connection.query(sql, values) { number = $0.integer(0) }
    return number
  }

  // MARK: Reading

  func entry(_ key: String) throws(Failure) -> StoreEntry? {
    var found: StoreEntry?
    try connection.query(
      """
      SELECT changes.value, current.create_revision, current.mod_revision, current.lease FROM current
      JOIN changes ON changes.key = current.key AND changes.revision = current.mod_revision WHERE current.key = ?
      """, [.blob(Array(key.utf8))]
    ) { row in
      found = StoreEntry(
        key: key, value: row.blob(0) ?? [], createRevision: row.integer(1), modRevision: row.integer(2),
        lease: row.integer(3))
    }
    return found
  }

  func modRevision(_ key: String) throws(Failure) -> Int64 {
    try number("SELECT mod_revision FROM current WHERE key = ?", [.blob(Array(key.utf8))])
  }

  func page(_ prefix: String, after: String?, limit: Int, at asked: Int64?) throws(Failure) -> StorePage {
    let first = Array(prefix.utf8)
    let next = after.map { Array($0.utf8) + [0] } ?? first
    let from = next.lexicographicallyPrecedes(first) ? first : next
    let bounds: [SQLiteConnection.Value] = [.blob(from), Self.end(prefix)]
    let isNow = asked == nil || asked == revision
    let source =
      isNow
      ? "FROM current JOIN changes ON changes.key = current.key AND changes.revision = current.mod_revision"
        + " WHERE current.key >= ?1 AND current.key < ?2"
      : """
      FROM (SELECT key, max(revision) AS last FROM changes WHERE key >= ?1 AND key < ?2 AND revision <= ?3 GROUP BY key)
      AS current JOIN changes ON changes.key = current.key AND changes.revision = current.last
      WHERE changes.value IS NOT NULL
      """
    let values = isNow ? bounds : bounds + [.integer(asked ?? revision)]
    var entries: [StoreEntry] = []
    var bytes = 0
    var isMore = false
    try connection.scan(
      "SELECT changes.key, changes.value, changes.create_revision, changes.revision, changes.lease \(source)"
        + " ORDER BY current.key", values
    ) { row in
      isMore = entries.count >= limit || bytes >= Self.pageBytesMax
      if isMore { return false }
      let entry = Self.entry(row)
      bytes += entry.value.count
      entries.append(entry)
      return true
    }
    var remaining: Int64 = 0
    if isMore {
      let counted = isNow ? "FROM current WHERE key >= ?1 AND key < ?2" : source
      remaining = try number("SELECT count(*) \(counted)", values) - Int64(entries.count)
    }
    return StorePage(entries: entries, revision: asked ?? revision, remaining: max(0, remaining))
  }

  /// From the columns key, value, create_revision, revision, lease.
  private static func entry(_ row: SQLiteConnection.Row) -> StoreEntry {
    StoreEntry(
      key: row.text(0), value: row.blob(1) ?? [], createRevision: row.integer(2), modRevision: row.integer(3),
      lease: row.integer(4))
  }

  /// The first key that no longer begins with the prefix. Keys are UTF-8, where 0xff never stands.
  private static func end(_ prefix: String) -> SQLiteConnection.Value {
    .blob(Array(prefix.utf8) + [0xff])
  }

  /// Changes under a prefix after a revision, oldest first: whole revisions, until they are many.
  /// - Returns: also up to which revision these are all.
  func history(_ prefix: String, after: Int64) throws(Failure) -> (changes: [StoreChange], upTo: Int64) {
    var changes: [StoreChange] = []
    var bytes = 0
    var upTo = revision
    try connection.scan(
      """
      SELECT key, value, create_revision, revision, lease,
        (SELECT before.value FROM changes AS before
          WHERE before.key = changes.key AND before.revision < changes.revision ORDER BY before.revision DESC LIMIT 1)
      FROM changes INDEXED BY changes_by_revision WHERE revision > ? AND key >= ? AND key < ? ORDER BY revision, key
      """, [.integer(after), .blob(Array(prefix.utf8)), Self.end(prefix)]
    ) { row in
      let entry = Self.entry(row)
      let isEnough = changes.count >= Self.historyMax || bytes >= Self.pageBytesMax
      if isEnough, let last = changes.last, last.revision < entry.modRevision {
        upTo = last.revision
        return false
      }
      let change = Self.change(entry, isDeleted: row.blob(1) == nil, previous: row.blob(5))
      bytes += change.bytes
      changes.append(change)
      return true
    }
    return (changes, upTo)
  }

  static func change(_ entry: StoreEntry, isDeleted: Bool, previous: [UInt8]?) -> StoreChange {
    isDeleted
      ? .delete(key: entry.key, revision: entry.modRevision, previous: previous) : .put(entry, previous: previous)
  }

  // MARK: Writing, within a transaction

  /// What a transaction came to.
  enum Applied {
    /// What changed, in one revision.
    case changes([StoreChange])
    /// A comparison did not hold.
    case conflict
    case noLease(Int64)
  }

  mutating func apply(_ transaction: StoreTransaction) throws(Failure) -> Applied {
    for comparison in transaction.comparisons {
      let expected: Int64 = if case .modRevision(_, let revision) = comparison { revision } else { 0 }
      guard try modRevision(comparison.key) == expected else { return .conflict }
    }
    for case .put(_, _, let id) in transaction.operations where id != 0 {
      if try lease(id) == 0 { return .noLease(id) }
    }
    let next = revision + 1
    var changes: [StoreChange] = []
    for operation in transaction.operations {
      if let change = try apply(operation, in: next) { changes.append(change) }
    }
    if !changes.isEmpty { revision = next }
    return .changes(changes)
  }

  private func apply(_ operation: StoreOperation, in next: Int64) throws(Failure) -> StoreChange? {
    let before = try entry(operation.key)
    let key = SQLiteConnection.Value.blob(Array(operation.key.utf8))
    switch operation {
    case .delete:
      guard let before else { return nil }
      try connection.query("DELETE FROM current WHERE key = ?", [key])
      try record(key, next, .null, create: 0, lease: 0)
      return .delete(key: operation.key, revision: next, previous: before.value)
    case .put(_, let value, let lease):
      let create = before?.createRevision ?? next
      try connection.query(
        "INSERT OR REPLACE INTO current VALUES (?, ?, ?, ?)",
        [key, .integer(next), .integer(create), .integer(lease)])
      try record(key, next, .blob(value), create: create, lease: lease)
      return .put(
        StoreEntry(key: operation.key, value: value, createRevision: create, modRevision: next, lease: lease),
        previous: before?.value)
    }
  }

  private func record(
    _ key: SQLiteConnection.Value, _ revision: Int64, _ value: SQLiteConnection.Value, create: Int64, lease: Int64
  ) throws(Failure) {
    try connection.query(
      "INSERT INTO changes (revision, key, value, create_revision, lease) VALUES (?, ?, ?, ?, ?)",
      [.integer(revision), key, value, .integer(create), .integer(lease)])
  }

  /// What a failed transaction leaves: the revision before it.
  mutating func rewind(to revision: Int64) { self.revision = revision }

  /// Forgets what was replaced or deleted before a revision.
  mutating func compact(before target: Int64) throws(Failure) {
    try connection.query(
      """
      DELETE FROM changes WHERE revision < ?1 AND EXISTS (
        SELECT 1 FROM changes AS later WHERE later.key = changes.key AND later.revision > changes.revision
          AND later.revision <= ?1)
      """, [.integer(target)])
    try connection.query("DELETE FROM changes WHERE revision <= ?1 AND value IS NULL", [.integer(target)])
    try connection.query("UPDATE facts SET value = ?1 WHERE name = 'compacted'", [.integer(target)])
    try connection.query("UPDATE facts SET value = ?1 WHERE name = 'revision'", [.integer(revision)])
    compacted = target
  }

  // MARK: Leases

  func lease(_ id: Int64) throws(Failure) -> Int64 {
    try number("SELECT seconds FROM leases WHERE id = ?", [.integer(id)])
  }

  func grantLease(_ id: Int64, seconds: Int64, ends: Int64) throws(Failure) {
    try connection.query(
      "INSERT OR REPLACE INTO leases VALUES (?, ?, ?)", [.integer(id), .integer(seconds), .integer(ends)])
  }

  func removeLease(_ id: Int64) throws(Failure) {
    try connection.query("DELETE FROM leases WHERE id = ?", [.integer(id)])
  }

  func keys(of lease: Int64) throws(Failure) -> [String] {
    var keys: [String] = []
    try connection.query("SELECT key FROM current WHERE lease = ? ORDER BY key", [.integer(lease)]) {
      keys.append($0.text(0))
    }
    return keys
  }

  func leasesEnded(by millis: Int64) throws(Failure) -> [Int64] {
    var leases: [Int64] = []
    try connection.query("SELECT id FROM leases WHERE ends <= ?", [.integer(millis)]) { leases.append($0.integer(0)) }
    return leases
  }

  /// When the next lease ends, in milliseconds since 1970; nil without leases.
  func nextLeaseEnd() throws(Failure) -> Int64? {
    let next = try number("SELECT ifnull(min(ends), -1) FROM leases")
    return next < 0 ? nil : next
  }
}
