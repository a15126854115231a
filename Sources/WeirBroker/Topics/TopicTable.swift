import Synchronization
import WeirBase

/// The topics in service, found by name or id.
package final class TopicTable: Sendable {
  private struct State {
    var byName: [String: Topic] = [:]
    var byID: [UUID128: Topic] = [:]
  }

  private let state = Mutex(State())

  package init() {}

  package subscript(_ name: String) -> Topic? { state.withLock { $0.byName[name] } }
  package subscript(_ id: UUID128) -> Topic? { state.withLock { $0.byID[id] } }

  /// In the order of their names.
  package var all: [Topic] { state.withLock { Array($0.byName.values) }.sorted { $0.name < $1.name } }
  package var count: Int { state.withLock { $0.byName.count } }

  func insert(_ topic: Topic) {
    state.withLock {
      $0.byName[topic.name] = topic
      $0.byID[topic.id] = topic
    }
  }

  func remove(_ topic: Topic) {
    state.withLock {
      $0.byName[topic.name] = nil
      $0.byID[topic.id] = nil
    }
  }
}
