import Synchronization
import WeirBase

/// The small files beside the segments. All are written under the directory lock, and only while the log is in service.
extension PartitionLog {
  /// Moves the log's start, durably first: after an error it is where it was.
  func storeStart(_ start: Int64) throws(LogError) {
    let outcome = directoryLock.withLock { _ in
      Result { () throws(LogError) in
        if let reason = state.withLock({ $0.offlineReason }) { throw .offline(reason) }
        do throws(IOError) { try writeCheckpoint(start: start) } catch { throw .io(error) }
        state.withLock { $0.logStart = max($0.logStart, start) }
      }
    }
    try outcome.get()
  }

  /// Notes the durable point, not synced: it may lag, never lead. One with a new start is synced, and goes to both of
  /// its slots, each synced before the next: then no single torn or damaged slot loses it.
  private func writeCheckpoint(start: Int64? = nil) throws(IOError) {
    let outcome = checkpointFile.withLock { known in
      Result { () throws(IOError) in
        let file: any File
        if let known {
          file = known
        } else {
          file = try environment.files.open(directory + "/" + Checkpoint.name, .create)
        }
        known = file
        guard let start else {
          let slot = nextCheckpoint(nil)
          return try file.write(slot.encode(), at: slot.unsyncedOffset)
        }
        for _ in 0..<2 {
          let place = state.withLock { $0.syncedSlot }
          try file.write(nextCheckpoint(start).encode(), at: place.offset)
          try file.syncData()
          state.withLock { $0.syncedSlot = place.other }
        }
      }
    }
    try outcome.get()
  }

  func nextCheckpoint(_ start: Int64?) -> Checkpoint {
    state.withLock { state in
      state.checkpoint.sequence &+= 1
      state.checkpoint.logStart = min(max(state.logStart, start ?? 0), state.checkpoint.durableOffset)
      state.checkpoint.epochs = state.epochs.entries.filter { $0.start < state.checkpoint.durableOffset }
      return state.checkpoint
    }
  }

  /// The durable point, indexes of closed segments, the producers' snapshot: a failure costs only time later.
  func writeCaches(_ round: SyncRound) {
    directoryLock.withLock { _ in
      guard isOnline else { return }
      do throws(IOError) {
        try writeCheckpoint()
        for segment in round.unindexed { try writeIndex(of: segment) }
        if let snapshot = round.snapshot { try write(snapshot) }
      } catch { cacheFailed(error) }
    }
  }

  /// What makes the next start quick, at the end of this run.
  func writeLastCaches() {
    directoryLock.withLock { _ in
      guard isOnline else { return }
      let (active, snapshot) = state.withLock { ($0.active, $0.bytesSinceSnapshot > 0 ? $0.snapshot : nil) }
      do throws(IOError) {
        try writeCheckpoint()
        if let snapshot { try write(snapshot) }
        if active.size > 0, active.index != nil { try writeIndex(of: active) }
      } catch { cacheFailed(error) }
    }
  }

  private func cacheFailed(_ error: IOError) {
    environment.events.warning("checkpoint or cache not written", ("partition", name), ("cause", "\(error)"))
  }

  private func writeIndex(of segment: Segment) throws(IOError) {
    let index = try loadedIndex(of: segment)
    // One that was let go meanwhile has no name any more.
    guard state.withLock({ state in state.segments.contains { $0 === segment } }) else { return }
    try writeCache(segment.indexPath, IndexFile(index).encode())
    // A closed segment's index comes back from its file when somebody asks.
    state.withLock { state in if segment !== state.segments.last { segment.index = nil } }
  }

  private func write(_ snapshot: ProducerSnapshot) throws(IOError) {
    try writeCache(directory + "/" + Segment.name(snapshot.offset, ProducerSnapshot.suffix), snapshot.encode())
    let files = environment.files
    let old = try files.list(directory).filter { name in
      Segment.offset(in: name, ProducerSnapshot.suffix).map { $0 < snapshot.offset } ?? false
    }
    for name in old.dropLast() { try files.removeFile(directory + "/" + name) }
  }

  private func writeCache(_ path: String, _ bytes: [UInt8]) throws(IOError) {
    let file = try environment.files.open(path + ".tmp", .create)
    defer { file.close() }
    try file.truncate(to: 0)
    try file.write(bytes, at: 0)
    try environment.files.rename(path + ".tmp", to: path)
  }
}
