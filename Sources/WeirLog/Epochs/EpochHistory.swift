/// Which leader epoch began at which offset (KIP-101). A state machine.
struct EpochHistory: Equatable, Sendable {
  struct Entry: Equatable, Sendable {
    var epoch: Int32
    var start: Int64
  }

  /// Rising in both.
  private(set) var entries: [Entry] = []

  init(_ entries: [Entry] = []) {
    for entry in entries { note(entry.epoch, at: entry.start) }
  }

  /// A batch of `epoch` begins at `offset`.
  mutating func note(_ epoch: Int32, at offset: Int64) {
    guard epoch >= 0 else { return }
    if let last = entries.last, last.epoch >= epoch { return }
    entries.append(Entry(epoch: epoch, start: offset))
  }

  func epoch(at offset: Int64) -> Int32? { entries.last { $0.start <= offset }?.epoch }

  /// The largest epoch up to `epoch` that has records, and the offset behind its last one; (-1, -1) if there is none
  /// (KIP-279).
  func end(of epoch: Int32, current: Int32, logEnd: Int64) -> (epoch: Int32, endOffset: Int64) {
    if epoch == current { return (epoch, logEnd) }
    guard epoch >= 0, epoch < current else { return (-1, -1) }
    let next = entries.first { $0.epoch > epoch }
    let floor = entries.last { $0.epoch <= epoch }
    guard let floor else { return next.map { (epoch, $0.start) } ?? (-1, -1) }
    return (floor.epoch, next?.start ?? logEnd)
  }

  /// Forgets what lies before `offset`, but the epoch in force there.
  mutating func trim(before offset: Int64) {
    guard let keep = entries.lastIndex(where: { $0.start <= offset }), keep > 0 else { return }
    entries.removeFirst(keep)
  }

  mutating func truncate(to end: Int64) { entries.removeAll { $0.start >= end } }
}
