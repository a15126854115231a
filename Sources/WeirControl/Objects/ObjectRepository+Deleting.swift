import WeirBase
import WeirObjects

extension ObjectRepository {
  /// A grace period of ten years is as good as forever.
  static let graceSecondsMax: Int64 = 315_360_000

  /// Deletes an object. A topic's records are kept for a while, so that it can be brought back.
  /// - Returns: the object as it was.
  package func delete(
    _ key: ObjectKey, options: DeleteOptions = DeleteOptions()
  ) async throws(ObjectError) -> WeirObject {
    for attempt in 0..<Self.attemptsMax {
      await rest(after: attempt)
      let current = try await get(key)
      if let uid = options.uid, uid != current.metadata.uid {
        throw .conflict("the uid asked for is not that of the current \(key)")
      }
      if let version = options.resourceVersion, version != current.metadata.resourceVersion {
        throw .conflict("the resourceVersion asked for is not that of the current \(key)")
      }
      if options.dryRun { return current }
      let transaction = deletion(of: current, graceSeconds: options.graceSeconds ?? policy.graceSeconds)
      if case .committed = try await commit(transaction) { return current }
      if options.resourceVersion != nil { throw .conflict("\(key) has been modified") }
    }
    throw .conflict("\(key) is changed by others all the time; try again")
  }

  private func deletion(of object: WeirObject, graceSeconds: Int64) -> StoreTransaction {
    let place = StoreKeys.object(object.key)
    var transaction = StoreTransaction(
      if: [.modRevision(place, object.metadata.resourceVersion)], [.delete(place)])
    guard object.kind == .topic else { return transaction }
    transaction.operations.append(.delete(StoreKeys.topicName(object.topicName)))
    if graceSeconds > 0, let uid = object.metadata.uid {
      let now = clock.wallMillis()
      let deleted = DeletedObject(
        object: object, deletedMillis: now, purgeMillis: now + min(graceSeconds, Self.graceSecondsMax) * 1000)
      transaction.operations.append(.put(StoreKeys.deleted(object.key) + UID.format(uid), deleted.bytes))
    }
    return transaction
  }

  /// Deleted objects that can still be brought back, in the order of namespace, name and uid.
  package func deleted(_ kind: Kind) async throws(ObjectError) -> [DeletedObject] {
    try await deletedEntries(StoreKeys.deleted(kind), kind, revision: nil).map(\.object)
  }

  /// - Returns: with the key and the revision of each.
  func deletedEntries(
    _ prefix: String, _ kind: Kind, revision: Int64?
  ) async throws(ObjectError) -> [(entry: StoreEntry, object: DeletedObject)] {
    var found: [(StoreEntry, DeletedObject)] = []
    try await forEachEntry(prefix, revision: revision) { entry throws(ObjectError) in
      found.append((entry, try DeletedObject(entry.value, kind, revision: entry.modRevision)))
    }
    return found
  }

  /// Every entry under a prefix, all of one revision.
  /// - Returns: that revision.
  @discardableResult
  func forEachEntry(
    _ prefix: String, revision: Int64? = nil, _ take: (StoreEntry) throws(ObjectError) -> Void
  ) async throws(ObjectError) -> Int64 {
    var after: String?
    var revision = revision
    while true {
      let page: StorePage
      do throws(StoreError) {
        page = try await store.list(prefix, after: after, limit: Self.pageMax, revision: revision)
      } catch { throw ObjectError(error) }
      for entry in page.entries { try take(entry) }
      revision = page.revision
      guard page.remaining > 0, let last = page.entries.last else { return page.revision }
      after = last.key
    }
  }

  /// Brings a deleted topic back, with its identity and, as soon as the node has reconciled it, its records.
  package func undelete(_ key: ObjectKey) async throws(ObjectError) -> WeirObject {
    let found = try await deletedEntries(StoreKeys.deleted(key), key.kind, revision: nil)
    guard let newest = found.max(by: { $0.object.deletedMillis < $1.object.deletedMillis }) else {
      throw .notFound(key)
    }
    var object = newest.object.object
    guard let uid = object.metadata.uid else { throw .internalFault("the deleted \(key) has no uid") }
    object.status = nil
    var transaction = StoreTransaction(
      if: [
        .absent(StoreKeys.object(key)), .modRevision(newest.entry.key, newest.entry.modRevision),
      ],
      [.put(StoreKeys.object(key), StoredObject.encode(object)), .delete(newest.entry.key)])
    transaction.claim(object.topicName, for: TopicOwner(object, uid))
    guard case .committed(let revision) = try await commit(transaction) else {
      if try await lookup(StoreKeys.object(key)).entry != nil { throw .alreadyExists(key) }
      throw .conflict("another Topic has the name \"\(object.topicName)\" now; delete it first")
    }
    object.metadata.resourceVersion = revision
    return object
  }
}
