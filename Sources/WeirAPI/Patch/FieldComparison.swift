import WeirBase
import WeirObjects

/// What changed between two values of one schema, as sets of paths. Containers that came or went are in the sets along
/// with what they held; the order of a list whose items have names or values of their own does not matter.
struct FieldComparison: Sendable {
  private(set) var added = FieldSet()
  private(set) var removed = FieldSet()
  private(set) var modified = FieldSet()
  /// What went because a value of another form took the place of what held it.
  private(set) var replaced = FieldSet()
  /// Containers that stay, but lost all they held.
  private(set) var emptied = FieldSet()

  /// What whoever made the change owns from now on.
  var taken: FieldSet { added.union(modified).withoutRoots }

  /// What is not there any more.
  var gone: FieldSet { removed.union(replaced) }

  /// Whether nothing changed.
  var isSame: Bool { added.isEmpty && removed.isEmpty && modified.isEmpty }

  /// Nil on one side: it is not there.
  init(_ old: JSONValue?, _ new: JSONValue?, _ schema: Schema) {
    switch (old, new) {
    case (nil, nil): break
    case (nil, let new?): added = Self.whole(FieldTree(new, schema))
    case (let old?, nil): removed = Self.whole(FieldTree(old, schema))
    case (let old?, let new?): compare(FieldTree(old, schema), FieldTree(new, schema))
    }
  }

  /// A value that came or went, with every container on the way.
  private static func whole(_ tree: FieldTree) -> FieldSet {
    var set = FieldSet(isMember: true)
    for child in tree.children ?? [] { set.children[child.element] = whole(child.tree) }
    return set
  }

  private mutating func compare(_ old: FieldTree, _ new: FieldTree) {
    guard let before = old.children, let after = new.children, !(old.isEmptyContainer && new.isEmptyContainer) else {
      compareLeaves(old, new)
      return
    }
    emptied.isMember = new.isEmptyContainer
    let standing = Dictionary(before.map { ($0.element, $0.tree) }) { first, _ in first }
    var kept: Set<PathElement> = []
    for child in after {
      kept.insert(child.element)
      let inner = FieldComparison(standing[child.element]?.value, child.tree.value, child.tree.schema)
      put(inner, at: child.element)
    }
    for child in before where !kept.contains(child.element) {
      put(FieldComparison(child.tree.value, nil, child.tree.schema), at: child.element)
    }
  }

  /// Where one side has parts and the other has none, the parts came or went as well.
  private mutating func compareLeaves(_ old: FieldTree, _ new: FieldTree) {
    guard !old.value.means(new.value) else { return }
    modified.isMember = true
    if old.children != nil { replaced = Self.whole(old).subtracting(FieldSet(isMember: true)) }
    if new.children != nil { added = Self.whole(new).subtracting(FieldSet(isMember: true)) }
  }

  private mutating func put(_ inner: FieldComparison, at element: PathElement) {
    if !inner.added.isEmpty { added.children[element] = inner.added }
    if !inner.removed.isEmpty { removed.children[element] = inner.removed }
    if !inner.modified.isEmpty { modified.children[element] = inner.modified }
    if !inner.replaced.isEmpty { replaced.children[element] = inner.replaced }
    if !inner.emptied.isEmpty { emptied.children[element] = inner.emptied }
  }
}
