import Synchronization
import WeirBase
import WeirRecords

extension PartitionLog {
  package struct Appended: Sendable, Equatable {
    package var baseOffset: Int64
    package var lastOffset: Int64
    /// -1 where records keep the producer's time.
    package var logAppendTime: Int64
    package var logStartOffset: Int64
    /// The producer sent it before; nothing was appended.
    package var isDuplicate: Bool
    /// Durable once `offsets.durable` has reached this.
    package var nextOffset: Int64 { lastOffset &+ 1 }
  }

  package enum AppendError: Error, Sendable, Equatable {
    case outOfOrderSequence
    case invalidProducerEpoch
    case unknownProducer
    case offline(String)
    /// Nothing was appended; the next append may work (a full disk that has room again).
    case storage(IOError)
    /// Larger than a segment.
    case tooLarge
  }

  /// Appends one whole batch, checked before (header parsed, CRC right). Base offset and leader epoch are stamped into
  /// a copy of its header, with `logAppendTime` also that time; `batch` is not touched. On return it is in the page
  /// cache.
  package func append(
    _ batch: UnsafeRawBufferPointer, header: BatchHeader, logAppendTime: Int64?
  ) throws(AppendError) -> Appended {
    let now = environment.clock.wallMillis()
    let (outcome, breaks) = state.withLock { state in
      let outcome = Result { () throws(AppendError) in try append(batch, header, logAppendTime, now: now, &state) }
      guard case .failure(.offline(let reason)) = outcome, state.status == .online, !state.isClosing else {
        return (outcome, false)
      }
      // Here, before anybody else appends behind bytes that could not be cut off.
      state.status = .offline(reason: reason)
      return (outcome, true)
    }
    switch outcome {
    case .success(let (appended, work)):
      perform(work)
      return appended
    case .failure(let error):
      if breaks, case .offline(let reason) = error { goOffline(reason) }
      throw error
    }
  }

  /// What an append asks for beyond itself, done outside the lock.
  enum AppendWork: Sendable {
    case nothing
    case armFlush(afterMillis: Int64)
    case sync
  }

  private func append(
    _ batch: UnsafeRawBufferPointer, _ header: BatchHeader, _ logAppendTime: Int64?, now: Int64, _ state: inout State
  ) throws(AppendError) -> (Appended, AppendWork) {
    if let reason = state.offlineReason { throw .offline(reason) }
    if state.isClosing { throw .offline("closing") }
    if header.isIdempotent {
      switch state.producers.judge(header) {
      case .next: break
      case .duplicate(let known):
        let appended = Appended(
          baseOffset: known.baseOffset, lastOffset: known.lastOffset,
          logAppendTime: logAppendTime == nil ? -1 : known.timestamp,
          logStartOffset: state.logStart, isDuplicate: true)
        return (appended, .nothing)
      case .outOfOrderSequence: throw .outOfOrderSequence
      case .invalidEpoch: throw .invalidProducerEpoch
      }
    }
    let base = state.logEnd
    guard batch.count <= state.config.segmentBytesMax, batch.count >= BatchHeader.size,
      base < Int64.max - Int64(header.lastOffsetDelta) - 1
    else { throw .tooLarge }
    if needsRoll(state, adding: batch.count, header, now: now) { roll(&state) }
    try write(batch, header, base, logAppendTime, &state)
    var stamped = header
    stamped.baseOffset = base
    if let logAppendTime { stamped.maxTimestamp = logAppendTime }
    note(stamped, bytes: batch.count, now: now, &state)
    let appended = Appended(
      baseOffset: base, lastOffset: stamped.lastOffset, logAppendTime: logAppendTime ?? -1,
      logStartOffset: state.logStart, isDuplicate: false)
    return (appended, workAfterAppend(&state))
  }

  private func needsRoll(_ state: State, adding bytes: Int, _ header: BatchHeader, now: Int64) -> Bool {
    let active = state.active
    guard active.size > 0 else { return false }
    if active.size + bytes > state.config.segmentBytesMax { return true }
    if let first = active.firstAppendMillis, now &- first >= state.config.segmentMillis { return true }
    return state.logEnd + Int64(header.lastOffsetDelta) - active.baseOffset > Int64(Int32.max)
  }

  /// Begins a new segment. The old one is synced with the next round, before anything behind it counts as durable.
  func roll(_ state: inout State) {
    let closed = state.active
    let next = Segment(
      baseOffset: state.logEnd, directory: directory, files: environment.files, size: 0, nextOffset: state.logEnd)
    next.index = SegmentIndex(baseOffset: state.logEnd)
    state.segments.append(next)
    state.unindexed.append(closed)
    state.hasNewFiles = true
    state.bytesSinceSnapshot = Int.max / 2
  }

  /// Writes header and body behind the last batch; on a failure the file is as it was, or the log is offline.
  private func write(
    _ batch: UnsafeRawBufferPointer, _ header: BatchHeader, _ base: Int64, _ logAppendTime: Int64?,
    _ state: inout State
  ) throws(AppendError) {
    let active = state.active
    let file: any File
    // A file that cannot be made (no room, no descriptors) is tried again with the next append.
    do throws(IOError) { file = try active.file() } catch { throw .storage(error) }
    let body = UnsafeRawBufferPointer(rebasing: batch[BatchHeader.size...])
    let outcome = withUnsafeTemporaryAllocation(byteCount: BatchHeader.size, alignment: 8) { front in
      front.copyMemory(from: UnsafeRawBufferPointer(rebasing: batch[..<BatchHeader.size]))
      BatchStamp.place(front, baseOffset: base, leaderEpoch: leaderEpoch)
      if let logAppendTime { BatchStamp.setLogAppendTime(front, body: body, millis: logAppendTime) }
      return Result { () throws(IOError) in
        try file.write(UnsafeRawBufferPointer(front), body, at: UInt64(active.size))
      }
    }
    guard case .failure(let error) = outcome else { return }
    do throws(IOError) {
      try file.truncate(to: UInt64(active.size))
    } catch {
      throw .offline("\(active.path) could not be cut back to byte \(active.size) after a failed write: \(error)")
    }
    throw .storage(error)
  }

  /// Books an appended batch.
  private func note(_ header: BatchHeader, bytes: Int, now: Int64, _ state: inout State) {
    let active = state.active
    let position = active.size
    // An index that was loaded too late to cover what lies before is brought up to date when it is needed.
    if active.index?.coveredBytes == position {
      active.index?.note(
        .init(
          relativeOffset: active.relative(header.baseOffset), position: position, bytes: bytes,
          nextOffset: header.nextOffset, maxTimestamp: header.maxTimestamp),
        interval: state.config.indexIntervalBytes)
    }
    active.size = position + bytes
    active.nextOffset = header.nextOffset
    // Nil stays nil: what lies before was not looked at.
    if let known = active.maxTimestamp ?? (position == 0 ? .min : nil) {
      active.maxTimestamp = max(known, header.maxTimestamp)
    }
    active.verified.insert(position..<position + bytes)
    if active.firstAppendMillis == nil {
      active.firstAppendMillis = now
      state.hasNewFiles = true
    }
    if state.unsynced.last !== active { state.unsynced.append(active) }
    state.recent.add(
      .init(
        baseOffset: header.baseOffset, lastOffset: header.lastOffset, segment: active.baseOffset, position: position))
    state.epochs.note(leaderEpoch, at: header.baseOffset)
    state.producers.note(header, baseOffset: header.baseOffset, now: now)
    state.bytesSinceSnapshot += bytes
    state.logEnd = header.nextOffset
  }

  private func workAfterAppend(_ state: inout State) -> AppendWork {
    if state.logEnd - state.synced >= state.config.flushMessages { state.mustSyncTo = state.logEnd }
    if state.takesSync() { return .sync }
    if state.isFlushArmed { return .nothing }
    state.isFlushArmed = true
    return .armFlush(afterMillis: state.config.flushMillis)
  }

  private func perform(_ work: AppendWork) {
    switch work {
    case .nothing: break
    case .sync: environment.syncers.run { self.syncRounds() }
    case .armFlush(let millis):
      let nanos = UInt64(clamping: millis).multipliedReportingOverflow(by: 1_000_000)
      environment.scheduler.schedule(afterNanos: nanos.overflow ? .max >> 2 : nanos.partialValue) { [weak self] in
        self?.flushDue()
      }
    }
  }
}
