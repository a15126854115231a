import Synchronization
import WeirBase
import WeirObjects

@testable import WeirControl

/// A clock that tests turn.
final class TurnedClock: Clock {
  private let millis = Mutex<Int64>(1_700_000_000_000)

  func wallMillis() -> Int64 { millis.withLock { $0 } }
  func monotonicNanos() -> UInt64 { UInt64(millis.withLock { $0 }) * 1_000_000 }
  func advance(millis more: Int64) { millis.withLock { $0 += more } }
}

struct SilentLog: EventLog {
  func record(_ level: EventLevel, _ message: @autoclosure () -> String, _ fields: [(String, String)]) {}
}

/// A repository over an empty store in memory.
struct Bench {
  let clock = TurnedClock()
  let store: any MetadataStore
  let repository: ObjectRepository

  init(policy: ObjectPolicy = ObjectPolicy()) throws {
    store = try SQLiteStore.open(path: ":memory:", clock: clock, events: SilentLog())
    repository = ObjectRepository(store: store, policy: policy, clock: clock, random: SystemRandom())
  }

  static func topic(_ name: String, partitions: Int32 = 1, config: [String: String] = [:]) -> WeirObject {
    var spec = TopicSpec()
    spec.partitions = partitions
    spec.config = config
    return WeirObject(.topic, ObjectMeta(name: name), spec: spec.json)
  }
}

/// Asks again until it is so, for ten seconds at most.
func eventually(_ condition: () async throws -> Bool) async rethrows -> Bool {
  for _ in 0..<1_000 {
    if try await condition() { return true }
    try? await Task.sleep(nanoseconds: 10_000_000)
  }
  return false
}
