import Glibc
import WeirBase

/// Starts a local node and waits until it is ready.
struct NodeStart {
  /// A log that has grown beyond this is put aside at the next start.
  private static let logBytesMax: Int64 = 16 << 20
  /// Of what a node said before it ended, this much is shown.
  private static let linesShown = 20

  private var node: LocalNode
  private let waitMillis: Int64
  private let clock = SystemClock()

  /// - Parameter waitMillis: how long the node may take to be ready.
  init(_ node: LocalNode, waitMillis: Int64) {
    self.node = node
    self.waitMillis = waitMillis
  }

  /// The node with its addresses.
  mutating func run() throws -> LocalNode {
    let from = try prepareLog()
    node.version = VersionCommand.release
    (node.kafka, node.admin) = (nil, nil)
    let pid = try BackgroundProcess.start(node.arguments, log: node.log)
    node.process = ProcessMark(pid: pid)
    // Known from now on, so that a command that is cut short leaves no node that nobody can end.
    try node.save()
    let line = try readyLine(pid, from)
    node.kafka = Self.word("kafka", line).map(Self.dialled)
    node.admin = Self.word("admin", line).map(Self.dialled)
    try node.save()
    return node
  }

  /// Makes room for the log.
  ///
  /// - Returns: where this start's lines begin in it.
  private func prepareLog() throws -> Int64 {
    let files = RealFileSystem()
    do throws(IOError) {
      try files.makeDirectory(parentDirectory(node.log))
      if let size = SystemFile.size(node.log), size > Self.logBytesMax {
        try files.rename(node.log, to: node.log + ".old")
      }
    } catch { throw CommandFailure.failed("the node's log cannot be kept: \(error)") }
    return SystemFile.size(node.log) ?? 0
  }

  private mutating func readyLine(_ pid: pid_t, _ from: Int64) throws -> Substring {
    let deadline = clock.monotonicNanos() &+ UInt64(clamping: waitMillis) &* 1_000_000
    while clock.monotonicNanos() < deadline {
      let hasEnded = waitpid(pid, nil, WNOHANG) == pid
      let said = said(from)
      if let line = said.split(separator: "\n").first(where: { $0.hasPrefix("weir ready ") }), !hasEnded {
        return line
      }
      if hasEnded {
        node.process = nil
        try node.save()
        throw CommandFailure.failed("the node did not start. It said:\n\(Self.shown(said))")
      }
      pauseBriefly()
    }
    throw CommandFailure.failed(
      "the node (process \(pid)) was not ready after \(TimeSpan.format(millis: waitMillis)) and goes on starting. "
        + "See `weir cluster status`, end it with `weir cluster shutdown`. It said:\n\(Self.shown(said(from)))")
  }

  private func said(_ from: Int64) -> String {
    String(decoding: SystemFile.bytes(node.log, from: from, limit: 1 << 20) ?? [], as: UTF8.self)
  }

  private static func shown(_ text: String) -> String {
    let lines = text.split(separator: "\n")
    return lines.isEmpty ? "  (nothing)" : lines.suffix(linesShown).map { "  \($0)" }.joined(separator: "\n")
  }

  /// `kafka=127.0.0.1:9092` in the ready line.
  private static func word(_ name: String, _ line: Substring) -> String? {
    line.split(separator: " ").first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
  }

  /// An address that stands for all of the machine's is reached at loopback.
  private static func dialled(_ address: String) -> String {
    if address.hasPrefix("0.0.0.0:") { return "127.0.0.1:" + address.dropFirst("0.0.0.0:".count) }
    if address.hasPrefix("[::]:") { return "[::1]:" + address.dropFirst("[::]:".count) }
    return address
  }
}
