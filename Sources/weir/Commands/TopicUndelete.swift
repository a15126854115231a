import ArgumentParser
import WeirBase
import WeirClient
import WeirObjects

struct TopicUndelete: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undelete", abstract: "Bring a deleted topic back, with its records.",
    discussion: "`weir topic list --deleted` shows which can be brought back, and until when.")

  @Argument(help: "The topic.")
  var name: String

  @OptionGroup var target: ClusterTarget

  func run() throws {
    let api = try target.api()
    let name = name
    try wait {
      do throws(APIError) { _ = try await api.undelete(name) } catch {
        guard let status = error.status else { throw error }
        guard status.isNotFound else { throw CommandFailure.failed("topic \"\(name)\": \(status)") }
        throw CommandFailure.failed(
          "topic \"\(name)\" cannot be brought back: it was not deleted, or its time is over. "
            + "`weir topic list --deleted` shows which can be")
      }
    }
    StandardOutput.print("topic \"\(name)\" is back")
  }
}

/// Deleted topics that can be brought back.
struct DeletedTopics {
  let topics: [JSONValue]

  private static let columns = ["NAME", "PARTITIONS", "DELETED", "GONE FOR GOOD"]

  func show(_ format: OutputOptions) {
    format.show(
      TextTable(Self.columns, rows: topics.map(Self.cells)), .array(topics.map(Self.document)),
      empty: "No deleted topics found")
  }

  private static func cells(_ topic: JSONValue) -> [String] {
    [
      topic.at("metadata", "name")?.text ?? "", topic.at("spec", "partitions")?.compact ?? "",
      note("deleted-at", topic) ?? "", note("purged-at", topic) ?? "",
    ]
  }

  private static func document(_ topic: JSONValue) -> JSONValue {
    .members(
      ("name", .optional(topic.at("metadata", "name")?.text)),
      ("partitions", topic.at("spec", "partitions") ?? .null), ("deletedAt", .optional(note("deleted-at", topic))),
      ("purgedAt", .optional(note("purged-at", topic))))
  }

  private static func note(_ name: String, _ topic: JSONValue) -> String? {
    topic.at("metadata", "annotations", "\(Kind.group)/\(name)")?.text
  }
}
