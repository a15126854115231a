import WeirWire

/// Offsets to be kept for a group (OffsetCommit).
package struct CommitRequest: Sendable {
  package struct Partition: Sendable {
    package var topic: String
    package var partition: Int32
    package var offset: Int64
    /// -1: not known.
    package var leaderEpoch: Int32
    package var metadata: String

    package init(topic: String, partition: Int32, offset: Int64, leaderEpoch: Int32 = -1, metadata: String = "") {
      self.topic = topic
      self.partition = partition
      self.offset = offset
      self.leaderEpoch = leaderEpoch
      self.metadata = metadata
    }
  }

  package var groupID: String
  /// -1 with an empty member id: a simple commit, by no member of the group.
  package var generation: Int32
  package var memberID: String
  package var instanceID: String?
  package var partitions: [Partition]

  package init(
    groupID: String, generation: Int32 = -1, memberID: String = "", instanceID: String? = nil,
    partitions: [Partition]
  ) {
    self.groupID = groupID
    self.generation = generation
    self.memberID = memberID
    self.instanceID = instanceID
    self.partitions = partitions
  }
}

/// The answer to a commit: one error for each partition asked, in order.
package struct CommitResult: Sendable {
  package var errors: [ErrorCode]
}
