import ArgumentParser
import WeirBase
import WeirClient

struct TopicList: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Show all topics.")

  @Flag(name: [.short, .long], help: "Show the node's own topics as well.")
  var system = false

  @Flag(help: "Show instead what was deleted and can be brought back with `weir topic undelete`.")
  var deleted = false

  @OptionGroup var format: OutputOptions
  @OptionGroup var target: ClusterTarget

  func run() throws {
    if deleted {
      let api = try target.api()
      return DeletedTopics(topics: try wait { try await api.deletedTopics() }).show(format)
    }
    let admin = Admin(try target.connect())
    let withSystem = system
    let (topics, configs) = try wait {
      let topics = try await admin.listTopics().filter { withSystem || !$0.isInternal }
      return (topics, try await Self.configs(of: topics.map(\.name), admin))
    }
    let rows = topics.map { Row($0, configs[$0.name] ?? []) }
    format.show(
      TextTable(Row.columns, rows: rows.map(\.cells)), .array(rows.map(\.document)), empty: "No topics found")
  }

  private static func configs(of names: [String], _ admin: Admin) async throws -> [String: [ConfigEntry]] {
    do throws(ClientError) {
      return try await Listing.gather(names) { names throws(ClientError) in
        try await admin.describeConfigs(topics: names)
      }
    } catch {
      // Brokers without it have topics to list all the same.
      guard error.kind == .unsupported else { throw error }
      return [:]
    }
  }

  /// One topic on one line.
  private struct Row {
    static let columns = ["NAME", "PARTITIONS", "REPLICAS", "RETENTION TIME", "COMPRESSION", "STATUS"]
    let topic: TopicMetadata
    let retention: String
    let compression: String

    init(_ topic: TopicMetadata, _ configs: [ConfigEntry]) {
      self.topic = topic
      let values = Dictionary(configs.map { ($0.name, $0.value) }) { first, _ in first }
      retention =
        values["retention.ms"].flatMap { $0.flatMap(Int64.init) }.map {
          $0 < 0 ? "forever" : TimeSpan.format(millis: $0)
        } ?? ""
      compression = topic.compressionText(values["compression.type"] ?? nil)
    }

    var cells: [String] {
      [topic.name, "\(topic.partitions.count)", "\(topic.replication)", retention, compression, topic.status]
    }

    var document: JSONValue {
      .members(
        ("name", .string(topic.name)), ("id", .optional(topic.id)), ("partitions", .int(topic.partitions.count)),
        ("replication", .int(topic.replication)), ("retentionTime", .string(retention)),
        ("compression", .string(compression)), ("system", .bool(topic.isInternal)), ("status", .string(topic.status)))
    }
  }
}

extension TopicMetadata {
  var replication: Int { partitions.map(\.replicas.count).max() ?? 0 }

  var status: String {
    let offline = partitions.filter { $0.leader < 0 }.count
    return offline == 0 ? "online" : "\(offline) of \(partitions.count) offline"
  }

  /// Fluvio's word for "as the producer sent it".
  func compressionText(_ value: String?) -> String {
    switch value {
    case "producer": "any"
    case "uncompressed": "none"
    default: value ?? ""
    }
  }
}
