import WeirBase
import WeirWire

/// A partition as a fetch names it: by topic name up to version 12, by topic id from 13 on (KIP-516).
struct FetchKey: Hashable, Sendable {
  var topic: String
  var topicID: UUID128
  var partition: Int32
}

/// What a fetch wants of one partition.
struct FetchTarget: Sendable {
  var key: FetchKey
  /// -1 when the client does not say.
  var currentLeaderEpoch: Int32
  /// Epoch of the last record the client has, -1 when it does not say (KIP-595).
  var lastFetchedEpoch: Int32
  var offset: Int64
  var bytesMax: Int
}

/// A fetch, resolved against its session: everything to be read and how long to wait for it.
struct FetchPlan: Sendable {
  var targets: [FetchTarget]
  var bytesMin: Int
  var bytesMax: Int
  var waitMillis: Int64
  var readsCommitted: Bool
  /// Whether answers carry topic ids rather than names.
  var usesTopicIDs: Bool
}

extension FetchTarget {
  init(_ topic: FetchRequest.FetchTopic, _ partition: FetchRequest.FetchPartition) {
    key = FetchKey(topic: topic.topic, topicID: topic.topicId, partition: partition.partition)
    currentLeaderEpoch = partition.currentLeaderEpoch
    lastFetchedEpoch = partition.lastFetchedEpoch
    offset = partition.fetchOffset
    bytesMax = Int(max(0, partition.partitionMaxBytes))
  }
}
