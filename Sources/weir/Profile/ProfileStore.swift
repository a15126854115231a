import Glibc
import WeirBase

/// The file of profiles: WEIR_CONFIG, else `~/.weir/config`.
enum ProfileStore {
  private static let files = RealFileSystem()
  private static let bytesMax = 8 << 20
  /// How long a change waits for another one.
  private static let lockAttempts = 500

  /// The profile that commands take without being told; nil where none was chosen.
  static func current() throws -> Profile? {
    let book = try read()
    return book.current.flatMap { book[$0] }
  }

  /// The profile of this name, or an error that names those with similar ones.
  static func named(_ name: String) throws -> Profile {
    let book = try read()
    guard let profile = book[name] else { throw unknown(name, book) }
    return profile
  }

  static func unknown(_ name: String, _ book: ProfileBook) -> CommandFailure {
    let hint = Suggestion.name(name, among: book.profiles.map(\.name)).map { " \($0)" } ?? ""
    let rest = book.profiles.isEmpty ? " Add it with `weir profile add`" : " `weir profile list` shows all"
    return .failed("there is no profile '\(name)'.\(hint)\(rest)")
  }

  /// All profiles; none where there is no file.
  static func read() throws -> ProfileBook {
    guard let path = environment("WEIR_CONFIG") ?? environment("HOME").map({ "\($0)/.weir/config" }) else {
      return ProfileBook()
    }
    return try read(path)
  }

  private static func read(_ path: String) throws -> ProfileBook {
    let bytes: [UInt8]
    do throws(IOError) { bytes = try files.readFile(path, limit: bytesMax) } catch {
      if error.errno == ENOENT { return ProfileBook() }
      throw CommandFailure.failed("the file of profiles cannot be read: \(error)")
    }
    do throws(ProfileBook.Fault) { return try ProfileBook(bytes) } catch {
      throw CommandFailure.failed(
        "the file of profiles \(path) cannot be understood: \(error.message). "
          + "Mend it, or move it away and begin anew with `weir profile add`")
    }
  }

  /// Changes the profiles: one change at a time on this machine, and a crash leaves the old or the new file.
  static func change<T>(_ body: (inout ProfileBook) throws -> T) throws -> T {
    let path = try resolved(filePath())
    do {
      try files.makeDirectory(parentDirectory(path))
      let lock = try lock(path + ".lock")
      defer { lock.release() }
      var book = try read(path)
      let before = book
      let result = try body(&book)
      if book != before { try files.replaceFile(path, with: Array(book.fileText.utf8)) }
      return result
    } catch let error as IOError {
      throw CommandFailure.failed("the file of profiles cannot be written: \(error)")
    }
  }

  /// Where the profiles are kept.
  static func filePath() throws -> String {
    if let path = environment("WEIR_CONFIG") { return path }
    return try home() + "/config"
  }

  /// `~/.weir`.
  static func home() throws -> String {
    guard let home = environment("HOME") else {
      throw CommandFailure.misused("there is no home directory to keep profiles under. Set WEIR_CONFIG to a file")
    }
    return "\(home)/.weir"
  }

  /// A link is followed, so that the file it points to is replaced and not the link.
  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private static func lock(_ path: String) throws -> any FileLock {
    for _ in 0..<lockAttempts {
      if let lock = try files.lock(path) { return lock }
      pauseBriefly()
    }
    throw CommandFailure.failed("another weir command has held \(path) for seconds; try again when it has ended")
  }

  private static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}
