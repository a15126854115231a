import WeirBase

/// What should exist: one topic, as it is declared. The object store will hold this as a Topic object.
package struct TopicDeclaration: Equatable, Sendable {
  package var name: String
  package var id: UUID128
  /// 1 or more; never shrinks.
  package var partitions: Int32
  /// Overrides of the defaults, by Kafka's config names.
  package var config: [String: String]

  package init(name: String, id: UUID128, partitions: Int32, config: [String: String]) {
    self.name = name
    self.id = id
    self.partitions = partitions
    self.config = config
  }
}

/// Why a declaration could not be kept.
package enum RegistryError: Error, Sendable {
  case exists(String)
  case absent(String)
  case storage(String)
}

/// Where declarations live. Every change is durable when the call returns; calls block.
package protocol TopicRegistry: Sendable {
  func topics() -> [TopicDeclaration]
  /// All or none.
  func create(_ topics: [TopicDeclaration]) throws(RegistryError)
  func update(_ topic: TopicDeclaration) throws(RegistryError)
  func remove(_ names: [String]) throws(RegistryError)
  /// A range of producer ids that nobody was given before, however the node ended.
  func reserveProducerIDs(count: Int64) throws(RegistryError) -> Range<Int64>
}
