import ArgumentParser
import WeirBase

struct ClusterDelete: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "End the local node and delete its data, log and profile.")

  @Option(help: ArgumentHelp("The node's data directory. (default: the last started node's)", valueName: "dir"))
  var dataDir: String?

  @Flag(help: "Do not ask.")
  var force = false

  private static let files = RealFileSystem()

  func run() throws {
    try LocalNode.exclusively {
      var known = try LocalNode.known()
      guard let data = dataDir.map({ SystemFile.absolute($0) }) ?? known?.dataDirectory else {
        throw NodeLaunch.never
      }
      if known?.dataDirectory != data { known = nil }
      try Self.checkIsOurs(data)
      try confirm(data, known)
      if var node = known { try NodeLaunch.end(&node) }
      try Self.remove(data)
      if let known { try Self.forget(known) }
      StandardOutput.print("the local node is deleted, with its data in \(data)")
      if let metadata = known?.metadata, metadata != "local" {
        Terminal.tell("What was declared is still in \(metadata)")
      }
    }
  }

  /// Somebody's other files must not go.
  private static func checkIsOurs(_ data: String) throws {
    if files.exists(data + "/node/identity") || !files.exists(data) { return }
    throw CommandFailure.failed("\(data) is no data directory of a node: it has no file node/identity")
  }

  private func confirm(_ data: String, _ known: LocalNode?) throws {
    if force { return }
    let running = known?.isRunning == true ? ", which runs," : ""
    let topics = (try? Self.files.list(data + "/streams"))?.count ?? 0
    guard Terminal.isInputTerminal else {
      throw CommandFailure.misused(
        "this deletes the local node\(running) with \(topics) partitions in \(data). Add --force if that is wanted")
    }
    Terminal.write(
      "This deletes the local node\(running) with \(topics) partitions in \(data).\nType 'delete' to go on: ")
    guard readLine()?.lowercased() == "delete" else { throw CommandFailure.failed("nothing was deleted") }
  }

  /// Takes away what a node made, and the directory where nothing else is left in it.
  private static func remove(_ data: String) throws {
    guard files.exists(data) else { return }
    do throws(IOError) {
      guard let lock = try files.lock(data + "/node/lock") else {
        throw IOError(errno: 16, operation: "a node that `weir cluster` did not start uses", path: data)
      }
      defer { lock.release() }
      for name in ["streams", "node"] { try files.removeTree(data + "/" + name) }
      if try files.list(data).isEmpty { try files.removeTree(data) }
    } catch { throw CommandFailure.failed("the data was not deleted: \(error)") }
  }

  private static func forget(_ node: LocalNode) throws {
    try? files.removeFile(node.log)
    try? files.removeFile(node.log + ".old")
    try LocalNode.forget()
    try ProfileStore.change { book in
      guard let profile = book["local"], profile.cluster == node.kafka else { return }
      book.profiles.removeAll { $0.name == profile.name }
      if book.current == profile.name { book.current = nil }
    }
  }
}
