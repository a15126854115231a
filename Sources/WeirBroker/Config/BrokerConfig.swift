import WeirBase

/// The node's own settings, by Kafka's names where Kafka has them. Fixed when the node starts.
package struct BrokerConfig: Sendable {
  /// What was set, by name; all else has its default.
  package let overrides: [String: String]

  package init(_ overrides: [String: String] = [:]) throws(ConfigFault) {
    for (name, value) in overrides.sorted(by: { $0.key < $1.key }) {
      guard let key = Self.byName[name] else { throw .unknown(name, among: Self.keys) }
      try ConfigFault.check(value, of: key)
    }
    self.overrides = overrides
  }

  private static let day: Int64 = 86_400_000

  package static let keys: [ConfigKey] = [
    .bool("auto.create.topics.enable", true, "Whether a topic that a client names for the first time is made."),
    .int(
      "weir.topic.delete.grace.ms", 3_600_000, 0...315_360_000_000,
      "How long the records of a deleted topic are kept, so that it can be brought back."),
    .int("num.partitions", 1, 1...10_000, "Partitions of a topic whose maker does not say."),
    .int(
      "message.max.bytes", 1_048_588, 0...Int64(Int32.max),
      "Largest record batch a topic takes, in bytes, where the topic does not say."),
    .int(
      "log.segment.bytes", 1 << 30, 1 << 14...Int64(Int32.max),
      "A segment is closed before it grows beyond this many bytes."),
    .int("log.roll.ms", 7 * day, 1...Int64.max, "A segment is closed when its first record is this old."),
    .int("log.retention.ms", 7 * day, -1...Int64.max, "Records older than this may be deleted; -1 keeps them."),
    .int(
      "log.retention.bytes", -1, -1...Int64.max,
      "A partition larger than this loses its oldest segments; -1 sets no bound."),
    .int("log.retention.check.interval.ms", 300_000, 1...Int64.max, "How often retention is applied."),
    .int(
      "log.flush.interval.ms", 1_000, 1...Int64.max,
      "Data that no acknowledgement waits for is on stable storage after this long."),
    .int(
      "log.segment.delete.delay.ms", 60_000, 0...Int64.max,
      "A segment let go keeps its file for this long, for readers at work."),
    .int(
      "group.initial.rebalance.delay.ms", 100, 0...Int64(Int32.max),
      "How long an empty group waits for more members before its first assignment."),
    .int("group.min.session.timeout.ms", 6_000, 1...Int64(Int32.max), "Shortest session timeout a member may ask for."),
    .int(
      "group.max.session.timeout.ms", 1_800_000, 1...Int64(Int32.max), "Longest session timeout a member may ask for."),
    .int("group.max.size", 10_000, 1...Int64(Int32.max), "Members a group may have."),
    .int(
      "offsets.retention.minutes", 10_080, 1...Int64(Int32.max),
      "Committed offsets of a group without members are kept this long."),
    .int("offset.metadata.max.bytes", 4_096, 0...Int64(Int32.max), "Longest text committed beside an offset."),
    .int("max.connections", 20_000, 1...1_000_000, "Client connections at one time; one more is refused."),
    .int(
      "socket.request.max.bytes", 100 << 20, 1024...Int64(Int32.max),
      "Largest request frame; a larger one ends its connection."),
    .int(
      "connections.max.idle.ms", 600_000, 1_000...Int64.max,
      "A connection without requests is closed after this long."),
    .int("fetch.max.bytes", 55 << 20, 1024...Int64(Int32.max), "Largest fetch answer, whatever the client asks for."),
  ]

  private static let byName = Dictionary(uniqueKeysWithValues: keys.map { ($0.name, $0) })

  package func text(_ name: String) -> String {
    overrides[name] ?? Self.byName[name]?.defaultValue ?? ""
  }

  package func int(_ name: String) -> Int64 { Int64(text(name)) ?? 0 }
  package func bool(_ name: String) -> Bool { text(name) == "true" }

  /// `base` with what these settings say.
  package func limits(_ base: Limits = Limits()) -> Limits {
    var limits = base
    limits.connectionsMax = Int(int("max.connections"))
    limits.frameBytesMax = Int(int("socket.request.max.bytes"))
    limits.fetchBytesMax = Int(int("fetch.max.bytes"))
    return limits
  }
}
