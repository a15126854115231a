/// The committed offsets of one group, and those on their way to the journal.
struct GroupOffsets {
  struct Slot {
    /// What fetches see: durable.
    var committed: CommittedOffset?
    /// Sequence number of the commit that `committed` comes from, or of its removal.
    var applied: UInt64 = 0
    /// Commits that are not durable yet, oldest first.
    var inFlight: [(sequence: UInt64, value: CommittedOffset)] = []

    /// What a restart would find.
    var latest: CommittedOffset? { inFlight.last { $0.sequence > applied }?.value ?? committed }
  }

  private(set) var topics: [String: [Int32: Slot]] = [:]
  /// Partitions known, durable or on their way.
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  subscript(topic: String, partition: Int32) -> CommittedOffset? { topics[topic]?[partition]?.committed }

  func knows(_ topic: String, _ partition: Int32) -> Bool { topics[topic]?[partition] != nil }

  private mutating func change(_ topic: String, _ partition: Int32, _ body: (inout Slot) -> Void) {
    var slot = topics[topic]?[partition]
    if slot == nil { count += 1 }
    // Out of the table while it changes, so that its array is not copied.
    topics[topic, default: [:]][partition] = Slot()
    body(&slot.orEmpty)
    if let slot, slot.committed != nil || !slot.inFlight.isEmpty {
      topics[topic]?[partition] = slot
    } else {
      count -= 1
      topics[topic]?[partition] = nil
      if topics[topic]?.isEmpty == true { topics[topic] = nil }
    }
  }

  mutating func begin(_ topic: String, _ partition: Int32, _ value: CommittedOffset, sequence: UInt64) {
    change(topic, partition) { $0.inFlight.append((sequence, value)) }
  }

  /// A commit became durable, or failed. An older one never undoes a newer one.
  mutating func settle(_ topic: String, _ partition: Int32, sequence: UInt64, isDurable: Bool) {
    guard knows(topic, partition) else { return }
    change(topic, partition) { slot in
      guard let index = slot.inFlight.firstIndex(where: { $0.sequence == sequence }) else { return }
      let value = slot.inFlight.remove(at: index).value
      if isDurable, sequence > slot.applied {
        slot.applied = sequence
        slot.committed = value
      }
    }
  }

  /// What the journal held at start.
  mutating func load(_ topic: String, _ partition: Int32, _ value: CommittedOffset?) {
    change(topic, partition) { $0.committed = value }
  }

  /// Forgets a partition, with commits before `sequence` that are still on their way.
  mutating func drop(_ topic: String, _ partition: Int32, sequence: UInt64) {
    guard knows(topic, partition) else { return }
    change(topic, partition) { slot in
      slot.committed = nil
      slot.applied = sequence
    }
  }

  func partitions(of topic: String) -> [Int32] { topics[topic].map { $0.keys.sorted() } ?? [] }

  /// All partitions known, in order.
  var all: [(topic: String, partition: Int32, slot: Slot)] {
    topics.keys.sorted().flatMap { topic in
      (topics[topic] ?? [:]).sorted { $0.key < $1.key }.map { (topic, $0.key, $0.value) }
    }
  }
}

extension Optional where Wrapped == GroupOffsets.Slot {
  fileprivate var orEmpty: GroupOffsets.Slot {
    get { self ?? GroupOffsets.Slot() }
    set { self = newValue }
  }
}
