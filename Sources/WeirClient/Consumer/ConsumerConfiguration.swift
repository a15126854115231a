/// Where reading a partition begins.
public enum StartPosition: Sendable, Hashable {
  /// The oldest record still there.
  case beginning
  /// What is written from now on.
  case end
  /// This offset; outside the log, `ConsumerConfiguration.outOfRange` decides.
  case offset(Int64)
  /// The first record at or after this time, milliseconds since 1970; the end where there is none.
  case timestamp(Int64)
  /// This many offsets after the beginning, but not past the end.
  case fromBeginning(Int64)
  /// This many offsets before the end, but not before the beginning.
  case fromEnd(Int64)
}

/// Which records of transactions are read.
public enum IsolationLevel: Int8, Sendable, CaseIterable {
  case readUncommitted = 0
  /// Only those of committed transactions, and nothing past the oldest open one.
  case readCommitted = 1
}

/// How a consumer reads.
public struct ConsumerConfiguration: Sendable {
  /// What happens when the offset to read is not in the log any more, or not yet.
  public enum OutOfRange: Sendable { case beginning, end, fail }

  public var isolation = IsolationLevel.readUncommitted
  /// How long the broker waits for `fetchBytesMin` before it answers.
  public var fetchWaitMillis: Int32 = 500
  public var fetchBytesMin: Int32 = 1
  /// One answer, over all its partitions.
  public var fetchBytesMax: Int32 = 8 << 20
  /// One answer's share for one partition; a larger batch comes alone.
  public var partitionBytesMax: Int32 = 2 << 20
  /// Answers kept ready beyond the one in hand; then asking pauses.
  public var prefetchBytesMax = 8 << 20
  /// Whether each batch's CRC is compared.
  public var checksCRC = true
  public var outOfRange = OutOfRange.beginning

  /// The consumer group that keeps the offsets; nil for none.
  public var groupID: String?
  /// Where a group begins that has no committed offset.
  public var groupStart = StartPosition.end
  /// How often a group's positions are committed while polling; nil only when asked to.
  public var autoCommitMillis: Int64? = 5_000
  /// The group takes a member for dead that is silent for so long.
  public var sessionTimeoutMillis: Int32 = 45_000
  public var heartbeatMillis: Int64 = 3_000
  /// How long members may take to come together again.
  public var rebalanceTimeoutMillis: Int32 = 60_000
  /// A name that survives restarts (KIP-345); nil for a dynamic member.
  public var groupInstanceID: String?

  public init() {}
}
