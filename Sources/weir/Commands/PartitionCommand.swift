import ArgumentParser
import WeirBase
import WeirClient

struct PartitionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "partition", abstract: "Show partitions.", subcommands: [PartitionList.self])
}

struct PartitionList: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Show all partitions.")

  @Flag(name: [.short, .long], help: "Show those of the node's own topics as well.")
  var system = false

  @OptionGroup var format: OutputOptions
  @OptionGroup var target: ClusterTarget

  private typealias Row = (place: TopicPartition, partition: TopicMetadata.Partition, bounds: Range<Int64>?)

  func run() throws {
    let admin = Admin(try target.connect())
    let withSystem = system
    let rows: [Row] = try wait {
      let topics = try await admin.listTopics().filter { withSystem || !$0.isInternal }
      let partitions = topics.flatMap { topic in
        topic.partitions.map { (TopicPartition(topic: topic.name, partition: $0.index), $0) }
      }
      let online = partitions.filter { $0.1.leader >= 0 }.map(\.0)
      let bounds = online.isEmpty ? [:] : try await admin.logBounds(online)
      return partitions.map { ($0.0, $0.1, bounds[$0.0]) }
    }
    let columns = ["TOPIC", "PARTITION", "LEADER", "REPLICAS", "STATUS", "START OFFSET", "END OFFSET", "RECORDS"]
    format.show(
      TextTable(columns, rows: rows.map(Self.cells)), .array(rows.map(Self.document)), empty: "No partitions found")
  }

  private static func cells(_ row: Row) -> [String] {
    let (place, partition, bounds) = row
    return [
      place.topic, "\(place.partition)", partition.leader < 0 ? "none" : "\(partition.leader)",
      "\(partition.replicas)", partition.leader < 0 ? "offline" : "online", bounds.map { "\($0.lowerBound)" } ?? "",
      bounds.map { "\($0.upperBound)" } ?? "", bounds.map { "\($0.count)" } ?? "",
    ]
  }

  private static func document(_ row: Row) -> JSONValue {
    let (place, partition, bounds) = row
    return .members(
      ("topic", .string(place.topic)), ("partition", .int(place.partition)), ("leader", .int(partition.leader)),
      ("replicas", .array(partition.replicas.map { .int($0) })),
      ("status", .string(partition.leader < 0 ? "offline" : "online")),
      ("startOffset", bounds.map { .int($0.lowerBound) } ?? .null),
      ("endOffset", bounds.map { .int($0.upperBound) } ?? .null))
  }
}
