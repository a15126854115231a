import WeirBase

/// One topic as it should be.
package struct TopicDeclaration: Hashable, Sendable {
  package var name: String
  package var id: UUID128
  /// 1 or more; never shrinks.
  package var partitions: Int32
  /// Overrides of the defaults, by Kafka's config names.
  package var config: [String: String]
  /// What is to be done with records before they are written, as JSON; empty for nothing.
  package var pipeline: String

  package init(name: String, id: UUID128, partitions: Int32, config: [String: String], pipeline: String = "") {
    self.name = name
    self.id = id
    self.partitions = partitions
    self.config = config
    self.pipeline = pipeline
  }
}

/// Why a declaration could not be kept.
package enum RegistryError: Error, Sendable {
  case exists(String)
  case absent(String)
  /// The declaration itself is refused: why, in words for whoever made it.
  case invalid(String)
  /// Where declarations live cannot be reached now.
  case unavailable(String)
  case storage(String)
}

/// Where declarations live. Every change is durable when the call returns; calls block.
package protocol TopicRegistry: Sendable {
  /// Each topic is declared or refused on its own.
  /// - Returns: for each what went wrong, or nil.
  func create(_ topics: [TopicDeclaration]) -> [RegistryError?]
  /// Raises the number of partitions to the topic's; nothing else of it changes.
  func grow(_ topic: TopicDeclaration) throws(RegistryError)
  func remove(_ topic: TopicDeclaration) throws(RegistryError)
}

/// What this node holds, whatever is declared elsewhere: with it a node serves from its start on. Every change is
/// durable when the call returns; calls block.
package protocol TopicInventory: Sendable {
  func topics() -> [TopicDeclaration]
  /// Adds or replaces; all or none.
  func put(_ topics: [TopicDeclaration]) throws(RegistryError)
  /// Names that are not there are no error.
  func remove(_ names: [String]) throws(RegistryError)
  /// A range of producer ids that nobody was given before, however the node ended.
  func reserveProducerIDs(count: Int64) throws(RegistryError) -> Range<Int64>
}
