import WeirBase
import WeirObjects

/// Removes for good what was deleted long enough ago: first from the store, then the records on disk.
struct Janitor: Sendable {
  let repository: ObjectRepository
  let host: any PartitionHost
  let clock: any Clock
  let events: any EventLog

  /// - Returns: when to come again, in milliseconds since 1970; nil when nothing waits.
  func clean() async throws(ObjectError) -> Int64? {
    // In this order: what is in the attic now is looked for afterwards in one revision of the store, so that a topic on
    // its way back is never taken for rubbish.
    let attic: Set<UUID128>
    do throws(HostRefusal) { attic = try await host.retired() } catch { throw .internalFault("\(error)") }
    let now = clock.wallMillis()
    var kept: Set<UUID128> = []
    var next: Int64?
    let revision = try await repository.lookup(StoreKeys.cluster).revision
    for (entry, deleted) in try await repository.deletedEntries(
      StoreKeys.deleted(.topic), .topic, revision: revision)
    {
      if deleted.purgeMillis <= now {
        _ = try await repository.commit(
          StoreTransaction(if: [.modRevision(entry.key, entry.modRevision)], [.delete(entry.key)]))
        // Its records go with the next round, when the store says that it is gone.
        next = now
      } else {
        next = min(next ?? .max, deleted.purgeMillis)
      }
      if let uid = deleted.object.metadata.uid { kept.insert(uid) }
    }
    if attic.isSubset(of: kept) { return next }
    try await repository.forEachEntry(StoreKeys.topicNames, revision: revision) { entry throws(ObjectError) in
      if let owner = TopicOwner(entry.value) { kept.insert(owner.uid) }
    }
    let gone = attic.subtracting(kept)
    if !gone.isEmpty {
      await host.purge(gone)
      events.info("records of deleted topics removed", ("topics", "\(gone.count)"))
    }
    return next
  }
}
