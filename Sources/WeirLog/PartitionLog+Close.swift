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
      guard state.status == .online, state.synced < offset else { return nil }
      state.flushes.add(offset, done)
      return state.takesSync()
    }
    guard let starts else {
      let reason = state.withLock { $0.offlineReason }
      return done(reason.map { .failure(.offline($0)) } ?? .success(()))
    }
    if starts { environment.syncers.run { self.syncRounds() } }
  }

  /// Syncs, writes the caches that make the next start quick, and takes the log out of service. Blocks.
  /// - Returns: whether everything is on stable storage.
  @discardableResult
  package func close() -> Bool {
    state.withLock { $0.isClosing = true }
    do throws(LogError) { try flush() } catch {
      environment.events.error("log not closed cleanly", ("partition", name), ("cause", "\(error)"))
      return false
    }
    writeLastCaches()
    leave("closed")
    return true
  }

  /// Nothing is written into the directory afterwards; all who still wait are told.
  private func leave(_ reason: String) {
    let waiters = state.withLock { state -> [Waiter] in
      state.status = .offline(reason: reason)
      return state.waiters.releaseAll() + state.flushes.releaseAll()
    }
    for waiter in waiters { waiter(.failure(.offline(reason))) }
    // Whoever is at work there finishes first.
    directoryLock.withLock { _ in }
  }

  /// Takes the log out of service for good: its directory is renamed at once and may be removed afterwards.
  /// - Parameter graveyard: where to; on the same file system.
  package func delete(into graveyard: String) throws(LogError) {
    leave("deleted")
    let files = environment.files
    do throws(IOError) {
      guard files.exists(directory) else { return }
      try files.makeDirectory(graveyard)
      try files.rename(directory, to: graveyard + "/\(topicID)-\(directory.split(separator: "-").last ?? "0")")
      try files.syncDirectory(parentDirectory(directory))
    } catch { throw .io(error) }
  }
}
