import ArgumentParser
import Glibc
import WeirBase

struct ClusterStart: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start", abstract: "Start a node in the background on this machine.",
    discussion: """
      The node goes on when the terminal is closed. What it says is appended to a log beside its data directory.
      A profile named "local" is made for it and chosen. What follows -- is given to `weir serve` as it is:
        weir cluster start --kafka 127.0.0.1:0 -- --log-level debug
      """)

  @OptionGroup var options: NodeOptions

  @Option(
    help: ArgumentHelp("Where the node's log is kept. (default: 'log' beside the data directory)", valueName: "dir"))
  var logDir: String?

  @Option(help: ArgumentHelp("How long the node may take to be ready.", valueName: "time"))
  var wait = Span(millis: 60_000)

  @Flag(help: "Leave the profiles as they are.")
  var skipProfileCreation = false

  @Argument(parsing: .postTerminator, help: "More options of `weir serve`.")
  var more: [String] = []

  func run() throws {
    let data = try options.dataDirectory()
    let log = SystemFile.absolute(logDir ?? (parentDirectory(data) + "/log")) + "/\(lastName(data)).log"
    let arguments = try options.arguments(more)
    try LocalNode.exclusively {
      if let known = try LocalNode.running() { return try tellRunning(known, data) }
      let new = LocalNode(arguments: arguments, dataDirectory: data, log: log, version: "")
      try NodeLaunch.start(new, waitMillis: wait.millis, makesProfile: !skipProfileCreation)
    }
  }

  private func tellRunning(_ known: LocalNode, _ data: String) throws {
    if options.dataDir != nil, data != known.dataDirectory {
      throw CommandFailure.failed(
        "a local node runs already, on \(known.dataDirectory) (process \(known.process?.pid ?? 0)). "
          + "End it first with `weir cluster shutdown`")
    }
    StandardOutput.print("the local node runs already\n" + NodeLaunch.facts(known))
  }

  private func lastName(_ path: String) -> Substring {
    path.split(separator: "/").last ?? "data"
  }
}

struct ClusterResume: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Start the local node again as it was last started.")

  @Option(help: ArgumentHelp("How long the node may take to be ready.", valueName: "time"))
  var wait = Span(millis: 60_000)

  func run() throws {
    try LocalNode.exclusively {
      guard let known = try LocalNode.known() else { throw NodeLaunch.never }
      if known.isRunning { return StandardOutput.print("the local node runs already\n" + NodeLaunch.facts(known)) }
      try NodeLaunch.start(known, waitMillis: wait.millis, makesProfile: false)
    }
  }
}

struct ClusterUpgrade: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "upgrade", abstract: "Run the local node with this release of weir.",
    discussion: "The node is shut down, if it runs, and started again as it was last started.")

  @Flag(name: [.short, .long], help: "Restart a node that is of this release already.")
  var force = false

  @Option(help: ArgumentHelp("How long the node may take to be ready.", valueName: "time"))
  var wait = Span(millis: 60_000)

  func run() throws {
    try LocalNode.exclusively {
      guard var known = try LocalNode.known() else { throw NodeLaunch.never }
      if known.isRunning, known.version == VersionCommand.release, !force {
        return StandardOutput.print("the local node is of release \(known.version) already; --force restarts it")
      }
      try NodeLaunch.end(&known)
      try NodeLaunch.start(known, waitMillis: wait.millis, makesProfile: false)
    }
  }
}

/// What the commands that start and end the local node have in common.
enum NodeLaunch {
  /// A node answers its clients for five seconds at most after it was told to end, then writes what is left.
  private static let endMillis = 60_000

  static let never = CommandFailure.failed("no local node was ever started. Start one with `weir cluster start`")

  static func start(_ node: LocalNode, waitMillis: Int64, makesProfile: Bool) throws {
    var start = NodeStart(node, waitMillis: waitMillis)
    let started = try start.run()
    StandardOutput.print("the local node is ready\n" + facts(started))
    if let kafka = started.kafka, let admin = started.admin {
      try keepProfile(Profile(name: "local", cluster: kafka, admin: admin), makesProfile)
    }
  }

  /// Makes and chooses the profile; without `makes` one that exists follows the node to its addresses.
  private static func keepProfile(_ profile: Profile, _ makes: Bool) throws {
    let isCurrent = try ProfileStore.change { book in
      if makes || book[profile.name] != nil { book.put(profile) }
      if makes { book.current = profile.name }
      return book.current == profile.name
    }
    if isCurrent { Terminal.tell("Commands talk to it by the profile \"\(profile.name)\"") }
  }

  /// Ends the node if it runs, and remembers that it does not.
  ///
  /// - Returns: whether it ran.
  @discardableResult
  static func end(_ node: inout LocalNode) throws -> Bool {
    guard let process = node.process else { return false }
    let wasRunning = process.ask(SIGTERM)
    guard process.waitForEnd(millis: endMillis) else {
      throw CommandFailure.failed(
        "the node (process \(process.pid)) has not ended \(endMillis / 1000) s after it was told to. "
          + "Its log \(node.log) may say why; `kill -9 \(process.pid)` ends it as a crash would")
    }
    node.process = nil
    try node.save()
    return wasRunning
  }

  /// Lines for people.
  static func facts(_ node: LocalNode) -> String {
    var rows = [["kafka", node.kafka ?? "not ready yet"], ["admin", node.admin ?? "not ready yet"]]
    if let metadata = node.metadata { rows.append(["metadata", metadata]) }
    rows += [["process", node.process.map { "\($0.pid)" } ?? "none"], ["version", node.version]]
    rows += [["data", node.dataDirectory], ["log", node.log]]
    return rows.map { "  " + TextTable.line($0, [8]) }.joined(separator: "\n")
  }
}
