import WeirBase
import WeirObjects

/// One apply of one configuration.
struct ApplyWork {
  /// Of the owned part of the object.
  let schema: Schema
  let config: JSONValue
  /// What stands, whole; nil where nothing does.
  let document: JSONValue?
  let manager: FieldManager
  let now: Int64

  /// The owner, in conflicts, of everything that stood before anybody was recorded (Kubernetes' name).
  static let beforeFirstApply = "before-first-apply"

  private var subresource: String? { manager.subresource.isEmpty ? nil : manager.subresource }

  func run(force: Bool) throws(ApplyFault) -> JSONValue {
    let wanted = FieldTree(FieldTree(appliedPart, schema).withoutNulls, schema)
    if let path = wanted.ambiguity() {
      throw .fault("the items of \(path) cannot be told apart: each needs its key, and none may come twice")
    }
    let standing = document.map { OwnedObject.part(of: $0, subresource: subresource) }
    let before = standingOwners(standing)
    let set = wanted.fieldSet.withoutRoots
    var owners = before
    owners.byManager[manager] = FieldOwnership(set: set, time: before.byManager[manager]?.time)
    let last = before.byManager[manager]?.set ?? FieldSet()
    let part = prune(FieldMerge.merge(standing, wanted.value, schema), last, owners)
    let change = FieldComparison(standing, part, schema)
    if !force { try refuseConflicts(change, before, standing) }
    owners.give(change, to: manager)
    if !change.isSame || set != last { owners.byManager[manager]?.time = Timestamp.format(millis: now) }
    if set.isEmpty { owners.byManager[manager] = nil }
    return result(part, owners, isSame: change.isSame && owners == before)
  }

  /// The configuration's own part: nothing that it does not mention.
  private var appliedPart: JSONValue {
    var part = OwnedObject.part(of: config, subresource: subresource)
    for name in ["spec", "status"] where config[name] == nil { part[name] = nil }
    return part
  }

  private func standingOwners(_ standing: JSONValue?) -> FieldOwners {
    let owners = document?.at("metadata", "managedFields").flatMap(FieldOwners.init) ?? FieldOwners()
    guard owners.byManager.isEmpty, let standing else { return owners }
    var first = FieldOwners()
    let set = FieldTree(standing, schema).fieldSet.withoutRoots
    guard !set.isEmpty else { return owners }
    let key = FieldManager(name: Self.beforeFirstApply, operation: .update, subresource: manager.subresource)
    first.byManager[key] = FieldOwnership(set: set, time: Timestamp.format(millis: now))
    return first
  }

  private func prune(_ merged: JSONValue, _ last: FieldSet, _ owners: FieldOwners) -> JSONValue {
    var owned = owners.union
    // The object's own parts never go, only what is in them.
    for root in OwnedObject.roots { owned.children[root, default: FieldSet()].isMember = true }
    return FieldMerge.prune(merged, schema, last: last, owned: owned)
  }

  // MARK: Conflicts

  private func refuseConflicts(
    _ change: FieldComparison, _ owners: FieldOwners, _ standing: JSONValue?
  ) throws(ApplyFault) {
    let allowed = allowedByLastApplied(standing)
    let contested = change.taken.union(change.replaced).subtracting(allowed)
    var conflicts: [FieldConflict] = []
    for (other, ownership) in owners.byManager.sorted(by: { $0.key.name < $1.key.name }) where other != manager {
      for field in ownership.set.intersection(contested).shownPaths {
        conflicts.append(
          FieldConflict(
            manager: other.name, operation: other.operation, subresource: other.subresource, time: ownership.time,
            field: field))
      }
    }
    if !conflicts.isEmpty { throw .conflicts(conflicts) }
  }

  /// What `kubectl apply` (client side) set and nobody changed since: `kubectl apply --server-side` takes it over, so
  /// that people can go from the one to the other.
  private func allowedByLastApplied(_ standing: JSONValue?) -> FieldSet {
    guard manager.name == LastApplied.manager, subresource == nil, let standing,
      let text = LastApplied.text(in: standing), let last = try? JSONParser.parse(text)
    else { return FieldSet() }
    var part = OwnedObject.part(of: last, subresource: nil)
    if last["spec"] == nil { part["spec"] = nil }
    let tree = FieldTree(FieldTree(part, schema).withoutNulls, schema)
    let since = FieldComparison(tree.value, standing, schema)
    var set = tree.fieldSet.subtracting(since.modified).subtracting(since.gone).withoutRoots
    set.insert([.field("metadata"), .field("annotations"), .field(LastApplied.annotation)])
    return set
  }

  // MARK: The result

  private func result(_ part: JSONValue, _ owners: FieldOwners, isSame: Bool) -> JSONValue {
    var part = part
    let isAnnotationKept = manager.name != LastApplied.manager || !LastApplied.update(&part, config)
    if let document, isSame, isAnnotationKept { return document }
    var base = document ?? config
    if document == nil, subresource == nil { base["status"] = nil }
    var result = OwnedObject.replace(part, in: base)
    var metadata = result["metadata"] ?? .object([])
    metadata["managedFields"] = owners.json
    result["metadata"] = metadata
    return result
  }
}
