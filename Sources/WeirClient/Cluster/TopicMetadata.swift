/// A topic as the cluster describes it to clients.
public struct TopicMetadata: Sendable, Hashable {
  public struct Partition: Sendable, Hashable {
    /// From 0.
    public let index: Int32
    /// The broker that takes reads and writes; -1 while there is none.
    public let leader: Int32
    /// Counts the changes of leader; -1 where the broker does not tell.
    public let leaderEpoch: Int32
    public let replicas: [Int32]
    public let inSyncReplicas: [Int32]
    public let offlineReplicas: [Int32]
  }

  public let name: String
  /// 22 characters of Base64; nil where the broker does not tell.
  public let id: String?
  public let isInternal: Bool
  /// In order of their index.
  public let partitions: [Partition]
}

/// A broker and where it is reached.
public struct BrokerMetadata: Sendable, Hashable {
  public let id: Int32
  public let address: BrokerAddress
  public let rack: String?
}
