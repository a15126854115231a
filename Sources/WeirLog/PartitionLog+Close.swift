import Synchronization
import WeirBase

extension PartitionLog {
  /// Syncs everything appended so far and notes it. Blocks.
  package func flush() throws(LogError) {
    let target = offsets.logEnd
    if state.withLock({ $0.synced >= target && $0.status == .online }) { return }
    let waiting = Mutex<Result<Void, LogError>?>(nil)
    let end = BlockingGate()
    syncNow(upTo: target) { result in
      waiting.withLock { $0 = result }
      end.open()
    }
    end.wait()
    if case .failure(let error) = waiting.withLock({ $0 }) { throw error }
  }

  /// As `whenDurable`, for memory topics too.
  private func syncNow(upTo offset: Int64, _ done: @escaping Waiter) {
    let starts = state.withLock { state -> Bool? in
      if state.offlineReason != nil { return nil }
      state.flushes.add(offset, done)
      defer { state.isSyncing = true }
      return !state.isSyncing
    }
    guard let starts else { return done(.failure(.offline("offline"))) }
    if starts { environment.syncers.run { self.syncRounds() } }
  }

  /// Syncs, writes the caches that make the next start quick, and takes the log out of service. Blocks.
  /// - Returns: whether everything is on stable storage.
  @discardableResult
  package func close() -> Bool {
    do throws(LogError) { try flush() } catch {
      environment.events.error("log not closed cleanly", ("partition", name), ("cause", "\(error)"))
      return false
    }
    do throws(IOError) {
      let (active, snapshot) = state.withLock { state -> (Segment, ProducerSnapshot?) in
        let active = state.active
        guard state.bytesSinceSnapshot > 0 else { return (active, nil) }
        return (
          active,
          ProducerSnapshot(
            offset: state.logEnd, segment: active.baseOffset, position: active.size, states: state.producers)
        )
      }
      try storeCheckpoint(sync: false)
      if let snapshot { try write(snapshot) }
      if active.size > 0, active.index != nil { try writeIndex(of: active) }
    } catch {
      environment.events.warning("checkpoint or cache not written", ("partition", name), ("cause", "\(error)"))
    }
    state.withLock { $0.status = .offline(reason: "closed") }
    return true
  }

  /// Takes the log out of service for good: its directory is renamed at once and may be removed afterwards.
  /// - Parameter graveyard: where to; on the same file system.
  package func delete(into graveyard: String) throws(LogError) {
    let waiters = state.withLock { state -> [Waiter] in
      state.status = .offline(reason: "deleted")
      return state.waiters.releaseAll() + state.flushes.releaseAll()
    }
    for waiter in waiters { waiter(.failure(.offline("deleted"))) }
    let files = environment.files
    do throws(IOError) {
      guard files.exists(directory) else { return }
      try files.makeDirectory(graveyard)
      try files.rename(directory, to: graveyard + "/\(topicID)-\(directory.split(separator: "-").last ?? "0")")
      try files.syncDirectory(parentDirectory(directory))
    } catch { throw .io(error) }
  }
}
