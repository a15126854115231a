import WeirBase
import WeirBroker
import WeirLog

/// One look at everything, so that all metrics of a page are of one moment and nothing is walked twice.
final class Scrape: Sendable {
  /// Beyond these many partitions of the node the series of partitions are added up by topic, without the label.
  static let partitionSeriesMax = 2_000
  /// Beyond these many topics (in the order of their names) the rest is added up as `other`.
  static let topicSeriesMax = 2_000
  /// Partitions with committed offsets whose lag is told.
  static let lagSeriesMax = 2_000

  struct PartitionFigures {
    var topic: String
    /// Nil where a topic's partitions are added up.
    var partition: String?
    var logStart: Int64
    var logEnd: Int64
    var durable: Int64
    var sizeBytes: Int64
    var offline: Int
  }

  struct TopicFigures {
    var topic: String
    var messagesIn = 0
    var bytesIn = 0
    var bytesOut = 0
    var produceRequests = 0
    var failedProduces = 0
    var failedFetches = 0
  }

  struct Lag {
    var group: String
    var topic: String
    var partition: String
    var records: Int64
    var committed: Int64
  }

  let node: NodeMetrics
  let process: ProcessFigures
  let topicCount: Int
  let partitionCount: Int
  let offlineCount: Int
  let partitions: [PartitionFigures]
  let topics: [TopicFigures]
  let lags: [Lag]
  let objects: [(kind: String, count: Int64)]

  init(_ node: NodeMetrics, objects: [(kind: String, count: Int64)]) {
    self.node = node
    self.objects = objects
    process = ProcessFigures(dataDirectory: node.dataDirectory)
    let all = node.broker.topics.table.all
    let figures = all.map { topic in topic.partitions.map { PartitionFigures(topic.name, $0) } }
    topicCount = all.count
    partitionCount = figures.reduce(0) { $0 + $1.count }
    offlineCount = figures.joined().reduce(0) { $0 + $1.offline }
    partitions = Self.bounded(figures, count: partitionCount)
    topics = Self.bounded(all)
    lags = Self.lags(node.broker)
  }

  private static func bounded(_ figures: [[PartitionFigures]], count: Int) -> [PartitionFigures] {
    if count <= partitionSeriesMax { return Array(figures.joined()) }
    let sums = figures.compactMap { parts in parts.first.map { parts.dropFirst().reduce($0.unnamed) { $0 + $1 } } }
    guard sums.count > topicSeriesMax, let first = sums.dropFirst(topicSeriesMax).first else { return sums }
    var rest = sums.dropFirst(topicSeriesMax + 1).reduce(first) { $0 + $1 }
    rest.topic = CounterTable.other
    return sums.prefix(topicSeriesMax) + [rest]
  }

  private static func bounded(_ topics: [Topic]) -> [TopicFigures] {
    var figures = topics.prefix(topicSeriesMax).map { TopicFigures($0.name, $0.metrics) }
    guard topics.count > topicSeriesMax else { return figures }
    var rest = TopicFigures(topic: CounterTable.other)
    for topic in topics.dropFirst(topicSeriesMax) { rest.add(topic.metrics) }
    figures.append(rest)
    return figures
  }

  private static func lags(_ broker: Broker) -> [Lag] {
    broker.groups.committedPlaces(limit: lagSeriesMax).compactMap { place in
      guard let partition = broker.topics.table[place.topic]?.partition(place.partition) else { return nil }
      let (records, overflow) = partition.log.offsets.logEnd.subtractingReportingOverflow(place.offset)
      return Lag(
        group: place.group, topic: place.topic, partition: String(place.partition),
        records: overflow ? 0 : max(0, records), committed: place.offset)
    }
    .sorted { ($0.group, $0.topic, $0.partition) < ($1.group, $1.topic, $1.partition) }
  }
}

extension Scrape.PartitionFigures {
  init(_ topic: String, _ partition: Partition) {
    let offsets = partition.log.offsets
    self.init(
      topic: topic, partition: String(partition.index), logStart: offsets.logStart, logEnd: offsets.logEnd,
      durable: offsets.durable, sizeBytes: Int64(clamping: partition.log.sizeBytes),
      offline: partition.log.status == .online ? 0 : 1)
  }

  /// The same without its partition's label.
  var unnamed: Self {
    var figures = self
    figures.partition = nil
    return figures
  }

  static func + (a: Self, b: Self) -> Self {
    var sum = a
    sum.logStart &+= b.logStart
    sum.logEnd &+= b.logEnd
    sum.durable &+= b.durable
    sum.sizeBytes &+= b.sizeBytes
    sum.offline += b.offline
    return sum
  }
}

extension Scrape.TopicFigures {
  init(_ topic: String, _ metrics: TopicMetrics) {
    self.init(topic: topic)
    add(metrics)
  }

  mutating func add(_ metrics: TopicMetrics) {
    messagesIn += metrics.messagesIn
    bytesIn += metrics.bytesIn
    bytesOut += metrics.bytesOut
    produceRequests += metrics.produceRequests
    failedProduces += metrics.failedProduceRequests
    failedFetches += metrics.failedFetchRequests
  }
}
