import Synchronization
import WeirBase

/// A topic in service: its declaration and its partitions, which may grow in number while it serves.
package final class Topic: Sendable {
  package let name: String
  package let id: UUID128
  package let metrics = TopicMetrics()
  private let state: Mutex<State>

  private struct State {
    var config: TopicConfig
    var pipeline: String
    var partitions: [Partition]
  }

  package init(name: String, id: UUID128, config: TopicConfig, pipeline: String = "", partitions: [Partition]) {
    self.name = name
    self.id = id
    state = Mutex(State(config: config, pipeline: pipeline, partitions: partitions))
  }

  package var isInternal: Bool { TopicName.isInternal(name) }
  package var config: TopicConfig { state.withLock { $0.config } }
  package var partitions: [Partition] { state.withLock { $0.partitions } }

  /// The topic as it is now.
  package var declaration: TopicDeclaration {
    state.withLock { state in
      TopicDeclaration(
        name: name, id: id, partitions: Int32(clamping: state.partitions.count), config: state.config.overrides,
        pipeline: state.pipeline)
    }
  }

  package func partition(_ index: Int32) -> Partition? {
    state.withLock { state in
      state.partitions.indices.contains(Int(index)) ? state.partitions[Int(index)] : nil
    }
  }

  /// What a write needs to know, in one look.
  struct WriteView {
    var partition: Partition
    var config: TopicConfig
    /// Records must pass something before they are written.
    var hasPipeline: Bool
  }

  func forProduce(_ index: Int32) -> WriteView? {
    state.withLock { state in
      guard state.partitions.indices.contains(Int(index)) else { return nil }
      return WriteView(
        partition: state.partitions[Int(index)], config: state.config, hasPipeline: !state.pipeline.isEmpty)
    }
  }

  func configure(_ config: TopicConfig, pipeline: String) {
    state.withLock {
      $0.config = config
      $0.pipeline = pipeline
    }
  }

  func add(_ more: [Partition]) { state.withLock { $0.partitions += more } }
}
