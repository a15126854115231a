import ArgumentParser
import WeirBase
import WeirClient
import WeirObjects

struct TopicCreate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Create a topic.",
    discussion: """
      What a file of --config says holds where no flag says otherwise; it is Fluvio's: meta.name, partition.count,
      partition.max-size, partition.replication, retention.time, retention.segment-size, compression.type,
      deduplication.bounds.
      """)

  /// Fluvio's smallest: a segment must hold a record or two, a partition two segments.
  private static let partitionBytesMin: Int64 = 2_048

  @Argument(help: "Its name: up to 249 letters, digits, dots, dashes and underscores.")
  var topic: String?

  @Option(name: [.short, .long], help: "How many partitions. (default: 1)")
  var partitions: Int32?

  @Option(name: [.short, .long], help: "On how many nodes each partition is kept. (default: 1)")
  var replication: Int16?

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

  @Option(
    name: [.customShort("c"), .long],
    help: ArgumentHelp(
      "A topic config by Kafka's name, or a file that describes the topic; repeat it for more.",
      valueName: "key=value|file"))
  var config: [String] = []

  @Flag(help: "Drop records that were just seen, by their key and value.")
  var dedup = false

  @Option(help: ArgumentHelp("Among how many last records a duplicate is recognised. (default: 5)", valueName: "count"))
  var dedupCount: Int64?

  @Option(help: ArgumentHelp("For how long a duplicate is recognised. (default: 5s)", valueName: "time"))
  var dedupAge: Span?

  @Flag(name: [.customShort("d"), .long], help: "Check everything, create nothing.")
  var dryRun = false

  @OptionGroup var target: ClusterTarget

  func run() throws {
    let wanted = try wanted()
    if let deduplication = wanted.deduplication {
      try create(wanted.topic, deduplication)
    } else {
      let admin = Admin(try target.connect())
      let (topic, isDry) = (wanted.topic, dryRun)
      try wait { try await admin.createTopic(topic, validateOnly: isDry) }
    }
    StandardOutput.print("topic \"\(wanted.topic.name)\" \(dryRun ? "would be created (dry run)" : "created")")
  }

  /// As an object: Kafka's own request has no word for deduplication.
  private func create(_ topic: NewTopic, _ deduplication: Deduplication) throws {
    var spec = TopicSpec()
    spec.partitions = topic.partitions
    spec.replication = topic.replication
    spec.config = topic.configs
    spec.deduplication = deduplication
    let key = ObjectKey(.topic, topic.name)
    let object = JSONValue.members(
      ("apiVersion", .string(Kind.apiVersion)), ("kind", .string(Kind.topic.rawValue)),
      ("metadata", .members(("name", .string(topic.name)))), ("spec", spec.json))
    let (api, options) = (try target.api(), WriteOptions(isDry: dryRun))
    _ = try wait {
      try await Refusal.telling(key) { () async throws(APIError) in try await api.create(.topic, object, options) }
    }
  }

  /// The topic that file and flags describe together.
  private func wanted() throws -> (topic: NewTopic, deduplication: Deduplication?) {
    let (settings, file) = try sources()
    let name = (topic ?? file.name ?? "").trimmingSpaces
    guard !name.isEmpty else { throw CommandFailure.misused("Topic name is required") }
    let (partitions, replication) = (partitions ?? file.partitions ?? 1, replication ?? file.replication ?? 1)
    guard partitions >= 1 else { throw CommandFailure.misused("--partitions must be 1 or more, not \(partitions)") }
    guard replication >= 1 else { throw CommandFailure.misused("--replication must be 1 or more, not \(replication)") }
    let new = NewTopic(
      name: name, partitions: partitions, replication: replication, configs: try configs(file, settings))
    return (new, try deduplication(file))
  }

  /// `--config` takes both: what holds no `=` is the file.
  private func sources() throws -> (settings: [Setting], file: TopicFile) {
    var settings: [Setting] = []
    var files: [String] = []
    for text in config {
      if let setting = Setting(argument: text) { settings.append(setting) } else { files.append(text) }
    }
    guard let path = files.first else { return (settings, TopicFile()) }
    guard files.count == 1 else { throw CommandFailure.misused("--config takes one file, not \(files.count)") }
    return (settings, try TopicFile(path: path))
  }

  private func deduplication(_ file: TopicFile) throws -> Deduplication? {
    guard dedup || dedupCount != nil || dedupAge != nil || file.deduplication != nil else { return nil }
    var wanted = file.deduplication ?? TopicFile.defaultDeduplication
    if let dedupCount {
      guard dedupCount >= 1 else { throw CommandFailure.misused("--dedup-count must be 1 or more, not \(dedupCount)") }
      wanted.count = dedupCount
    }
    if let dedupAge { wanted.age = TimeSpan.format(millis: dedupAge.millis) }
    return wanted
  }

  private func configs(_ file: TopicFile, _ settings: [Setting]) throws -> [String: String] {
    var configs: [String: String] = [:]
    if let retention = retentionTime ?? file.retentionTime {
      guard retention.millis > 0 else { throw CommandFailure.misused("--retention-time must be longer than nothing") }
      configs["retention.ms"] = "\(retention.millis)"
    }
    let segment = segmentSize ?? file.segmentSize
    if let segment { configs["segment.bytes"] = "\(segment.bytes)" }
    if let size = maxPartitionSize ?? file.maxPartitionSize {
      configs["retention.bytes"] = "\(try checked(size, segment).bytes)"
    }
    if let type = compressionType ?? file.compressionType { configs["compression.type"] = try Self.compression(type) }
    for setting in settings { configs[setting.name] = setting.value }
    return configs
  }

  private func checked(_ size: ByteCount, _ segment: ByteCount?) throws -> ByteCount {
    guard size.bytes >= Self.partitionBytesMin else {
      throw CommandFailure.misused("max_partition_size \(size.bytes) is less than minimum \(Self.partitionBytesMin)")
    }
    if let segment, size.bytes < segment.bytes {
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
