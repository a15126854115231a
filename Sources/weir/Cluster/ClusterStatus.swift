import ArgumentParser
import WeirBase
import WeirClient

struct ClusterStatus: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show whether a cluster runs, and how it is.",
    discussion: """
      Of the local node, unless another cluster is named by --cluster, WEIR_CLUSTER or a profile.
      The exit code is 0 if it runs and answers, else 1.
      """)

  @OptionGroup var format: OutputOptions
  @OptionGroup var target: ClusterTarget

  func run() throws {
    let place = try ClusterPlace.find(target)
    var report = StatusReport(local: place.local)
    if let local = place.local, !local.isRunning {
      show(report)
      throw CommandFailure.failed("the local node does not run. Start it with `weir cluster resume`")
    }
    do {
      guard let (cluster, api) = try place.connect(target) else {
        throw ClientError(.unreachable, "it is not ready yet")
      }
      report.facts = try wait { try await ClusterFacts.ask(cluster, api) }
    } catch let error as ClientError where place.local != nil {
      show(report)
      throw CommandFailure.failed("the local node runs and does not answer: \(error)")
    }
    show(report)
  }

  private func show(_ report: StatusReport) {
    let rows = report.rows
    format.show(TextTable(rows.first ?? [], rows: Array(rows.dropFirst())), report.document)
  }
}

/// What is known of a cluster, for people and for programs.
struct StatusReport {
  /// The node of this machine, if it is about that.
  var local: LocalNode?
  /// Nil where the cluster does not answer.
  var facts: ClusterFacts?

  private var state: String {
    if let facts { return facts.offline.isEmpty && facts.adminFault == nil ? "running" : "impaired" }
    return local?.isRunning == true ? "not answering" : "stopped"
  }

  private var version: String? { facts?.version ?? local.flatMap { $0.version.isEmpty ? nil : $0.version } }

  var rows: [[String]] {
    var rows = [["status", state]]
    func add(_ name: String, _ value: String?) { if let value { rows.append([name, value]) } }
    add("version", version)
    add("uptime", local?.process?.uptimeSeconds.map { TimeSpan.format(millis: Int64($0) * 1000) })
    add("started", facts?.startedAt)
    add("process", local.flatMap { $0.isRunning ? $0.process.map { "\($0.pid)" } : nil })
    add("kafka", local?.kafka)
    add("admin", local?.admin)
    add("metadata", local?.metadata)
    add("data", local?.dataDirectory)
    add("log", local?.log)
    if let facts {
      add("cluster id", facts.id)
      add("topics", "\(facts.topics)")
      add("partitions", "\(facts.partitions), \(facts.offline.count) offline")
      if !facts.offline.isEmpty { add("offline", Self.few(facts.offline)) }
      add("admin port", facts.adminFault)
    }
    return rows
  }

  private static func few(_ names: [String]) -> String {
    names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " and \(names.count - 5) more" : "")
  }

  var document: JSONValue {
    let uptime = local?.process?.uptimeSeconds
    return .members(
      ("status", .string(state)), ("version", .optional(version)),
      ("uptimeSeconds", uptime.map { .decimal($0) } ?? .null), ("startedAt", .optional(facts?.startedAt)),
      ("process", local.flatMap { $0.isRunning ? $0.process.map { .int($0.pid) } : nil } ?? .null),
      ("kafka", .optional(local?.kafka)), ("admin", .optional(local?.admin)),
      ("metadata", .optional(local?.metadata)), ("dataDirectory", .optional(local?.dataDirectory)),
      ("log", .optional(local?.log)), ("clusterID", .optional(facts?.id)),
      ("topics", facts.map { .int($0.topics) } ?? .null), ("partitions", facts.map { .int($0.partitions) } ?? .null),
      ("offlinePartitions", facts.map { .array($0.offline.map(JSONValue.string)) } ?? .null),
      ("adminFault", .optional(facts?.adminFault)))
  }
}
