import Synchronization
import WeirBase

extension PartitionLog {
  /// A snapshot of producer states is due after this many bytes, so that recovery reads no more than that for them.
  static let snapshotBytes = 64 << 20
  /// How long a producer's state is kept after its last batch, in milliseconds.
  static let producerExpirationMillis: Int64 = 604_800_000

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
      return .later(startsSync: state.takesSync())
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
      guard state.status == .online else { return false }
      state.mustSyncTo = state.logEnd
      return state.takesSync()
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
      do throws(IOError) { try sync(round) } catch {
        environment.metrics.syncFailures.add()
        return syncFailed(error)
      }
      let waiters = finishRound(round)
      for waiter in waiters { waiter(.success(())) }
      writeCaches(round)
      if endRounds() { return }
    }
  }

  private func sync(_ round: SyncRound) throws(IOError) {
    let began = environment.clock.monotonicNanos()
    for file in round.files { try file.syncData() }
    if round.hasNewFiles { try environment.files.syncDirectory(directory) }
    environment.metrics.syncNanos.record(Int(clamping: environment.clock.monotonicNanos() &- began))
  }

  private func beginRound() -> SyncRound? {
    let now = environment.clock.wallMillis()
    return state.withLock { state in
      guard state.status == .online else {
        state.isSyncing = false
        return nil
      }
      let end = state.endPlace
      var round = SyncRound(
        target: state.logEnd, files: state.unsynced.compactMap(\.openFile), hasNewFiles: state.hasNewFiles,
        segment: end.segment, position: end.position, unindexed: state.unindexed, snapshot: nil)
      if state.bytesSinceSnapshot >= Self.snapshotBytes {
        state.producers.expire(before: now &- Self.producerExpirationMillis)
        round.snapshot = state.snapshot
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
      // Gone offline meanwhile, and the waiters told so.
      guard state.status == .online else { return [] }
      state.synced = max(state.synced, round.target)
      state.checkpoint.durableOffset = round.target
      state.checkpoint.segment = round.segment
      state.checkpoint.position = round.position
      return state.waiters.release(upTo: state.durable) + state.flushes.release(upTo: state.synced)
    }
  }

  /// Whether this thread may go; more to sync keeps it here.
  private func endRounds() -> Bool {
    state.withLock { state in
      if state.isSyncWanted && state.status == .online { return false }
      state.isSyncing = false
      return true
    }
  }

  /// What the file holds beyond the durable point is unknown from now on, whatever later syncs say. The mark says where
  /// that point is: the checkpoint, not being synced, may be older after a power cut.
  private func syncFailed(_ error: IOError) {
    directoryLock.withLock { _ in
      // A deleted log's directory has another name; that its sync failed means nothing any more.
      guard isOnline else { return }
      let marker = directory + "/" + LogRecovery.syncFailedMarker
      do throws(IOError) {
        let file = try environment.files.open(marker, .create)
        try file.write(nextCheckpoint(nil).encode(), at: 0)
        try file.syncData()
        try environment.files.syncDirectory(directory)
      } catch {
        environment.events.error("the failed sync could not be marked", ("file", marker), ("cause", "\(error)"))
      }
    }
    if isOnline { goOffline("\(error); records up to offset \(offsets.durable) are safe") }
    state.withLock { $0.isSyncing = false }
  }
}

extension PartitionLog.State {
  /// Where the last batch ends. An active segment without bytes has no file yet; then it is the one before.
  var endPlace: (segment: Int64, position: Int) {
    let last = active.size == 0 && segments.count > 1 ? segments[segments.count - 2] : active
    return (last.baseOffset, last.size)
  }

  /// Producer states as of now.
  var snapshot: ProducerSnapshot {
    ProducerSnapshot(offset: logEnd, segment: endPlace.segment, position: endPlace.position, states: producers)
  }

  /// Whether whoever asks must start a thread for a sync that is wanted.
  mutating func takesSync() -> Bool {
    guard isSyncWanted, !isSyncing else { return false }
    isSyncing = true
    return true
  }
}
