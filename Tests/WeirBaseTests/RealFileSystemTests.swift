import Glibc
import Testing
import WeirBase

struct RealFileSystemTests {
  private let files = RealFileSystem()

  /// Runs `body` in a directory of its own under the system's place for such, and removes it.
  private func inDirectory(_ body: (String) throws -> Void) throws {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    let path = "\(parent)/weir-base-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    try files.makeDirectory(path)
    defer { try? files.removeTree(path) }
    try body(path)
  }

  @Test func whatIsWrittenIsRead() throws {
    try inDirectory { directory in
      let file = try files.open(directory + "/a", .createNew)
      try [UInt8]([1, 2, 3]).withUnsafeBytes { head in
        try [UInt8]([4, 5]).withUnsafeBytes { tail in try file.write(head, tail, at: 2) }
      }
      #expect(try file.size() == 7)
      #expect(try file.read(100, at: 0) == [0, 0, 1, 2, 3, 4, 5])
      #expect(try file.read(100, at: 7) == [])
      try file.syncData()
      try file.truncate(to: 4)
      #expect(try file.read(100, at: 1) == [0, 1, 2])
      var cached = [UInt8](repeating: 0, count: 2)
      let count = try cached.withUnsafeMutableBytes { try file.readCached(into: $0, at: 2) }
      // Nil is the honest answer of a file system that cannot tell.
      #expect(count == nil || (count == 2 && cached == [1, 2]))
    }
  }

  @Test func modesAreKept() throws {
    try inDirectory { directory in
      let path = directory + "/a"
      #expect(throws: IOError(errno: ENOENT, operation: "open", path: path)) { try files.open(path, .read) }
      #expect(throws: IOError.self) { try files.open(path, .readWrite) }
      try files.open(path, .create).write([7], at: 0)
      #expect(try files.open(path, .create).read(9, at: 0) == [7], "it is not emptied")
      #expect(throws: IOError(errno: EEXIST, operation: "open", path: path)) { try files.open(path, .createNew) }
      #expect(throws: IOError.self) { try files.open(path, .read).write([1], at: 0) }
    }
  }

  @Test func directoriesAreMadeListedAndRemoved() throws {
    try inDirectory { directory in
      try files.makeDirectory(directory + "/x/y/z")
      try files.makeDirectory(directory + "/x/y/z")
      _ = try files.open(directory + "/x/b", .create)
      _ = try files.open(directory + "/x/a", .create)
      #expect(try files.list(directory + "/x") == ["a", "b", "y"])
      #expect(symlink(directory + "/x/a", directory + "/x/y/link") == 0)
      try files.syncDirectory(directory + "/x")
      try files.removeTree(directory + "/x/y")
      try files.removeTree(directory + "/x/none")
      #expect(try files.list(directory + "/x") == ["a", "b"], "a link is removed, not what it leads to")
      try files.removeFile(directory + "/x/a")
      #expect(!files.exists(directory + "/x/a") && files.exists(directory + "/x/b"))
      #expect(throws: IOError.self) { try files.list(directory + "/none") }
    }
  }

  @Test func aSmallFileIsReplacedWhole() throws {
    try inDirectory { directory in
      let path = directory + "/state"
      try files.replaceFile(path, with: [1, 2, 3, 4])
      try files.replaceFile(path, with: [5])
      #expect(try files.readFile(path, limit: 1) == [5])
      #expect(try files.list(directory) == ["state"])
      try files.replaceFile(path, with: [1, 2])
      #expect(throws: IOError.self) { try files.readFile(path, limit: 1) }
    }
  }

  @Test func aLockIsHeldByOne() throws {
    try inDirectory { directory in
      let first = try #require(try files.lock(directory + "/lock"))
      #expect(try files.lock(directory + "/lock") == nil)
      first.release()
      let second = try #require(try files.lock(directory + "/lock"))
      second.release()
    }
  }

  @Test func aRenameReplaces() throws {
    try inDirectory { directory in
      try files.open(directory + "/a", .create).write([1], at: 0)
      try files.open(directory + "/b", .create).write([2], at: 0)
      try files.rename(directory + "/a", to: directory + "/b")
      #expect(try files.readFile(directory + "/b", limit: 9) == [1])
      #expect(try files.freeBytes(directory) > 0)
    }
  }

  @Test func errorsSayWhatAndWhere() {
    let error = IOError(errno: ENOSPC, operation: "write", path: "/x")
    #expect(error.description == "write /x: No space left on device")
  }

  @Test func parentsOfPaths() {
    #expect(parentDirectory("/a/b") == "/a" && parentDirectory("/a") == "/" && parentDirectory("a") == ".")
  }
}
