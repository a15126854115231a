import Glibc

/// Small text files, without Foundation.
enum TextFiles {
  struct Failure: Error, CustomStringConvertible {
    var path: String
    var code: Int32
    var description: String { "\(path): \(String(cString: strerror(code)))" }
  }

  static func read(_ path: String) throws(Failure) -> String {
    guard let file = fopen(path, "rb") else { throw Failure(path: path, code: errno) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { break }
      bytes.append(contentsOf: chunk.prefix(count))
    }
    guard ferror(file) == 0 else { throw Failure(path: path, code: EIO) }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func write(_ text: String, to path: String) throws(Failure) {
    guard let file = fopen(path, "wb") else { throw Failure(path: path, code: errno) }
    let bytes = Array(text.utf8)
    let count = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, count == bytes.count else { throw Failure(path: path, code: errno) }
  }

  /// Names in a folder that end with `suffix`, sorted.
  static func names(in folder: String, suffix: String) throws(Failure) -> [String] {
    guard let directory = opendir(folder) else { throw Failure(path: folder, code: errno) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name.hasSuffix(suffix) { names.append(name) }
    }
    return names.sorted()
  }

  static func makeFolder(_ path: String) throws(Failure) {
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw Failure(path: path, code: errno) }
  }

  static func remove(_ path: String) throws(Failure) {
    guard unlink(path) == 0 else { throw Failure(path: path, code: errno) }
  }
}
