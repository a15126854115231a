/// One partition of a topic.
public struct TopicPartition: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let topic: String
  /// From 0.
  public let partition: Int32

  public init(topic: String, partition: Int32) {
    self.topic = topic
    self.partition = partition
  }

  public static func < (a: Self, b: Self) -> Bool {
    a.topic != b.topic ? a.topic < b.topic : a.partition < b.partition
  }

  public var description: String { "\(topic)-\(partition)" }
}
