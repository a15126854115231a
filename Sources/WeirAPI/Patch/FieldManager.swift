import WeirBase
import WeirObjects

/// How somebody came to own fields.
package enum ManagedOperation: String, Sendable, Hashable {
  case apply = "Apply"
  case update = "Update"
}

/// Who owns fields: one name may own some by applying and others by updating.
struct FieldManager: Sendable, Hashable {
  var name: String
  var operation: ManagedOperation
  /// `status`, or empty for the object itself.
  var subresource = ""
}

/// What one manager owns, and since when.
struct FieldOwnership: Sendable, Hashable {
  var set: FieldSet
  /// RFC 3339 with seconds; nil where it was never told.
  var time: String?
}

/// Every manager of one object.
struct FieldOwners: Sendable, Hashable {
  var byManager: [FieldManager: FieldOwnership] = [:]

  /// Managers by update that are remembered by name; the longest silent ones become one (Kubernetes' limit and name).
  static let updatersMax = 10
  static let forgotten = "ancient-changes"

  init() {}

  /// Reads an array of metav1.ManagedFieldsEntry; nil where it is not of that form.
  init?(_ json: JSONValue) {
    guard let entries = json.elements else { return nil }
    for entry in entries {
      guard let name = entry["manager"]?.text, !name.isEmpty,
        let operation = entry["operation"]?.text.flatMap(ManagedOperation.init(rawValue:)),
        entry["fieldsType"].map({ $0.text == "FieldsV1" }) ?? true,
        let set = FieldSet(fieldsV1: entry["fieldsV1"] ?? .object([]))?.withoutRoots
      else { return nil }
      // Fields of a version that there is not are nobody's.
      guard (entry["apiVersion"]?.text ?? Kind.apiVersion) == Kind.apiVersion, !set.isEmpty else { continue }
      let manager = FieldManager(name: name, operation: operation, subresource: entry["subresource"]?.text ?? "")
      let old = byManager[manager]
      byManager[manager] = FieldOwnership(set: old?.set.union(set) ?? set, time: entry["time"]?.text ?? old?.time)
    }
  }

  /// Sorted, appliers first; nil where nobody owns anything.
  var json: JSONValue? {
    let entries = byManager.filter { !$0.value.set.isEmpty }.sorted { a, b in
      if a.key.operation != b.key.operation { return a.key.operation == .apply }
      let (before, after) = (a.value.time ?? "", b.value.time ?? "")
      if before != after { return before < after }
      if a.key.name != b.key.name { return a.key.name < b.key.name }
      return a.key.subresource < b.key.subresource
    }
    return entries.isEmpty ? nil : .array(entries.map { Self.entry($0.key, $0.value) })
  }

  private static func entry(_ manager: FieldManager, _ ownership: FieldOwnership) -> JSONValue {
    var entry = JSONValue.members(
      ("manager", .string(manager.name)), ("operation", .string(manager.operation.rawValue)),
      ("apiVersion", .string(Kind.apiVersion)))
    if let time = ownership.time { entry["time"] = .string(time) }
    entry["fieldsType"] = .string("FieldsV1")
    entry["fieldsV1"] = ownership.set.fieldsV1
    if !manager.subresource.isEmpty { entry["subresource"] = .string(manager.subresource) }
    return entry
  }

  /// Everything that anybody owns.
  var union: FieldSet { byManager.values.reduce(FieldSet()) { $0.union($1.set) } }

  /// Takes a change by `manager` into account: others lose what it added, changed or removed.
  mutating func give(_ change: FieldComparison, to manager: FieldManager) {
    let taken = change.taken.union(change.gone)
    for (other, ownership) in byManager where other != manager {
      byManager[other]?.set = ownership.set.subtracting(taken)
    }
    byManager = byManager.filter { !$0.value.set.isEmpty }
  }

  /// Keeps the number of entries within bounds, whatever names clients make up.
  mutating func forgetOldUpdaters() {
    let updaters = byManager.filter { $0.key.operation == .update }
    guard updaters.count > Self.updatersMax else { return }
    let oldest = updaters.sorted { a, b in
      (a.value.time ?? "", a.key.name, a.key.subresource) < (b.value.time ?? "", b.key.name, b.key.subresource)
    }
    // One more than the surplus: the entry that they become counts as well.
    for (manager, ownership) in oldest.prefix(updaters.count - Self.updatersMax + 1) {
      byManager[manager] = nil
      let heir = FieldManager(name: Self.forgotten, operation: .update, subresource: manager.subresource)
      let old = byManager[heir]
      byManager[heir] = FieldOwnership(set: old?.set.union(ownership.set) ?? ownership.set, time: ownership.time)
    }
  }
}
