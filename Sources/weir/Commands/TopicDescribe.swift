import ArgumentParser
import WeirBase
import WeirClient

struct TopicDescribe: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe", abstract: "Show a topic's settings and partitions.")

  @Argument(help: "The topic.", completion: .custom(ObjectCompletion.topics))
  var topic: String

  @OptionGroup var format: OutputOptions
  @OptionGroup var target: ClusterTarget

  func run() throws {
    let cluster = try target.connect()
    let name = topic
    let (metadata, configs) = try wait {
      let metadata = try await cluster.knownTopic(name)
      return (metadata, try await Admin(cluster).describeConfigs(topic: name))
    }
    switch format.output {
    case .table: StandardOutput.print(Self.text(metadata, configs))
    case .json, .yaml: format.show(TextTable([]), Self.document(metadata, configs))
    }
  }

  private static func text(_ topic: TopicMetadata, _ configs: [ConfigEntry]) -> String {
    let facts = TextTable(
      ["Name:", topic.name],
      rows: [
        ["Id:", topic.id ?? "none"], ["Partitions:", "\(topic.partitions.count)"],
        ["Replication:", "\(topic.replication)"], ["Status:", topic.status],
      ])
    let partitions = TextTable(
      ["PARTITION", "LEADER", "EPOCH", "REPLICAS", "IN SYNC"],
      rows: topic.partitions.map { partition in
        [
          "\(partition.index)", partition.leader < 0 ? "none" : "\(partition.leader)", "\(partition.leaderEpoch)",
          "\(partition.replicas)", "\(partition.inSyncReplicas)",
        ]
      })
    let settings = TextTable(
      ["CONFIG", "VALUE", "SOURCE"], rows: configs.map { [$0.name, $0.value ?? "", $0.source.text] })
    return [facts.text, partitions.text, settings.text].joined(separator: "\n\n")
  }

  private static func document(_ topic: TopicMetadata, _ configs: [ConfigEntry]) -> JSONValue {
    .members(
      ("name", .string(topic.name)), ("id", .optional(topic.id)), ("replication", .int(topic.replication)),
      ("status", .string(topic.status)),
      (
        "partitions",
        .array(
          topic.partitions.map { partition in
            .members(
              ("partition", .int(partition.index)), ("leader", .int(partition.leader)),
              ("leaderEpoch", .int(partition.leaderEpoch)), ("replicas", .array(partition.replicas.map { .int($0) })),
              ("inSyncReplicas", .array(partition.inSyncReplicas.map { .int($0) })))
          })
      ),
      (
        "config",
        .array(
          configs.map { config in
            .members(
              ("name", .string(config.name)), ("value", .optional(config.value)),
              ("source", .string(config.source.text)),
              ("readOnly", .bool(config.isReadOnly)))
          })
      ))
  }
}

extension ConfigEntry.Source {
  var text: String {
    switch self {
    case .unknown: "unknown"
    case .topic: "topic"
    case .dynamicBroker, .dynamicDefaultBroker, .staticBroker: "broker"
    case .builtIn: "default"
    }
  }
}
