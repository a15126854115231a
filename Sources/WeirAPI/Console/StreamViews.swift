import WeirBase

/// The node at a glance.
package struct NodeView: Sendable, Equatable {
  package var clusterID: String
  package var nodeID: Int32
  package var version: String
  /// Milliseconds since 1970, by the node's clock.
  package var nowMillis: Int64
  package var topics: Int
  package var partitions: Int
  package var groups: Int

  package init(
    clusterID: String, nodeID: Int32, version: String, nowMillis: Int64, topics: Int, partitions: Int, groups: Int
  ) {
    self.clusterID = clusterID
    self.nodeID = nodeID
    self.version = version
    self.nowMillis = nowMillis
    self.topics = topics
    self.partitions = partitions
    self.groups = groups
  }

  var json: JSONValue {
    .members(
      ("clusterID", .string(clusterID)), ("nodeID", .int(nodeID)), ("version", .string(version)),
      ("nowMillis", .int(nowMillis)), ("topics", .int(topics)), ("partitions", .int(partitions)),
      ("groups", .int(groups)))
  }
}

/// A topic's figures. Counters count from the node's start; two looks make a rate.
package struct TopicFigures: Sendable, Equatable {
  package var name: String
  package var isInternal: Bool
  package var partitions: Int
  /// Partitions out of service.
  package var offline: Int
  /// Offsets from the log start to the log end, of all partitions: about as many records.
  package var records: Int64
  package var sizeBytes: Int64
  package var recordsIn: Int
  package var bytesIn: Int
  package var bytesOut: Int

  package init(
    name: String, isInternal: Bool, partitions: Int, offline: Int, records: Int64, sizeBytes: Int64, recordsIn: Int,
    bytesIn: Int, bytesOut: Int
  ) {
    self.name = name
    self.isInternal = isInternal
    self.partitions = partitions
    self.offline = offline
    self.records = records
    self.sizeBytes = sizeBytes
    self.recordsIn = recordsIn
    self.bytesIn = bytesIn
    self.bytesOut = bytesOut
  }

  var json: JSONValue {
    .members(
      ("name", .string(name)), ("internal", .bool(isInternal)), ("partitions", .int(partitions)),
      ("offline", .int(offline)), ("records", .int(records)), ("sizeBytes", .int(sizeBytes)),
      ("recordsIn", .int(recordsIn)), ("bytesIn", .int(bytesIn)), ("bytesOut", .int(bytesOut)))
  }
}

/// Some of the topics.
package struct TopicPage: Sendable, Equatable {
  /// Steady milliseconds of the node, for rates.
  package var atMillis: Int64
  package var total: Int
  /// Whose names contain the text asked for.
  package var matched: Int
  package var topics: [TopicFigures]

  package init(atMillis: Int64, total: Int, matched: Int, topics: [TopicFigures]) {
    self.atMillis = atMillis
    self.total = total
    self.matched = matched
    self.topics = topics
  }

  var json: JSONValue {
    .members(
      ("atMillis", .int(atMillis)), ("total", .int(total)), ("matched", .int(matched)),
      ("topics", .array(topics.map(\.json))))
  }
}

/// One topic with its partitions.
package struct TopicView: Sendable, Equatable {
  package struct Partition: Sendable, Equatable {
    package var index: Int32
    package var logStart: Int64
    package var logEnd: Int64
    package var durable: Int64
    package var sizeBytes: Int64
    package var segments: Int
    package var leaderEpoch: Int32
    /// Why it is out of service; nil if it is not.
    package var offlineReason: String?

    package init(
      index: Int32, logStart: Int64, logEnd: Int64, durable: Int64, sizeBytes: Int64, segments: Int,
      leaderEpoch: Int32, offlineReason: String?
    ) {
      self.index = index
      self.logStart = logStart
      self.logEnd = logEnd
      self.durable = durable
      self.sizeBytes = sizeBytes
      self.segments = segments
      self.leaderEpoch = leaderEpoch
      self.offlineReason = offlineReason
    }

    var json: JSONValue {
      .members(
        ("partition", .int(index)), ("logStart", .int(logStart)), ("logEnd", .int(logEnd)),
        ("durable", .int(durable)), ("sizeBytes", .int(sizeBytes)), ("segments", .int(segments)),
        ("leaderEpoch", .int(leaderEpoch)), ("offlineReason", .optional(offlineReason)))
    }
  }

  /// Partitions that are shown of a topic.
  package static let partitionsMax = 500

  package var atMillis: Int64
  package var figures: TopicFigures
  /// The first `partitionsMax`.
  package var partitions: [Partition]

  package init(atMillis: Int64, figures: TopicFigures, partitions: [Partition]) {
    self.atMillis = atMillis
    self.figures = figures
    self.partitions = partitions
  }

  var json: JSONValue {
    .members(
      ("atMillis", .int(atMillis)), ("figures", figures.json), ("partitions", .array(partitions.map(\.json))))
  }
}
