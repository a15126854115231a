/// A file operation that failed, with what it was doing and where.
package struct IOError: Error, Equatable, Sendable, CustomStringConvertible {
  package var errno: Int32
  package var operation: String
  package var path: String

  package init(errno: Int32, operation: String, path: String) {
    self.errno = errno
    self.operation = operation
    self.path = path
  }

  package var description: String { "\(operation) \(path): \(errnoText(errno))" }
}

package enum OpenMode: Sendable {
  /// Read only; it must exist.
  case read
  /// Read and write; it must exist.
  case readWrite
  /// Read and write; made if absent.
  case create
  /// Read and write; it must not exist.
  case createNew
}

/// The disk, behind a seam: real in the server, faulty and in memory in tests. Calls block.
package protocol FileSystem: Sendable {
  func open(_ path: String, _ mode: OpenMode) throws(IOError) -> any File
  /// Names in a directory, sorted, without `.` and `..`.
  func list(_ directory: String) throws(IOError) -> [String]
  func exists(_ path: String) -> Bool
  /// With its parents; one that exists is fine.
  func makeDirectory(_ path: String) throws(IOError)
  /// Atomic; replaces what stands at `to`. Durable only after `syncDirectory` of the parent.
  func rename(_ from: String, to: String) throws(IOError)
  func removeFile(_ path: String) throws(IOError)
  /// A directory and all below it; absent is fine.
  func removeTree(_ path: String) throws(IOError)
  /// Makes entries made, renamed or removed in a directory durable.
  func syncDirectory(_ path: String) throws(IOError)
  /// Bytes an unprivileged writer may still use.
  func freeBytes(_ path: String) throws(IOError) -> UInt64
  /// An exclusive lock that dies with the process; nil when another process holds it.
  func lock(_ path: String) throws(IOError) -> (any FileLock)?
}

/// Held until `release` or the end of the process.
package protocol FileLock: Sendable {
  func release()
}

/// An open file. Offsets are in bytes from its start. Safe from several threads, as pread and pwrite are.
package protocol File: AnyObject, Sendable {
  var path: String { get }
  /// Fills `buffer` from `offset`; fewer bytes only at the end of the file.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(IOError) -> Int
  /// As `read`, from memory alone: nil when the disk would be needed (ask again with `read`, on a thread that may
  /// block).
  func readCached(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(IOError) -> Int?
  /// Writes `head` and then `tail` at `offset`, whole or not at all as far as the caller may tell: after an error the
  /// bytes from `offset` on are undefined, and the caller truncates.
  func write(_ head: UnsafeRawBufferPointer, _ tail: UnsafeRawBufferPointer, at offset: UInt64) throws(IOError)
  /// fdatasync. An error is final for this file (it is never right to try again).
  func syncData() throws(IOError)
  func truncate(to size: UInt64) throws(IOError)
  func size() throws(IOError) -> UInt64
  func close()
}

extension File {
  package func write(_ bytes: [UInt8], at offset: UInt64) throws(IOError) {
    var failure: IOError?
    bytes.withUnsafeBytes { buffer in
      do throws(IOError) {
        try write(buffer, UnsafeRawBufferPointer(start: nil, count: 0), at: offset)
      } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Up to `count` bytes from `offset`.
  package func read(_ count: Int, at offset: UInt64) throws(IOError) -> [UInt8] {
    var failure: IOError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(IOError) {
        filled = try read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
      } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes
  }
}

extension FileSystem {
  /// The whole of a small file; an error if it is larger than `limit` bytes (EFBIG).
  package func readFile(_ path: String, limit: Int) throws(IOError) -> [UInt8] {
    let file = try open(path, .read)
    defer { file.close() }
    let size = try file.size()
    guard size <= UInt64(limit) else { throw IOError(errno: 27, operation: "read", path: path) }
    return try file.read(Int(size), at: 0)
  }

  /// Replaces a small file so that a crash leaves the old or the new one: written beside it, synced, renamed, and the
  /// directory synced.
  package func replaceFile(_ path: String, with bytes: [UInt8]) throws(IOError) {
    let temporary = path + ".tmp"
    let file = try open(temporary, .create)
    defer { file.close() }
    try file.truncate(to: 0)
    try file.write(bytes, at: 0)
    try file.syncData()
    try rename(temporary, to: path)
    try syncDirectory(parentDirectory(path))
  }
}

/// The directory a path lies in; "." for a bare name.
package func parentDirectory(_ path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
