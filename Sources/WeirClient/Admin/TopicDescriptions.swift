/// A topic to be made.
public struct NewTopic: Sendable, Hashable {
  public var name: String
  /// 1 or more; -1 for the broker's default.
  public var partitions: Int32
  /// 1 or more; -1 for the broker's default.
  public var replication: Int16
  /// Kafka's topic configs by name.
  public var configs: [String: String]

  public init(name: String, partitions: Int32 = 1, replication: Int16 = 1, configs: [String: String] = [:]) {
    self.name = name
    self.partitions = partitions
    self.replication = replication
    self.configs = configs
  }
}

/// A setting with where it comes from.
public struct ConfigEntry: Sendable, Hashable {
  /// Kafka's ConfigSource.
  public enum Source: Int8, Sendable {
    case unknown = 0
    case topic = 1
    case dynamicBroker = 2
    case dynamicDefaultBroker = 3
    case staticBroker = 4
    case builtIn = 5
  }

  public let name: String
  /// Nil for what is not shown (secrets) or not set.
  public let value: String?
  public let source: Source
  public let isReadOnly: Bool
  public let isSensitive: Bool
  public let documentation: String?
}
