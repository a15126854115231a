import Synchronization
import WeirBase
import WeirRecords

/// One partition's log: batches in segments, in the order of their offsets.
///
/// Appends run under the log's lock and end in the page cache; a sync round on another thread makes them durable, one
/// `fdatasync` for all that came before it. Reads take the lock only to find their place. A log that is damaged or
/// whose disk failed is offline: it refuses everything and changes nothing.
package final class PartitionLog: Sendable {
  /// As in "orders-3", for messages.
  package let name: String
  /// Stamped into every batch appended.
  package let leaderEpoch: Int32
  let directory: String
  let topicID: UUID128
  let environment: LogEnvironment
  let state: Mutex<State>
  /// Open once it was written; the lock keeps writers of checkpoints apart.
  let checkpointFile = Mutex<(any File)?>(nil)
  /// Held while something is written into the directory by name, so that nothing is once the log is closed or deleted:
  /// another one may live at that path by then. Never asked for under the lock of `state`.
  let directoryLock = Mutex(())

  typealias Waiter = @Sendable (Result<Void, LogError>) -> Void

  struct State: Sendable {
    var config: LogConfig
    var status = LogState.online
    /// Never empty while online; the last one grows.
    var segments: [Segment] = []
    var logStart: Int64 = 0
    var logEnd: Int64 = 0
    /// Below is on stable storage, whatever the topic asks for.
    var synced: Int64 = 0
    var epochs = EpochHistory()
    var producers = ProducerStates()
    var recent = RecentBatches()
    /// Those who wait for `durable`, and those who wait for `synced` whatever the topic asks for.
    var waiters = DurabilityQueue<Waiter>()
    var flushes = DurabilityQueue<Waiter>()
    /// Segments with bytes that no sync has covered, oldest first.
    var unsynced: [Segment] = []
    /// Closed segments whose index file is still to be written.
    var unindexed: [Segment] = []
    var hasNewFiles = false
    var isSyncing = false
    var isFlushArmed = false
    /// A sync is wanted up to here though nobody waits for it.
    var mustSyncTo: Int64 = 0
    /// Appends are refused: the log is being closed.
    var isClosing = false
    var bytesSinceSnapshot = 0
    var checkpoint = Checkpoint()
    /// Where the next synced checkpoint goes.
    var syncedSlot = Checkpoint.SyncedSlot.first

    var durable: Int64 { config.isDurable ? synced : logEnd }
    var offsets: LogOffsets { LogOffsets(logStart: logStart, logEnd: logEnd, durable: durable) }
    var active: Segment { segments[segments.count - 1] }
  }

  init(
    name: String, directory: String, topicID: UUID128, leaderEpoch: Int32, environment: LogEnvironment,
    state: State
  ) {
    self.name = name
    self.directory = directory
    self.topicID = topicID
    self.leaderEpoch = leaderEpoch
    self.environment = environment
    self.state = Mutex(state)
  }

  package var offsets: LogOffsets { state.withLock { $0.offsets } }
  package var status: LogState { state.withLock { $0.status } }
  package var isOnline: Bool { status == .online }
  package var sizeBytes: Int64 { state.withLock { $0.segments.reduce(0) { $0 + Int64($1.size) } } }
  package var segmentCount: Int { state.withLock { $0.segments.count } }

  /// New settings count from the next append on.
  package func update(_ config: LogConfig) { state.withLock { $0.config = config } }

  // MARK: Epochs (KIP-101, KIP-320)

  /// The epoch of the batch that holds `offset`.
  package func epoch(at offset: Int64) -> Int32? { state.withLock { $0.epochs.epoch(at: offset) } }

  /// The largest epoch up to `epoch` and the offset behind its last record; (-1, -1) if there is none.
  package func endOffset(forEpoch epoch: Int32) -> (epoch: Int32, endOffset: Int64) {
    state.withLock { $0.epochs.end(of: epoch, current: leaderEpoch, logEnd: $0.logEnd) }
  }

  // MARK: Offline

  /// Takes the log out of service for the life of this process; all who wait are told.
  func goOffline(_ reason: String) {
    let waiters = state.withLock { state -> [Waiter] in
      if state.status == .online { state.status = .offline(reason: reason) }
      return state.waiters.releaseAll() + state.flushes.releaseAll()
    }
    environment.events.error("partition offline", ("partition", name), ("reason", reason))
    for waiter in waiters { waiter(.failure(.offline(reason))) }
  }
}

extension PartitionLog.State {
  /// Whether a sync now would be of use to anybody.
  var isSyncWanted: Bool {
    synced < logEnd && (!waiters.isEmpty || !flushes.isEmpty || mustSyncTo > synced)
  }

  /// The reason, while offline.
  var offlineReason: String? {
    if case .offline(let reason) = status { reason } else { nil }
  }
}
