import WeirBase
import WeirObjects

/// Keeps who owns which field of an object (`metadata.managedFields`) through writes that are no server-side apply.
package enum ManagedFields {
  /// The new object with the ownership that its write leaves: `manager` owns what it added or changed, nobody owns what
  /// it removed. A write that changes no field leaves the entries as they are.
  ///
  /// A new object that comes with entries of its own replaces the old ones; without any (or with such as cannot be
  /// read) the old ones stay. An empty list, a list of one empty entry, or null wipes them.
  ///
  /// - Parameters:
  ///   - old: what stands, nil for a new object
  ///   - manager: its name; a name can own as applier and as updater
  ///   - now: milliseconds since 1970
  ///   - subresource: `status` where the write touches the status alone
  package static func recordUpdate(
    old: WeirObject?, new: WeirObject, manager: String, operation: ManagedOperation, now: Int64,
    subresource: String? = nil
  ) -> WeirObject {
    let schema = OwnedObject.schema(of: new.kind)
    var owners = standing(old: old, new: new)
    let before = old.map { OwnedObject.part(of: $0.json, subresource: subresource) }
    let after = OwnedObject.part(of: new.json, subresource: subresource)
    let change = FieldComparison(before, after, schema)
    let key = FieldManager(name: manager, operation: operation, subresource: subresource ?? "")
    record(change, by: key, in: &owners, now: now)
    var new = new
    new.metadata.managedFields = owners.json
    return new
  }

  static func standing(old: WeirObject?, new: WeirObject) -> FieldOwners {
    let given = new.metadata.managedFields
    if let given, isReset(given) { return FieldOwners() }
    return given.flatMap(FieldOwners.init) ?? old?.metadata.managedFields.flatMap(FieldOwners.init) ?? FieldOwners()
  }

  private static func isReset(_ json: JSONValue) -> Bool {
    json.isNull || json.elements.map { $0.isEmpty || $0 == [.object([])] } ?? false
  }

  static func record(
    _ change: FieldComparison, by manager: FieldManager, in owners: inout FieldOwners, now: Int64
  ) {
    owners.give(change, to: manager)
    // Who took the last thing out of a container answers for its being there, empty.
    let taken = change.taken.union(change.emptied.withoutRoots)
    let own = owners.byManager[manager]
    let set = (own?.set.subtracting(change.gone) ?? FieldSet()).union(taken)
    if set.isEmpty {
      owners.byManager[manager] = nil
    } else {
      let time = taken.isEmpty ? own?.time : Timestamp.format(millis: now)
      owners.byManager[manager] = FieldOwnership(set: set, time: time)
    }
    owners.forgetOldUpdaters()
  }
}

extension FieldSet {
  /// Without the object itself, its metadata, spec and status: nobody owns these as such.
  var withoutRoots: FieldSet {
    var set = self
    set.isMember = false
    for element in OwnedObject.roots {
      guard var child = set.children[element] else { continue }
      child.isMember = false
      set.children[element] = child.isEmpty ? nil : child
    }
    return set
  }
}
