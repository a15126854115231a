/// What the journal holds of a group itself, and what is on its way there.
struct GroupRecord {
  /// Durable; nil: nothing.
  var stored: GroupMetadata?
  private var applied: UInt64 = 0
  private var inFlight: [(sequence: UInt64, metadata: GroupMetadata)] = []

  /// What a restart would find if all that is on its way arrived.
  var latest: GroupMetadata? { inFlight.last?.metadata ?? stored }

  mutating func begin(_ metadata: GroupMetadata, sequence: UInt64) { inFlight.append((sequence, metadata)) }

  /// It became durable, or failed. An older one never undoes a newer one.
  mutating func settle(sequence: UInt64, isDurable: Bool) {
    guard let index = inFlight.firstIndex(where: { $0.sequence == sequence }) else { return }
    let metadata = inFlight.remove(at: index).metadata
    guard isDurable, sequence > applied else { return }
    applied = sequence
    stored = metadata
  }
}
