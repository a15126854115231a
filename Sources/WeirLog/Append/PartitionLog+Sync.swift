import Synchronization
import WeirBase

extension PartitionLog {
  /// A snapshot of producer states is due after this many bytes, so that recovery reads no more than that for them.
  static let snapshotBytes = 64 << 20

  /// Calls `done` when everything below `offset` is durable, at once if it already is, or when the log goes offline.
  /// From any thread; `done` runs on the caller's or a sync thread.
  package func whenDurable(_ offset: Int64, _ done: @escaping @Sendable (Result<Void, LogError>) -> Void) {
    enum Turn {
      case now(Result<Void, LogError>)
      case later(startsSync: Bool)
    }
    let turn = state.withLock { state -> Turn in
      if let reason = state.offlineReason { return .now(.failure(.offline(reason))) }
      if state.durable >= offset { return .now(.success(())) }
      state.waiters.add(offset, done)
      defer { state.isSyncing = true }
      return .later(startsSync: !state.isSyncing)
    }
    switch turn {
    case .now(let result): done(result)
    case .later(let startsSync): if startsSync { environment.syncers.run { self.syncRounds() } }
    }
  }

  /// `flush.ms` is over for the oldest append that nobody waits for.
  func flushDue() {
    let starts = state.withLock { state -> Bool in
      state.isFlushArmed = false
      guard state.status == .online, !state.isSyncing, state.synced < state.logEnd else { return false }
      state.isSyncing = true
      return true
    }
    if starts { environment.syncers.run { self.syncRounds() } }
  }

  /// One round: what to sync, and how far that reaches.
  struct SyncRound: Sendable {
    var target: Int64
    var files: [any File]
    var hasNewFiles: Bool
    /// Where `target` lies.
    var segment: Int64
    var position: Int
    var unindexed: [Segment]
    var snapshot: ProducerSnapshot?
  }

  /// Syncs until nobody waits. Only one thread at a time is here for a log (`isSyncing`).
  func syncRounds() {
    while let round = beginRound() {
      do throws(IOError) {
        for file in round.files { try file.syncData() }
        if round.hasNewFiles { try environment.files.syncDirectory(directory) }
      } catch { return syncFailed(error) }
      let waiters = finishRound(round)
      for waiter in waiters { waiter(.success(())) }
      writeCaches(round)
      if endRounds() { return }
    }
  }

  private func beginRound() -> SyncRound? {
    let now = environment.clock.wallMillis()
    return state.withLock { state in
      guard state.status == .online else {
        state.isSyncing = false
        return nil
      }
      let active = state.active
      var round = SyncRound(
        target: state.logEnd, files: state.unsynced.compactMap(\.openFile), hasNewFiles: state.hasNewFiles, segment: active.baseOffset,
        position: active.size, unindexed: state.unindexed, snapshot: nil)
      // An active segment without bytes has no file yet; the durable point lies at the end of the one before.
      if active.size == 0, state.segments.count > 1 {
        let last = state.segments[state.segments.count - 2]
        round.segment = last.baseOffset
        round.position = last.size
      }
      if state.bytesSinceSnapshot >= Self.snapshotBytes {
        state.producers.expire(before: now - 604_800_000)
        round.snapshot = ProducerSnapshot(
          offset: state.logEnd, segment: round.segment, position: round.position, states: state.producers)
        state.bytesSinceSnapshot = 0
      }
      state.unsynced = []
      state.unindexed = []
      state.hasNewFiles = false
      return round
    }
  }

  private func finishRound(_ round: SyncRound) -> [Waiter] {
    state.withLock { state in
      state.synced = max(state.synced, round.target)
      state.checkpoint.durableOffset = round.target
      state.checkpoint.segment = round.segment
      state.checkpoint.position = round.position
      return state.waiters.release(upTo: state.durable) + state.flushes.release(upTo: state.synced)
    }
  }

  /// Whether this thread may go; more waiters keep it here.
  private func endRounds() -> Bool {
    state.withLock { state in
      let isWanted = !state.waiters.isEmpty || !state.flushes.isEmpty
      if isWanted && state.status == .online { return false }
      state.isSyncing = false
      return true
    }
  }

  /// What the file holds beyond the recorded durable point is unknown from now on, whatever later syncs say.
  private func syncFailed(_ error: IOError) {
    let marker = directory + "/" + LogRecovery.syncFailedMarker
    do throws(IOError) {
      try environment.files.open(marker, .create).syncData()
      try environment.files.syncDirectory(directory)
    } catch {
      environment.events.error("the failed sync could not be marked", ("file", marker), ("cause", "\(error)"))
    }
    goOffline("\(error); records up to offset \(offsets.durable) are safe")
    state.withLock { $0.isSyncing = false }
  }

  /// Notes the durable point in the next slot. Not synced unless asked: it may lag, never lead.
  func storeCheckpoint(sync: Bool) throws(IOError) {
    let outcome = checkpointFile.withLock { file in
      Result { () throws(IOError) in
        let slot = nextCheckpoint()
        let known = file
        let open: any File
        if let known { open = known } else { open = try environment.files.open(directory + "/" + Checkpoint.name, .create) }
        file = open
        try open.write(slot.encode(), at: slot.slotOffset)
        if sync { try open.syncData() }
      }
    }
    try outcome.get()
  }

  private func nextCheckpoint() -> Checkpoint {
    state.withLock { state in
      state.checkpoint.sequence += 1
      state.checkpoint.logStart = min(state.logStart, state.checkpoint.durableOffset)
      state.checkpoint.epochs = state.epochs.entries.filter { $0.start < state.checkpoint.durableOffset }
      return state.checkpoint
    }
  }

  /// The durable point, indexes of closed segments, the producers' snapshot: a failure costs only time later.
  private func writeCaches(_ round: SyncRound) {
    do throws(IOError) {
      try storeCheckpoint(sync: false)
      for segment in round.unindexed { try writeIndex(of: segment) }
      if let snapshot = round.snapshot { try write(snapshot) }
    } catch {
      environment.events.warning("checkpoint or cache not written", ("partition", name), ("cause", "\(error)"))
    }
  }

  func writeIndex(of segment: Segment) throws(IOError) {
    let index = try loadedIndex(of: segment)
    let bytes = IndexFile(index, segmentBytes: segment.size, nextOffset: segment.nextOffset).encode()
    try writeCache(segment.indexPath, bytes)
    // A closed segment's index comes back from its file when somebody asks.
    state.withLock { state in if segment !== state.segments.last { segment.index = nil } }
  }

  func write(_ snapshot: ProducerSnapshot) throws(IOError) {
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
