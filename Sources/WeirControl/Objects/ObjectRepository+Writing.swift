import WeirBase
import WeirObjects

extension ObjectRepository {
  /// Declares a new object: defaults are filled in, everything is checked, identity and times are the store's.
  /// - Parameter uid: the identity it shall have; nil for a new one.
  package func create(
    _ object: WeirObject, dryRun: Bool = false, uid: UUID128? = nil
  ) async throws(ObjectError) -> WeirObject {
    let id = uid ?? UUID128.random(from: random)
    var new = object
    new.status = nil
    new.metadata.uid = id
    new.metadata.generation = 1
    new.metadata.resourceVersion = 0
    // Objects show whole seconds; what is stored and what is shown shall be the same.
    new.metadata.creationMillis = clock.wallMillis() / 1000 * 1000
    new = try admit(new, old: nil)
    let key = new.key
    if dryRun {
      if try await lookup(StoreKeys.object(key)).entry != nil { throw .alreadyExists(key) }
      return new
    }
    var transaction = StoreTransaction(
      if: [.absent(StoreKeys.object(key))], [.put(StoreKeys.object(key), StoredObject.encode(new))])
    if key.kind == .topic { transaction.claim(new.topicName, for: TopicOwner(new, id)) }
    switch try await commit(transaction) {
    case .committed(let revision):
      new.metadata.resourceVersion = revision
      return new
    case .conflict:
      if try await lookup(StoreKeys.object(key)).entry != nil { throw .alreadyExists(key) }
      throw .invalid(
        key,
        [
          Cause(
            "spec.topicName", .duplicate,
            "another Topic has the name \"\(new.topicName)\" for Kafka clients; choose another")
        ])
    }
  }

  /// Changes an object as it is now, and again if somebody else was quicker. A result equal to the current object is
  /// not written.
  /// - Parameter expecting: the only version that may be changed; nil for any.
  package func update(
    _ key: ObjectKey, dryRun: Bool = false, expecting: Int64? = nil, part: ObjectPart = .spec,
    _ change: @escaping @Sendable (WeirObject) throws(ObjectError) -> WeirObject
  ) async throws(ObjectError) -> WeirObject {
    for attempt in 0..<Self.attemptsMax {
      await rest(after: attempt)
      let current = try await get(key)
      if let expecting, expecting != current.metadata.resourceVersion { throw Self.stale(key) }
      var new = try merge(try change(current), into: current, part)
      if new == current || dryRun { return new }
      let transaction = StoreTransaction(
        if: [.modRevision(StoreKeys.object(key), current.metadata.resourceVersion)],
        [.put(StoreKeys.object(key), StoredObject.encode(new))])
      if case .committed(let revision) = try await commit(transaction) {
        new.metadata.resourceVersion = revision
        return new
      }
      if expecting != nil { throw Self.stale(key) }
    }
    throw .conflict("\(key) is changed by others all the time; try again")
  }

  /// Writers that keep meeting each other draw apart: longer with each attempt, and each by its own chance.
  func rest(after attempt: Int) async {
    guard attempt > 0 else { return }
    await Pause.nanos(random.next() % (UInt64(attempt) * 2_000_000))
  }

  private static func stale(_ key: ObjectKey) -> ObjectError {
    .conflict(
      "the object has been modified; please apply your changes to the latest version of \(key) and try again")
  }

  /// What a writer may change of `current`, admitted.
  private func merge(
    _ changed: WeirObject, into current: WeirObject, _ part: ObjectPart
  ) throws(ObjectError) -> WeirObject {
    guard part == .spec else {
      var new = current
      new.status = changed.status
      return new
    }
    var new = changed
    new.status = nil
    new.metadata.name = current.metadata.name
    new.metadata.namespace = current.metadata.namespace
    new.metadata.uid = current.metadata.uid
    new.metadata.creationMillis = current.metadata.creationMillis
    new.metadata.generation = current.metadata.generation
    new.metadata.resourceVersion = current.metadata.resourceVersion
    new = try admit(new, old: current)
    if new.spec != current.spec { new.metadata.generation += 1 }
    new.status = current.status
    return new
  }

  /// Defaults filled in, everything checked: all that is wrong comes at once.
  func admit(_ object: WeirObject, old: WeirObject?) throws(ObjectError) -> WeirObject {
    var admitted: WeirObject
    do throws(ObjectFault) {
      admitted = try ObjectCodec.decode(object.json, kind: object.kind)
    } catch { throw .invalid(object.key, error.causes) }
    admitted.metadata.resourceVersion = object.metadata.resourceVersion
    var causes = ObjectRules.check(admitted, old: old, topicConfig: policy.topicConfig)
    if admitted.kind == .topic { causes += topicCauses(admitted) }
    if let steps = admitted.spec["transforms"] {
      causes += policy.chain(steps).map { cause in
        Cause("spec.transforms" + cause.field, cause.reason, cause.message)
      }
    }
    guard causes.isEmpty else { throw .invalid(object.key, causes) }
    return admitted
  }

  private func topicCauses(_ topic: WeirObject) -> [Cause] {
    var causes: [Cause] = []
    if policy.isReservedTopic(topic.topicName) {
      causes.append(Cause("spec.topicName", .forbidden, "the topic \"\(topic.topicName)\" belongs to the node"))
    }
    if let count = topic.spec["partitions"]?.integer, count > policy.partitionsPerTopicMax {
      causes.append(
        Cause("spec.partitions", .invalid, "a topic has at most \(policy.partitionsPerTopicMax) partitions"))
    }
    return causes
  }

  // MARK: Objects that controllers make

  /// Writes objects that only controllers write, many at once, without comparing.
  package func putAll(_ objects: [WeirObject]) async throws(ObjectError) {
    for start in stride(from: 0, to: objects.count, by: StoreTransaction.operationsMax) {
      let part = objects[start..<min(start + StoreTransaction.operationsMax, objects.count)]
      _ = try await commit(
        StoreTransaction(part.map { .put(StoreKeys.object($0.key), StoredObject.encode($0)) }))
    }
  }

  package func removeAll(_ keys: [ObjectKey]) async throws(ObjectError) {
    for start in stride(from: 0, to: keys.count, by: StoreTransaction.operationsMax) {
      let part = keys[start..<min(start + StoreTransaction.operationsMax, keys.count)]
      _ = try await commit(StoreTransaction(part.map { .delete(StoreKeys.object($0)) }))
    }
  }
}

extension StoreTransaction {
  /// A topic's name belongs to one object in the whole cluster.
  mutating func claim(_ name: String, for owner: TopicOwner) {
    comparisons.append(.absent(StoreKeys.topicName(name)))
    operations.append(.put(StoreKeys.topicName(name), owner.bytes))
  }
}
