/// A name and a value beside a record's own; the value may be null.
public struct RecordHeader: Hashable, Sendable {
  public var key: String
  public var value: [UInt8]?

  public init(key: String, value: [UInt8]?) {
    self.key = key
    self.value = value
  }
}

/// A record to send. Null and empty keys and values are different things.
public struct ProducerRecord: Sendable, Hashable {
  public var topic: String
  /// Nil lets the key choose (equal keys go to equal partitions), or spreads records that have none.
  public var partition: Int32?
  public var key: [UInt8]?
  public var value: [UInt8]?
  public var headers: [RecordHeader]
  /// Milliseconds since 1970; nil for now.
  public var timestampMillis: Int64?

  public init(
    topic: String, partition: Int32? = nil, key: [UInt8]? = nil, value: [UInt8]?, headers: [RecordHeader] = [],
    timestampMillis: Int64? = nil
  ) {
    self.topic = topic
    self.partition = partition
    self.key = key
    self.value = value
    self.headers = headers
    self.timestampMillis = timestampMillis
  }
}

/// A topic that a producer has looked up: records go there without another look.
public struct ProducerTopic: Sendable, Hashable {
  public let name: String
  let slot: Int
}
