import CWeir
import Glibc

/// The text of an errno ("No space left on device").
package func errnoText(_ code: Int32) -> String {
  var buffer = [CChar](repeating: 0, count: 128)
  guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
  return buffer.withUnsafeBufferPointer { text in text.baseAddress.map { String(cString: $0) } ?? "error \(code)" }
}

/// The disk of this machine.
package struct RealFileSystem: FileSystem {
  package init() {}

  package func open(_ path: String, _ mode: OpenMode) throws(IOError) -> any File {
    let flags: Int32 =
      switch mode {
      case .read: O_RDONLY
      case .readWrite: O_RDWR
      case .create: O_RDWR | O_CREAT
      case .createNew: O_RDWR | O_CREAT | O_EXCL
      }
    let descriptor = try retrying("open", path) { Glibc.open(path, flags | O_CLOEXEC, 0o640) }
    return RealFile(descriptor: descriptor, path: path)
  }

  package func list(_ directory: String) throws(IOError) -> [String] {
    guard let stream = opendir(directory) else { throw IOError(errno: errno, operation: "list", path: directory) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  package func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  package func makeDirectory(_ path: String) throws(IOError) {
    if mkdir(path, 0o750) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, parentDirectory(path) != path else {
      throw IOError(errno: errno, operation: "make directory", path: path)
    }
    let parent = parentDirectory(path)
    try makeDirectory(parent)
    // The caller knows of one new entry only; those above it are made durable here.
    try syncDirectory(parentDirectory(parent))
    if mkdir(path, 0o750) != 0 && errno != EEXIST {
      throw IOError(errno: errno, operation: "make directory", path: path)
    }
    try syncDirectory(parentDirectory(path))
  }

  package func rename(_ from: String, to: String) throws(IOError) {
    _ = try retrying("rename to \(to)", from) { Glibc.rename(from, to) }
  }

  package func removeFile(_ path: String) throws(IOError) { _ = try retrying("remove", path) { unlink(path) } }

  package func removeTree(_ path: String) throws(IOError) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      if errno == ENOENT { return }
      throw IOError(errno: errno, operation: "stat", path: path)
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { return try removeFile(path) }
    for name in try list(path) { try removeTree(path + "/" + name) }
    _ = try retrying("remove", path) { rmdir(path) }
  }

  package func syncDirectory(_ path: String) throws(IOError) {
    let descriptor = try retrying("open", path) { Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    defer { _ = Glibc.close(descriptor) }
    _ = try retrying("sync", path) { fsync(descriptor) }
  }

  package func freeBytes(_ path: String) throws(IOError) -> UInt64 {
    var status = statvfs()
    _ = try retrying("statvfs", path) { statvfs(path, &status) }
    return UInt64(status.f_bavail) &* UInt64(status.f_frsize)
  }

  package func lock(_ path: String) throws(IOError) -> (any FileLock)? {
    let descriptor = try retrying("open", path) { Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      _ = Glibc.close(descriptor)
      if code == EWOULDBLOCK { return nil }
      throw IOError(errno: code, operation: "lock", path: path)
    }
    return DescriptorLock(descriptor: descriptor)
  }
}

private struct DescriptorLock: FileLock {
  let descriptor: Int32
  func release() { _ = Glibc.close(descriptor) }
}

private final class RealFile: File {
  let path: String
  private let descriptor: Int32

  init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  // Readers may still hold the file when its segment is retired, so the descriptor lives as long as the object.
  deinit { _ = Glibc.close(descriptor) }

  func close() {}

  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(IOError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let count = try retrying("read", path) {
        pread(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled, off_t(offset) + off_t(filled))
      }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  func readCached(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(IOError) -> Int? {
    var filled = 0
    while filled < buffer.count {
      let count = cweir_pread_nowait(
        descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled, off_t(offset) + off_t(filled))
      if count < 0 {
        // Some file systems do not know the flag; then only a blocking read can tell.
        if errno == EAGAIN || errno == EOPNOTSUPP { return nil }
        if errno == EINTR { continue }
        throw IOError(errno: errno, operation: "read", path: path)
      }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  func write(_ head: UnsafeRawBufferPointer, _ tail: UnsafeRawBufferPointer, at offset: UInt64) throws(IOError) {
    var done = 0
    let total = head.count + tail.count
    while done < total {
      let headLeft = max(0, head.count - done)
      let tailDone = max(0, done - head.count)
      let position = off_t(offset) + off_t(done)
      let count = try retrying("write", path) {
        headLeft > 0
          ? cweir_pwrite2(
            descriptor, head.baseAddress.map { $0 + done }, headLeft, tail.baseAddress, tail.count, position)
          : pwrite(descriptor, tail.baseAddress.map { $0 + tailDone }, tail.count - tailDone, position)
      }
      guard count > 0 else { throw IOError(errno: ENOSPC, operation: "write", path: path) }
      done += count
    }
  }

  func syncData() throws(IOError) {
    // Not retried, not even on EINTR: what a failed fdatasync left behind is unknown.
    if fdatasync(descriptor) != 0 { throw IOError(errno: errno, operation: "sync", path: path) }
  }

  func truncate(to size: UInt64) throws(IOError) {
    _ = try retrying("truncate", path) { ftruncate(descriptor, off_t(size)) }
  }

  func size() throws(IOError) -> UInt64 {
    var status = stat()
    _ = try retrying("stat", path) { fstat(descriptor, &status) }
    return UInt64(status.st_size)
  }
}

/// Repeats a call that a signal interrupted; throws on any other failure.
private func retrying<T: SignedInteger>(_ operation: String, _ path: String, _ call: () -> T) throws(IOError) -> T {
  while true {
    let result = call()
    if result >= 0 { return result }
    if errno != EINTR { throw IOError(errno: errno, operation: operation, path: path) }
  }
}
