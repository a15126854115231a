/// Where a group is in a partition.
package struct CommittedOffset: Sendable, Equatable {
  package var offset: Int64
  /// -1: not known.
  package var leaderEpoch: Int32
  package var metadata: String
  /// Wall clock, milliseconds.
  package var commitTimestamp: Int64

  package init(offset: Int64, leaderEpoch: Int32, metadata: String, commitTimestamp: Int64) {
    self.offset = offset
    self.leaderEpoch = leaderEpoch
    self.metadata = metadata
    self.commitTimestamp = commitTimestamp
  }

  /// What a fetch says where nothing was committed.
  package static let unknown = CommittedOffset(offset: -1, leaderEpoch: -1, metadata: "", commitTimestamp: -1)
}

/// A partition's offset in an answer.
package struct FetchedOffset: Sendable {
  package var topic: String
  package var partition: Int32
  package var committed: CommittedOffset
}
