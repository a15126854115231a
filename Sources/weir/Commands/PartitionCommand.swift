import ArgumentParser
import WeirBase
import WeirClient
import WeirObjects

struct PartitionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "partition", abstract: "Show partitions.", subcommands: [PartitionList.self])
}

struct PartitionList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show all partitions.",
    discussion: "Sizes are the node's own to tell: without its admin address the list is shown without them.")

  @Flag(name: [.short, .long], help: "Show those of the node's own topics as well.")
  var system = false

  @OptionGroup var format: OutputOptions
  @OptionGroup var target: ClusterTarget

  private struct Row: Sendable {
    let place: TopicPartition
    let partition: TopicMetadata.Partition
    let bounds: Range<Int64>?
    /// In bytes; nil where it is not known.
    let size: Int64?
  }

  func run() throws {
    let admin = Admin(try target.connect())
    let api = try target.anotherAPI()
    let withSystem = system
    let rows = try wait { try await Self.rows(admin, api, withSystem: withSystem) }
    let columns = [
      "TOPIC", "PARTITION", "LEADER", "REPLICAS", "STATUS", "START OFFSET", "END OFFSET", "RECORDS", "SIZE",
    ]
    format.show(
      TextTable(columns, rows: rows.map(Self.cells)), .array(rows.map(Self.document)), empty: "No partitions found")
  }

  private static func rows(_ admin: Admin, _ api: AdminAPI, withSystem: Bool) async throws -> [Row] {
    let topics = try await admin.listTopics().filter { withSystem || !$0.isInternal }
    let partitions = topics.flatMap { topic in
      topic.partitions.map { (TopicPartition(topic: topic.name, partition: $0.index), $0) }
    }
    let online = partitions.filter { $0.1.leader >= 0 }.map(\.0)
    let bounds = try await Listing.gather(online) { places throws(ClientError) in
      try await admin.logBounds(places)
    }
    let sizes = await sizes(api)
    // What is online and has no bounds went meanwhile.
    return partitions.filter { $0.1.leader < 0 || bounds[$0.0] != nil }.map {
      Row(place: $0.0, partition: $0.1, bounds: bounds[$0.0], size: sizes[$0.0])
    }
  }

  /// What each partition takes on disk, as far as the node tells: another broker has no such API.
  private static func sizes(_ api: AdminAPI) async -> [TopicPartition: Int64] {
    guard let objects = try? await api.objects(ObjectQuery(.partition, namespace: nil)) else { return [:] }
    var sizes: [TopicPartition: Int64] = [:]
    for object in objects {
      guard let topic = object.at("spec", "topic")?.text,
        let partition = object.at("spec", "partition")?.integer.flatMap(Int32.init(exactly:)),
        let size = object.at("status", "sizeBytes")?.integer
      else { continue }
      sizes[TopicPartition(topic: topic, partition: partition)] = size
    }
    return sizes
  }

  private static func cells(_ row: Row) -> [String] {
    let (place, partition, bounds) = (row.place, row.partition, row.bounds)
    return [
      place.topic, "\(place.partition)", partition.leader < 0 ? "none" : "\(partition.leader)",
      "\(partition.replicas)", partition.leader < 0 ? "offline" : "online", bounds.map { "\($0.lowerBound)" } ?? "",
      bounds.map { "\($0.upperBound)" } ?? "", bounds.map { "\($0.count)" } ?? "",
      row.size.map(ByteSize.format) ?? "",
    ]
  }

  private static func document(_ row: Row) -> JSONValue {
    let (place, partition, bounds) = (row.place, row.partition, row.bounds)
    return .members(
      ("topic", .string(place.topic)), ("partition", .int(place.partition)), ("leader", .int(partition.leader)),
      ("replicas", .array(partition.replicas.map { .int($0) })),
      ("status", .string(partition.leader < 0 ? "offline" : "online")),
      ("startOffset", bounds.map { .int($0.lowerBound) } ?? .null),
      ("endOffset", bounds.map { .int($0.upperBound) } ?? .null),
      ("sizeBytes", row.size.map { .int($0) } ?? .null))
  }
}
