import Synchronization
import WeirBase

/// The topics in service, found by name or id.
package final class TopicTable: Sendable {
  private struct State {
    var byName: [String: Topic] = [:]
    var byID: [UUID128: Topic] = [:]
    var partitions = 0
  }

  private let state = Mutex(State())

  package init() {}

  package subscript(_ name: String) -> Topic? { state.withLock { $0.byName[name] } }
  package subscript(_ id: UUID128) -> Topic? { state.withLock { $0.byID[id] } }

  /// In the order of their names.
  package var all: [Topic] { state.withLock { Array($0.byName.values) }.sorted { $0.name < $1.name } }
  package var count: Int { state.withLock { $0.byName.count } }
  /// Of all topics.
  package var partitionCount: Int { state.withLock { $0.partitions } }

  func insert(_ topic: Topic) {
    state.withLock {
      $0.byName[topic.name] = topic
      $0.byID[topic.id] = topic
      $0.partitions += topic.partitions.count
    }
  }

  /// Puts more partitions of a topic into service.
  func grow(_ topic: Topic, _ more: [Partition]) {
    state.withLock {
      topic.add(more)
      $0.partitions += more.count
    }
  }

  func remove(_ topic: Topic) {
    state.withLock {
      $0.byName[topic.name] = nil
      $0.byID[topic.id] = nil
      $0.partitions -= topic.partitions.count
    }
  }
}
