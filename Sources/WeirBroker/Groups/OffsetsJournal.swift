import WeirWire

/// One record of the offsets topic: key and value in Kafka's own formats; no value takes the key away.
package struct OffsetsEntry: Sendable, Equatable {
  package var key: [UInt8]
  package var value: [UInt8]?

  package init(key: [UInt8], value: [UInt8]?) {
    self.key = key
    self.value = value
  }
}

/// Keeps what groups must remember over a restart.
package protocol OffsetsJournal: Sendable {
  /// Appends `entries` in order, after those of earlier calls; calls `done` once, with `.none` when all are durable and
  /// else with why none counts. May call `done` before it returns. Calls come one at a time.
  func append(_ entries: [OffsetsEntry], done: @escaping @Sendable (ErrorCode) -> Void)
}
