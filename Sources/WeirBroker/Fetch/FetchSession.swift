import NIOCore
import WeirWire

/// One client's incremental fetch session (KIP-227): which partitions it follows and what it was last told of each.
/// A state machine without I/O; the cache keeps it under a lock.
struct FetchSession: Sendable {
  struct Followed: Sendable {
    var target: FetchTarget
    var highWatermark: Int64 = -1
    var logStart: Int64 = -1
    /// Its place in the order of reading; those that returned data go to the end, so that none starves.
    var turn: UInt64
  }

  let id: Int32
  /// The epoch the next request must carry.
  private(set) var epoch: Int32 = 1
  private(set) var followed: [FetchKey: Followed] = [:]
  private var nextTurn: UInt64 = 0
  let usesTopicIDs: Bool
  var lastUsedNanos: UInt64

  init(id: Int32, usesTopicIDs: Bool, nowNanos: UInt64) {
    self.id = id
    self.usesTopicIDs = usesTopicIDs
    lastUsedNanos = nowNanos
  }

  static func epoch(after epoch: Int32) -> Int32 { epoch == Int32.max ? 1 : epoch + 1 }

  mutating func advance(nowNanos: UInt64) {
    epoch = Self.epoch(after: epoch)
    lastUsedNanos = nowNanos
  }

  mutating func follow(_ target: FetchTarget) {
    if followed[target.key] == nil {
      followed[target.key] = Followed(target: target, turn: nextTurn)
      nextTurn &+= 1
    } else {
      followed[target.key]?.target = target
    }
  }

  mutating func forget(_ key: FetchKey) { followed[key] = nil }

  var targets: [FetchTarget] { followed.values.sorted { $0.turn < $1.turn }.map(\.target) }

  /// Whether an incremental answer must name this partition; notes what the client now knows.
  mutating func mustTell(_ key: FetchKey, _ data: FetchResponse.PartitionData) -> Bool {
    guard var entry = followed[key] else { return false }
    let hasRecords = (data.records?.readableBytes ?? 0) > 0
    let isFailure = data.errorCode != 0 || data.divergingEpoch.epoch >= 0
    let changed = entry.highWatermark != data.highWatermark || entry.logStart != data.logStartOffset
    if hasRecords {
      entry.turn = nextTurn
      nextTurn &+= 1
    }
    // After a failure the client must be told again once it is over.
    entry.highWatermark = isFailure ? -1 : data.highWatermark
    entry.logStart = isFailure ? -1 : data.logStartOffset
    followed[key] = entry
    return hasRecords || isFailure || changed
  }
}
