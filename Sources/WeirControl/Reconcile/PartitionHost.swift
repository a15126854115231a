import WeirBase

/// A topic as a node shall hold it.
package struct HostedTopic: Sendable, Hashable {
  package var name: String
  package var id: UUID128
  package var partitions: Int32
  /// By Kafka's config names.
  package var config: [String: String]
  /// What is to be done with records before they are written, as JSON; empty for nothing.
  package var pipeline: String

  package init(name: String, id: UUID128, partitions: Int32, config: [String: String], pipeline: String) {
    self.name = name
    self.id = id
    self.partitions = partitions
    self.config = config
    self.pipeline = pipeline
  }
}

/// How a node's partition fares.
package struct HostedPartition: Sendable, Hashable {
  package var index: Int32
  /// Why it is out of service; nil when it serves.
  package var offlineReason: String?

  package init(index: Int32, offlineReason: String?) {
    self.index = index
    self.offlineReason = offlineReason
  }
}

/// What a node's partition holds now.
package struct PartitionFigures: Sendable, Hashable {
  package var leaderEpoch: Int32
  package var logStartOffset: Int64
  package var highWatermark: Int64
  package var logEndOffset: Int64
  package var sizeBytes: Int64

  package init(
    leaderEpoch: Int32, logStartOffset: Int64, highWatermark: Int64, logEndOffset: Int64, sizeBytes: Int64
  ) {
    self.leaderEpoch = leaderEpoch
    self.logStartOffset = logStartOffset
    self.highWatermark = highWatermark
    self.logEndOffset = logEndOffset
    self.sizeBytes = sizeBytes
  }
}

package enum HostRefusal: Error, Sendable {
  /// It will never do this.
  case invalid(String)
  /// It may do this later.
  case failed(String)
}

/// The node that holds partitions, as reconcilers see it.
package protocol PartitionHost: Sendable {
  /// Topics held now that somebody declared, by name.
  func hosted() async -> [String: HostedTopic]
  /// Makes, changes or restores a topic until it is as asked; does nothing where it is so already.
  func apply(_ topic: HostedTopic) async throws(HostRefusal) -> [HostedPartition]
  /// Takes a topic out of service and keeps its records. A topic that is not held is no error.
  func retire(_ name: String) async throws(HostRefusal)
  /// Topics whose records are kept although they are out of service.
  func retired() async throws(HostRefusal) -> Set<UUID128>
  /// Removes such records for good.
  func purge(_ ids: Set<UUID128>) async
  /// Topics of which a partition is out of service.
  func impaired() async -> Set<String>
  func figures(topic: String, partition: Int32) -> PartitionFigures?
}
