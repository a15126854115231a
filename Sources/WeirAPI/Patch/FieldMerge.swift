import WeirBase
import WeirObjects

/// Puts an applied value over a standing one, and takes out what nobody wants any more.
enum FieldMerge {
  /// The standing value with all that `applied` says; what it does not mention stays, and members keep their order.
  static func merge(_ standing: JSONValue?, _ applied: JSONValue, _ schema: Schema) -> JSONValue {
    guard let standing else { return applied }
    let (old, new) = (FieldTree(standing, schema), FieldTree(applied, schema))
    guard let before = old.children, let after = new.children else { return applied }
    switch (standing, applied) {
    case (.object, .object): return mergeMembers(before, after, standing.members ?? [], applied.members ?? [])
    case (.array, .array): return .array(mergeItems(before, after))
    default: return applied
    }
  }

  private static func mergeMembers(
    _ before: [FieldTree.Child], _ after: [FieldTree.Child], _ standing: [JSONValue.Member],
    _ applied: [JSONValue.Member]
  ) -> JSONValue {
    var members = standing
    let places = Dictionary(standing.indices.map { (standing[$0].name, $0) }) { first, _ in first }
    for (member, child) in zip(applied, after) {
      if let place = places[member.name] {
        members[place] = JSONValue.Member(member.name, merge(members[place].value, member.value, child.tree.schema))
      } else {
        members.append(member)
      }
    }
    return .object(members)
  }

  /// Items of both take the order of the applied list; those of the standing list alone stay in their places between.
  private static func mergeItems(_ before: [FieldTree.Child], _ after: [FieldTree.Child]) -> [JSONValue] {
    let standing = Dictionary(before.map { ($0.element, $0.tree) }) { first, _ in first }
    let applied = Set(after.map(\.element))
    var rest = after[...]
    var items: [JSONValue] = []
    func takeApplied(throughShared: Bool) {
      while let child = rest.popFirst() {
        let old = standing[child.element]
        items.append(merge(old?.value, child.tree.value, child.tree.schema))
        if throughShared && old != nil { return }
      }
    }
    for child in before {
      if applied.contains(child.element) { takeApplied(throughShared: true) } else { items.append(child.tree.value) }
    }
    takeApplied(throughShared: false)
    return items
  }

  /// Takes out of `merged` what its manager owned (`last`) and no manager owns now (`owned`). What lies inside a field
  /// that goes, goes with it. The root itself always stays.
  static func prune(_ merged: JSONValue, _ schema: Schema, last: FieldSet, owned: FieldSet) -> JSONValue {
    guard let children = FieldTree(merged, schema).children, !last.children.isEmpty else { return merged }
    var kept: [JSONValue?] = []
    for child in children { kept.append(prune(child, last.children[child.element], owned.children[child.element])) }
    switch merged {
    case .object(let members):
      return .object(zip(members, kept).compactMap { member, value in value.map { JSONValue.Member(member.name, $0) } })
    case .array: return .array(kept.compactMap { $0 })
    default: return merged
    }
  }

  private static func prune(_ child: FieldTree.Child, _ last: FieldSet?, _ owned: FieldSet?) -> JSONValue? {
    guard let last else { return child.tree.value }
    // An item without its keys would be no item: it stays or goes as one.
    let isWanted = child.element.isKeys ? owned?.isMember ?? false : owned != nil
    if !isWanted, last.isMember || child.isNamedField { return nil }
    let rest = prune(child.tree.value, child.tree.schema, last: last, owned: owned ?? FieldSet())
    let isEmptied = FieldTree(rest, child.tree.schema).isEmptyContainer && !child.tree.isEmptyContainer
    return isEmptied && !(owned?.isMember ?? false) ? nil : rest
  }
}
