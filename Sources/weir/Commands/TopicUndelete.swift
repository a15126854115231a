import ArgumentParser
import WeirBase
import WeirClient

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
  let topics: [DeletedTopic]

  private static let columns = ["NAME", "PARTITIONS", "DELETED", "GONE FOR GOOD"]

  func show(_ format: OutputOptions) {
    format.show(
      TextTable(Self.columns, rows: topics.map(Self.cells)), .array(topics.map(Self.document)),
      empty: "No deleted topics found")
  }

  private static func name(_ topic: DeletedTopic) -> String { topic.object.at("metadata", "name")?.text ?? "" }
  private static func partitions(_ topic: DeletedTopic) -> JSONValue { topic.object.at("spec", "partitions") ?? .null }

  private static func cells(_ topic: DeletedTopic) -> [String] {
    [name(topic), partitions(topic).compact, topic.deletedAt, topic.purgedAt]
  }

  private static func document(_ topic: DeletedTopic) -> JSONValue {
    .members(
      ("name", .string(name(topic))), ("partitions", partitions(topic)), ("deletedAt", .string(topic.deletedAt)),
      ("purgedAt", .string(topic.purgedAt)))
  }
}
