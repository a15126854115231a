import Glibc
import WeirBase

/// The node that `weir cluster` runs in the background on this machine: one for each file of profiles.
struct LocalNode: Hashable, Sendable {
  /// What `weir serve` was given.
  var arguments: [String]
  var dataDirectory: String
  var log: String
  /// The release that was started.
  var version: String
  /// Where it is reached; nil before it was ready.
  var kafka: String?
  var admin: String?
  /// Nil after it was shut down.
  var process: ProcessMark?

  var isRunning: Bool { process?.isRunning ?? false }

  /// Where declarations are kept, if not in the data directory.
  var metadata: String? {
    guard let place = arguments.lastIndex(of: "--metadata"), place + 1 < arguments.count else { return nil }
    return arguments[place + 1]
  }
}

extension LocalNode {
  init?(_ json: JSONValue) {
    guard let arguments = json["arguments"]?.elements?.map(\.text), !arguments.contains(nil),
      let data = json["dataDirectory"]?.text, data.hasPrefix("/"), let log = json["log"]?.text
    else { return nil }
    self.init(
      arguments: arguments.compactMap(\.self), dataDirectory: data, log: log, version: json["version"]?.text ?? "",
      kafka: json["kafka"]?.text, admin: json["admin"]?.text, process: json["process"].flatMap { ProcessMark($0) })
  }

  var json: JSONValue {
    .members(
      ("version", .string(version)), ("kafka", .optional(kafka)), ("admin", .optional(admin)),
      ("dataDirectory", .string(dataDirectory)), ("log", .string(log)),
      ("arguments", .array(arguments.map(JSONValue.string))), ("process", process?.json ?? .null))
  }
}

// MARK: The file

extension LocalNode {
  private static let files = RealFileSystem()
  private static let bytesMax = 1 << 20

  /// Beside the file of profiles.
  private static func path() throws -> String {
    parentDirectory(SystemFile.absolute(try ProfileStore.filePath())) + "/local-node"
  }

  /// What the last command knew; nil where no local node was ever started.
  static func known() throws -> LocalNode? {
    let path = try path()
    let bytes: [UInt8]
    do throws(IOError) { bytes = try files.readFile(path, limit: bytesMax) } catch {
      if error.errno == ENOENT { return nil }
      throw CommandFailure.failed("what is known of the local node cannot be read: \(error)")
    }
    guard let json = bytes.withUnsafeBytes({ try? JSONParser.parse($0) }), let node = LocalNode(json) else {
      throw CommandFailure.failed(
        "\(path), which remembers the local node, cannot be understood. "
          + "Move it away; a node that still runs then ends with `kill`")
    }
    return node
  }

  /// The node that runs now; nil where none does.
  static func running() throws -> LocalNode? { try known().flatMap { $0.isRunning ? $0 : nil } }

  func save() throws {
    let path = try Self.path()
    do throws(IOError) {
      try Self.files.makeDirectory(parentDirectory(path))
      try Self.files.replaceFile(path, with: Array((json.pretty + "\n").utf8))
    } catch { throw CommandFailure.failed("what is known of the local node cannot be written: \(error)") }
  }

  static func forget() throws { try? files.removeFile(try path()) }

  /// Keeps other commands from starting or ending the local node meanwhile.
  static func exclusively<T>(_ body: () throws -> T) throws -> T {
    let path = try path()
    let lock: (any FileLock)?
    do throws(IOError) {
      try files.makeDirectory(parentDirectory(path))
      lock = try files.lock(path + ".lock")
    } catch { throw CommandFailure.failed("\(error)") }
    guard let lock else {
      throw CommandFailure.failed("another `weir cluster` command is at work on the local node; try again after it")
    }
    defer { lock.release() }
    return try body()
  }
}
