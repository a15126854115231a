import WeirBase

/// What consumer groups are told to be, by the meaning of Kafka's broker settings.
package struct GroupSettings: Sendable {
  /// How long an empty group waits for more members, in milliseconds (`group.initial.rebalance.delay.ms`).
  package var initialRebalanceDelayMillis: Int64 = 100
  /// Session timeouts a member may ask for, in milliseconds.
  package var sessionTimeoutMillis: ClosedRange<Int64> = 6_000...1_800_000
  /// Members of one group (`group.max.size`).
  package var groupMaxSize = 10_000
  /// How long offsets of a group without members are kept, in milliseconds (`offsets.retention.minutes`).
  package var offsetsRetentionMillis: Int64 = 10_080 * 60_000
  /// Longest text committed beside an offset, in UTF-16 units as Kafka counts (`offset.metadata.max.bytes`).
  package var offsetMetadataMax = 4_096
  /// How long a member that has no id yet may wait in a join: it cannot send heartbeats, and its client may be gone.
  package var newMemberJoinTimeoutMillis: Int64 = 300_000
  /// How long a group without members and offsets is remembered, for its generation.
  package var emptyGroupMillis: Int64 = 600_000
  /// Groups of the node; one more is refused.
  package var groupsMax = 100_000
  /// Partitions one group may have offsets for; a commit of one more is refused.
  package var offsetsPerGroupMax = 1_000_000

  /// Kafka's defaults, but for the initial delay.
  package init() {}

  package init(_ config: BrokerConfig) {
    initialRebalanceDelayMillis = config.int("group.initial.rebalance.delay.ms")
    let shortest = config.int("group.min.session.timeout.ms")
    sessionTimeoutMillis = shortest...max(shortest, config.int("group.max.session.timeout.ms"))
    groupMaxSize = Int(clamping: config.int("group.max.size"))
    offsetsRetentionMillis = min(config.int("offsets.retention.minutes"), Int64(Int32.max)) * 60_000
    offsetMetadataMax = Int(clamping: config.int("offset.metadata.max.bytes"))
  }
}
