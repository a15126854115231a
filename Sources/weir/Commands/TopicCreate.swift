import ArgumentParser
import WeirClient

struct TopicCreate: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "create", abstract: "Create a topic.")

  /// Fluvio's smallest: a segment must hold a record or two, a partition two segments.
  private static let partitionBytesMin: Int64 = 2_048

  @Argument(help: "Its name: up to 249 letters, digits, dots, dashes and underscores.")
  var topic: String

  @Option(name: [.short, .long], help: "How many partitions.")
  var partitions: Int32 = 1

  @Option(name: [.short, .long], help: "On how many nodes each partition is kept.")
  var replication: Int16 = 1

  @Option(help: ArgumentHelp("How long records are kept, for example 7d or 1h30m. (retention.ms)", valueName: "time"))
  var retentionTime: Span?

  @Option(help: ArgumentHelp("How large a segment file grows, for example 1GiB. (segment.bytes)", valueName: "bytes"))
  var segmentSize: ByteCount?

  @Option(
    help: ArgumentHelp(
      "How batches are stored: none, gzip, snappy, lz4, zstd, or any, as the producer sent them. (compression.type)",
      valueName: "type"))
  var compressionType: String?

  @Option(
    help: ArgumentHelp("How much a partition keeps at most, for example 100GiB. (retention.bytes)", valueName: "bytes"))
  var maxPartitionSize: ByteCount?

  @Option(help: ArgumentHelp("A topic config by Kafka's name; repeat it for more.", valueName: "key=value"))
  var config: [Setting] = []

  @Flag(name: [.customShort("d"), .long], help: "Check everything, create nothing.")
  var dryRun = false

  @OptionGroup var target: ClusterTarget

  func run() throws {
    let name = topic.trimmingSpaces
    guard !name.isEmpty else { throw CommandFailure.misused("Topic name is required") }
    let new = NewTopic(
      name: name, partitions: try checkedPartitions(), replication: replication, configs: try configs())
    let admin = Admin(try target.connect())
    let isDry = dryRun
    try wait { try await admin.createTopic(new, validateOnly: isDry) }
    StandardOutput.print("topic \"\(name)\" \(isDry ? "would be created (dry run)" : "created")")
  }

  private func checkedPartitions() throws -> Int32 {
    guard partitions >= 1 else { throw CommandFailure.misused("--partitions must be 1 or more, not \(partitions)") }
    guard replication >= 1 else { throw CommandFailure.misused("--replication must be 1 or more, not \(replication)") }
    return partitions
  }

  private func configs() throws -> [String: String] {
    var configs: [String: String] = [:]
    if let retentionTime {
      guard retentionTime.millis > 0 else {
        throw CommandFailure.misused("--retention-time must be longer than nothing")
      }
      configs["retention.ms"] = "\(retentionTime.millis)"
    }
    if let segmentSize { configs["segment.bytes"] = "\(segmentSize.bytes)" }
    if let maxPartitionSize { configs["retention.bytes"] = "\(try checked(maxPartitionSize).bytes)" }
    if let compressionType { configs["compression.type"] = try Self.compression(compressionType) }
    for setting in config { configs[setting.name] = setting.value }
    return configs
  }

  private func checked(_ size: ByteCount) throws -> ByteCount {
    guard size.bytes >= Self.partitionBytesMin else {
      throw CommandFailure.misused("max_partition_size \(size.bytes) is less than minimum \(Self.partitionBytesMin)")
    }
    if let segment = segmentSize, size.bytes < segment.bytes {
      throw CommandFailure.misused("max_partition_size \(size.bytes) is less than segment size \(segment.bytes)")
    }
    return size
  }

  private static func compression(_ text: String) throws -> String {
    let word = text.lowercased()
    if word == "any" || word == "producer" { return "producer" }
    if word == "none" || word == "uncompressed" { return "uncompressed" }
    if Compression(rawValue: word) != nil { return word }
    throw CommandFailure.misused("--compression-type '\(text)' is unknown. Use none, gzip, snappy, lz4, zstd or any")
  }
}

extension String {
  var trimmingSpaces: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
