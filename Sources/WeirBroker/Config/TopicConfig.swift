import WeirLog
import WeirRecords

/// Who gives a record its timestamp (KIP-32).
package enum TimestampType: String, Sendable {
  case createTime = "CreateTime"
  case logAppendTime = "LogAppendTime"
}

/// A topic's settings: what was set for it over what the node says.
package struct TopicConfig: Sendable {
  /// What was set for the topic, by name.
  package let overrides: [String: String]
  package let node: BrokerConfig

  package let maxMessageBytes: Int
  package let timestampType: TimestampType
  /// How far a record's timestamp may lie before and after the node's clock, in milliseconds (KIP-937).
  package let timestampBeforeMaxMillis: Int64
  package let timestampAfterMaxMillis: Int64
  /// The codec batches are kept in; nil keeps the producer's.
  package let compression: Codec?
  package let log: LogConfig

  package init(_ overrides: [String: String], node: BrokerConfig) throws(ConfigFault) {
    for (name, value) in overrides.sorted(by: { $0.key < $1.key }) {
      guard let entry = Self.byName[name] else { throw .unknown(name, among: Self.keys.map(\.key)) }
      try ConfigFault.check(value, of: entry.key)
    }
    self.overrides = overrides
    self.node = node
    func text(_ name: String) -> String { Self.value(name, overrides, node) }
    func int(_ name: String) -> Int64 { Int64(text(name)) ?? 0 }
    maxMessageBytes = Int(int("max.message.bytes"))
    timestampType = TimestampType(rawValue: text("message.timestamp.type")) ?? .createTime
    timestampBeforeMaxMillis = int("message.timestamp.before.max.ms")
    timestampAfterMaxMillis = int("message.timestamp.after.max.ms")
    compression = text("compression.type") == "uncompressed" ? Codec.none : Codec(name: text("compression.type"))
    var log = LogConfig()
    log.segmentBytes = Int(int("segment.bytes"))
    log.segmentMillis = int("segment.ms")
    log.retentionBytes = int("retention.bytes")
    log.retentionMillis = int("retention.ms")
    log.indexIntervalBytes = Int(int("index.interval.bytes"))
    log.flushMillis = int("flush.ms")
    log.flushMessages = int("flush.messages")
    log.fileDeleteDelayMillis = int("file.delete.delay.ms")
    log.isDurable = text("weir.durability") == "disk"
    self.log = log
  }

  /// A topic's setting and the node's setting that its default comes from, where there is one.
  package struct Entry: Sendable {
    package let key: ConfigKey
    package let nodeKey: String?
  }

  private static let week: Int64 = 604_800_000

  package static let keys: [Entry] = [
    Entry(
      key: .choice(
        "cleanup.policy", "delete", ["delete"], "How old data goes: by age and size. (Compaction is not available yet.)"
      ), nodeKey: nil),
    Entry(
      key: .choice(
        "compression.type", "producer", ["producer", "uncompressed", "gzip", "snappy", "lz4", "zstd"],
        "The codec batches are kept in; producer keeps them as they come."), nodeKey: nil),
    Entry(
      key: .int(
        "max.message.bytes", 1_048_588, 0...Int64(Int32.max),
        "Largest record batch, in bytes, as it comes from the producer."), nodeKey: "message.max.bytes"),
    Entry(
      key: .choice(
        "message.timestamp.type", "CreateTime", ["CreateTime", "LogAppendTime"],
        "Whether records carry the producer's time or the node's."), nodeKey: nil),
    Entry(
      key: .int(
        "message.timestamp.before.max.ms", Int64.max, 0...Int64.max,
        "How far a record's time may lie before the node's clock."), nodeKey: nil),
    Entry(
      key: .int(
        "message.timestamp.after.max.ms", 3_600_000, 0...Int64.max,
        "How far a record's time may lie ahead of the node's clock."), nodeKey: nil),
    Entry(
      key: .int("retention.ms", week, -1...Int64.max, "Records older than this may be deleted; -1 keeps them."),
      nodeKey: "log.retention.ms"),
    Entry(
      key: .int(
        "retention.bytes", -1, -1...Int64.max,
        "A partition larger than this loses its oldest segments; -1 sets no bound."), nodeKey: "log.retention.bytes"),
    Entry(
      key: .int(
        "segment.bytes", 1 << 30, 1 << 14...Int64(Int32.max),
        "A segment is closed before it grows beyond this many bytes."), nodeKey: "log.segment.bytes"),
    Entry(
      key: .int("segment.ms", week, 1...Int64.max, "A segment is closed when its first record is this old."),
      nodeKey: "log.roll.ms"),
    Entry(
      key: .int("index.interval.bytes", 4_096, 0...Int64(Int32.max), "Bytes of log between two entries of its index."),
      nodeKey: nil),
    Entry(
      key: .int(
        "flush.ms", 1_000, 0...Int64.max, "Data that no acknowledgement waits for is on stable storage after this long."
      ), nodeKey: "log.flush.interval.ms"),
    Entry(key: .int("flush.messages", Int64.max, 1...Int64.max, "Or after this many records."), nodeKey: nil),
    Entry(
      key: .int("file.delete.delay.ms", 60_000, 0...Int64.max, "A segment let go keeps its file for this long."),
      nodeKey: "log.segment.delete.delay.ms"),
    Entry(
      key: .int(
        "min.insync.replicas", 1, 1...Int64(Int32.max),
        "Replicas that must hold a record before acks=all is answered."),
      nodeKey: nil),
    Entry(
      key: .bool(
        "unclean.leader.election.enable", false, "Whether a replica that lacks acknowledged records may lead."),
      nodeKey: nil),
    Entry(
      key: .choice(
        "weir.durability", "disk", ["disk", "memory"], "Whether acks=all waits for stable storage, or for memory alone."
      ), nodeKey: nil),
  ]

  private static let byName = Dictionary(uniqueKeysWithValues: keys.map { ($0.key.name, $0) })

  private static func value(_ name: String, _ overrides: [String: String], _ node: BrokerConfig) -> String {
    if let value = overrides[name] { return value }
    guard let entry = byName[name] else { return "" }
    return entry.nodeKey.map { node.text($0) } ?? entry.key.defaultValue
  }

  package func text(_ name: String) -> String { Self.value(name, overrides, node) }
}
