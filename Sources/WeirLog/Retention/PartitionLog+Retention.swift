import Synchronization
import WeirBase

extension PartitionLog {
  /// Moves the start of the log to `offset` (at most the log's end); whole segments below go. Durable on return.
  /// Blocks.
  package func deleteRecords(before offset: Int64) throws(LogError) -> Int64 {
    if offset > state.withLock({ $0.synced }) { try flush() }
    let start = try state.withLock { state in
      Result { () throws(LogError) -> Int64 in
        if let reason = state.offlineReason { throw .offline(reason) }
        return max(state.logStart, min(offset, state.synced))
      }
    }.get()
    try dropSegments(below: start)
    return start
  }

  /// Lets segments go that are too old or too many, and closes an active one that is due. Returns the files let go.
  /// Blocks; what goes wrong is told to the event log and tried again next time.
  package func applyRetention() -> [String] {
    let now = environment.clock.wallMillis()
    // Ages come from indexes, which may have to be read; a segment of unknown age stays.
    for segment in state.withLock({ state in state.segments.filter { $0.size > 0 && $0.maxTimestamp == nil } }) {
      do throws(IOError) { _ = try loadedIndex(of: segment) } catch {
        environment.events.warning("age of a segment unknown", ("file", segment.path), ("cause", "\(error)"))
      }
    }
    let start = state.withLock { state -> Int64? in
      guard state.status == .online, state.config.deletesOldSegments else { return nil }
      if state.active.size > 0, isExpired(state.active, state.config, now), state.synced == state.logEnd {
        roll(&state)
      }
      var count = 0
      var bytes = state.segments.reduce(0) { $0 + Int64($1.size) }
      for segment in state.segments.dropLast() {
        let isTooMuch = state.config.retentionBytes >= 0 && bytes - Int64(segment.size) >= state.config.retentionBytes
        let isBelowStart = segment.nextOffset <= state.logStart
        guard isExpired(segment, state.config, now) || isTooMuch || isBelowStart else { break }
        guard segment.nextOffset <= state.synced else { break }
        bytes -= Int64(segment.size)
        count += 1
      }
      guard count > 0 else { return nil }
      return max(state.logStart, state.segments[count].baseOffset)
    }
    guard let start else { return [] }
    do throws(LogError) {
      return try dropSegments(below: start)
    } catch {
      environment.events.warning("retention put off", ("partition", name), ("cause", "\(error)"))
      return []
    }
  }

  private func isExpired(_ segment: Segment, _ config: LogConfig, _ now: Int64) -> Bool {
    guard config.retentionMillis >= 0, let last = segment.maxTimestamp, last > .min else { return false }
    // Records without timestamps count from their arrival.
    let newest = last < 0 ? segment.firstAppendMillis ?? now : last
    return now &- newest > config.retentionMillis
  }

  /// The new start is durable before any file goes, so that a start after a crash never misses one.
  @discardableResult
  private func dropSegments(below start: Int64) throws(LogError) -> [String] {
    try storeStart(start)
    let (gone, delay) = state.withLock { state -> ([Segment], Int64) in
      let gone = state.segments.dropLast().prefix { $0.nextOffset <= start }
      state.segments.removeFirst(gone.count)
      state.epochs.trim(before: start)
      state.unindexed.removeAll { segment in gone.contains { $0 === segment } }
      return (Array(gone), state.config.fileDeleteDelayMillis)
    }
    directoryLock.withLock { _ in
      guard isOnline else { return }
      for segment in gone { retire(segment, afterMillis: delay) }
    }
    return gone.map(\.path)
  }

  /// Renames a segment's files at once and removes them later: readers at work may still hold them.
  private func retire(_ segment: Segment, afterMillis delay: Int64) {
    let files = environment.files
    let events = environment.events
    var paths: [String] = []
    for path in [segment.path, segment.indexPath] where files.exists(path) {
      do throws(IOError) {
        try files.rename(path, to: path + Segment.deletedSuffix)
        paths.append(path + Segment.deletedSuffix)
      } catch { events.warning("file of a dropped segment stays", ("file", path), ("cause", "\(error)")) }
    }
    let nanos = UInt64(clamping: delay).multipliedReportingOverflow(by: 1_000_000)
    environment.scheduler.schedule(afterNanos: nanos.overflow ? .max >> 2 : nanos.partialValue) {
      [paths, environment] in
      environment.syncers.run {
        for path in paths where files.exists(path) {
          do throws(IOError) { try files.removeFile(path) } catch {
            events.warning("file of a dropped segment stays", ("file", path), ("cause", "\(error)"))
          }
        }
      }
    }
  }
}
