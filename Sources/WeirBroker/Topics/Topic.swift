import Synchronization
import WeirBase

/// A topic in service: its declaration and its partitions, which may grow in number while it serves.
package final class Topic: Sendable {
  package let name: String
  package let id: UUID128
  private let state: Mutex<State>

  private struct State {
    var config: TopicConfig
    var partitions: [Partition]
  }

  package init(name: String, id: UUID128, config: TopicConfig, partitions: [Partition]) {
    self.name = name
    self.id = id
    state = Mutex(State(config: config, partitions: partitions))
  }

  package var isInternal: Bool { TopicName.isInternal(name) }
  package var config: TopicConfig { state.withLock { $0.config } }
  package var partitions: [Partition] { state.withLock { $0.partitions } }

  package func partition(_ index: Int32) -> Partition? {
    state.withLock { state in
      state.partitions.indices.contains(Int(index)) ? state.partitions[Int(index)] : nil
    }
  }

  /// The partition together with the config in force, in one look.
  func forProduce(_ index: Int32) -> (Partition, TopicConfig)? {
    state.withLock { state in
      guard state.partitions.indices.contains(Int(index)) else { return nil }
      return (state.partitions[Int(index)], state.config)
    }
  }

  func add(_ more: [Partition]) { state.withLock { $0.partitions += more } }
}
