import Glibc

/// Files of the system, which tell no size before they are read (`/proc`, `/sys`, `/etc`).
enum SystemFile {
  /// The text of a file, at most `limit` bytes of it; nil where it cannot be read.
  static func text(_ path: String, limit: Int = 1 << 20) -> String? {
    bytes(path, limit: limit).map { String(decoding: $0, as: UTF8.self) }
  }

  /// At most `limit` bytes from `offset`; nil where the file cannot be read.
  static func bytes(_ path: String, from offset: Int64 = 0, limit: Int) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    if offset > 0, lseek(descriptor, off_t(offset), SEEK_SET) < 0 { return nil }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count < limit {
      let count = read(descriptor, &piece, min(piece.count, limit - bytes.count))
      if count < 0 && errno == EINTR { continue }
      if count < 0 { return nil }
      if count == 0 { break }
      bytes += piece[..<count]
    }
    return bytes
  }

  /// The last bytes of a file, from the beginning of a line on.
  static func tail(_ path: String, limit: Int) -> [UInt8]? {
    guard let size = size(path) else { return nil }
    let from = max(0, size - Int64(limit))
    guard let bytes = bytes(path, from: from, limit: limit) else { return nil }
    if from == 0 { return bytes }
    return Array(bytes.drop { $0 != UInt8(ascii: "\n") }.dropFirst())
  }

  /// In bytes; nil where there is no such file.
  static func size(_ path: String) -> Int64? {
    var facts = stat()
    return stat(path, &facts) == 0 ? Int64(facts.st_size) : nil
  }

  static func isDirectory(_ path: String) -> Bool {
    var facts = stat()
    return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
  }

  /// The path from the root on, without `.` and `..` where it exists.
  static func absolute(_ path: String) -> String {
    if let real = realpath(path, nil) {
      defer { free(real) }
      return String(cString: real)
    }
    if path.hasPrefix("/") { return path }
    guard let here = getcwd(nil, 0) else { return path }
    defer { free(here) }
    return String(cString: here) + "/" + path
  }

  static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}
