/// A group, as a list shows it.
public struct GroupListing: Sendable, Hashable {
  public let id: String
  /// "consumer" for consumers; empty for groups that only hold offsets.
  public let protocolType: String
  /// Empty where the broker does not tell.
  public let state: String
}

/// A group with its members.
public struct GroupDescription: Sendable, Hashable {
  public struct Member: Sendable, Hashable {
    public let id: String
    public let instanceID: String?
    public let clientID: String
    public let host: String
    /// What it reads.
    public let assignment: [TopicPartition]
  }

  public let id: String
  /// Empty, PreparingRebalance, CompletingRebalance, Stable or Dead.
  public let state: String
  /// The assignor in use.
  public let assignor: String
  public let members: [Member]
}

/// Where a group stands in a partition.
public struct CommittedOffset: Sendable, Hashable {
  public let offset: Int64
  public let metadata: String?
}
