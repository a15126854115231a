/// What is to be reconciled: each key at most once at a time, failures later and later. It keeps no time of its own.
package struct WorkQueue<Key: Hashable & Sendable>: Sendable {
  package enum Outcome: Sendable, Equatable {
    case settled
    /// Something failed that may pass: again after a while that grows with every failure.
    case retry
    /// Trying again does not help; the next change or resync does.
    case terminal
    /// Again then, without a failure, in nanoseconds.
    case after(UInt64)
  }

  /// The first wait after a failure and the longest, in nanoseconds.
  package static var backoffLeast: UInt64 { 20_000_000 }
  package static var backoffMost: UInt64 { 60_000_000_000 }

  private var ready: [Key] = []
  private var readyStart = 0
  private var waiting: Set<Key> = []
  private var active: Set<Key> = []
  /// Asked for again while at work.
  private var dirty: Set<Key> = []
  private var failures: [Key: Int] = [:]
  private var delayed: [Key: UInt64] = [:]

  package init() {}

  /// Keys that wait or are at work.
  package var depth: Int { waiting.count + active.count + delayed.count }
  /// Keys at work.
  package var activeCount: Int { active.count }

  package mutating func add(_ key: Key) {
    delayed[key] = nil
    if active.contains(key) {
      dirty.insert(key)
    } else if waiting.insert(key).inserted {
      ready.append(key)
    }
  }

  /// A key that is due; it is at work until `done`.
  package mutating func next(now: UInt64) -> Key? {
    promote(now: now)
    guard readyStart < ready.count else { return nil }
    let key = ready[readyStart]
    readyStart += 1
    if readyStart > 1024 && readyStart * 2 > ready.count || readyStart == ready.count {
      ready.removeFirst(readyStart)
      readyStart = 0
    }
    waiting.remove(key)
    active.insert(key)
    return key
  }

  /// When a delayed key is due; nil if it is not delayed.
  package func due(_ key: Key) -> UInt64? { delayed[key] }

  package mutating func done(_ key: Key, _ outcome: Outcome, now: UInt64) {
    guard active.remove(key) != nil else { return }
    if outcome == .retry { failures[key, default: 0] += 1 } else { failures[key] = nil }
    if dirty.remove(key) != nil { return add(key) }
    switch outcome {
    case .settled, .terminal: break
    case .after(let nanos): delayed[key] = now &+ nanos
    case .retry: delayed[key] = now &+ Self.backoff(failures: failures[key] ?? 1)
    }
  }

  static func backoff(failures: Int) -> UInt64 {
    min(backoffMost, backoffLeast << UInt64(min(max(failures - 1, 0), 20)))
  }

  private mutating func promote(now: UInt64) {
    if delayed.isEmpty { return }
    for (key, due) in delayed where due <= now { add(key) }
  }
}
