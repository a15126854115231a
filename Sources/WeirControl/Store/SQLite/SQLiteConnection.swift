import CSQLite

/// One connection to SQLite and its prepared statements. Used by one thread at a time.
///
/// `@unchecked Sendable`: `SQLiteStore` alone uses it, on its own thread.
final class SQLiteConnection: @unchecked Sendable {
  enum Value {
    case integer(Int64)
    case blob([UInt8])
    case null
  }

  /// What SQLite said.
  struct Failure: Error {
    var code: Int32
    var message: String

    var isDamage: Bool { code & 0xff == SQLITE_CORRUPT || code & 0xff == SQLITE_NOTADB }
  }

  private let handle: OpaquePointer
  private var statements: [String: OpaquePointer] = [:]

  init(path: String) throws(Failure) {
    var handle: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = sqlite3_open_v2(path, &handle, flags, nil)
    guard let handle, code == SQLITE_OK else {
      let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "no memory"
      sqlite3_close_v2(handle)
      throw Failure(code: code, message: message)
    }
    self.handle = handle
  }

  deinit { close() }

  private var isClosed = false

  func close() {
    if isClosed { return }
    isClosed = true
    for statement in statements.values { sqlite3_finalize(statement) }
    statements = [:]
    sqlite3_close_v2(handle)
  }

  private func failure(_ code: Int32) -> Failure {
    Failure(code: code, message: String(cString: sqlite3_errmsg(handle)))
  }

  /// Runs statements that return nothing of interest.
  func run(_ sql: String) throws(Failure) {
    if isClosed { throw Failure(code: SQLITE_MISUSE, message: "the store is closed") }
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    if code != SQLITE_OK { throw failure(code) }
  }

  /// Runs one statement and gives each row to `row`.
  func query(_ sql: String, _ values: [Value] = [], _ row: (Row) -> Void = { _ in }) throws(Failure) {
    try scan(sql, values) { each in
      row(each)
      return true
    }
  }

  /// Runs one statement and gives rows to `row` until it returns false.
  func scan(_ sql: String, _ values: [Value], _ row: (Row) -> Bool) throws(Failure) {
    let statement = try prepared(sql)
    defer {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)
    }
    for (place, value) in values.enumerated() { try bind(value, Int32(place + 1), statement) }
    while true {
      let code = sqlite3_step(statement)
      if code == SQLITE_DONE { return }
      if code != SQLITE_ROW { throw failure(code) }
      if !row(Row(statement: statement)) { return }
    }
  }

  private func prepared(_ sql: String) throws(Failure) -> OpaquePointer {
    if isClosed { throw Failure(code: SQLITE_MISUSE, message: "the store is closed") }
    if let known = statements[sql] { return known }
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard let statement, code == SQLITE_OK else { throw failure(code) }
    statements[sql] = statement
    return statement
  }

  private func bind(_ value: Value, _ place: Int32, _ statement: OpaquePointer) throws(Failure) {
    let code: Int32 =
      switch value {
      case .integer(let number): sqlite3_bind_int64(statement, place, number)
      case .null: sqlite3_bind_null(statement, place)
      case .blob(let bytes):
        bytes.withUnsafeBytes { bytes in
          // An empty buffer may have no address, and no address means NULL.
          bytes.isEmpty
            ? sqlite3_bind_zeroblob(statement, place, 0)
            : sqlite3_bind_blob64(
              statement, place, bytes.baseAddress, UInt64(bytes.count), csqlite_transient())
        }
      }
    if code != SQLITE_OK { throw failure(code) }
  }

  /// The row at hand.
  struct Row {
    fileprivate let statement: OpaquePointer

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    /// Nil for NULL.
    func blob(_ column: Int32) -> [UInt8]? {
      if sqlite3_column_type(statement, column) == SQLITE_NULL { return nil }
      let count = Int(sqlite3_column_bytes(statement, column))
      guard count > 0, let address = sqlite3_column_blob(statement, column) else { return [] }
      return [UInt8](UnsafeRawBufferPointer(start: address, count: count))
    }

    func text(_ column: Int32) -> String { String(decoding: blob(column) ?? [], as: UTF8.self) }
  }
}
