import Synchronization
import WeirBase
import WeirControl

/// A node that holds whatever it is told to, in memory, and can be told to fail.
final class FakeHost: PartitionHost {
  struct State: Sendable {
    var topics: [String: HostedTopic] = [:]
    var attic: Set<UUID128> = []
    var restored: [UUID128] = []
    var purged: [UUID128] = []
    var applied = 0
    var refusals: [HostRefusal] = []
    var offline: [String: String] = [:]
  }

  let state = Mutex(State())

  func hosted() async -> [String: HostedTopic] { state.withLock { $0.topics } }

  func apply(_ topic: HostedTopic) async throws(HostRefusal) -> [HostedPartition] {
    let refusal = state.withLock { state -> HostRefusal? in
      state.applied += 1
      return state.refusals.isEmpty ? nil : state.refusals.removeFirst()
    }
    if let refusal { throw refusal }
    return state.withLock { state in
      if state.attic.remove(topic.id) != nil { state.restored.append(topic.id) }
      if let held = state.topics[topic.name], held.id != topic.id { state.attic.insert(held.id) }
      state.topics[topic.name] = topic
      return (0..<topic.partitions).map { HostedPartition(index: $0, offlineReason: state.offline[topic.name]) }
    }
  }

  func retire(_ name: String) async throws(HostRefusal) {
    state.withLock { state in
      if let topic = state.topics.removeValue(forKey: name) { state.attic.insert(topic.id) }
    }
  }

  func retired() async throws(HostRefusal) -> Set<UUID128> { state.withLock { $0.attic } }

  func purge(_ ids: Set<UUID128>) async {
    state.withLock { state in
      state.attic.subtract(ids)
      state.purged += ids
    }
  }

  func impaired() async -> Set<String> { state.withLock { Set($0.offline.keys) } }

  func figures(topic: String, partition: Int32) -> PartitionFigures? {
    PartitionFigures(leaderEpoch: 1, logStartOffset: 2, highWatermark: 3, logEndOffset: 3, sizeBytes: 5)
  }
}
