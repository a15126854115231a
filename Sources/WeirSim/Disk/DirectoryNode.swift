/// A directory's entries: as programs see them, and as they are on the disk.
struct DirectoryNode: Sendable {
  enum Entry: Equatable, Sendable {
    case file(Int)
    case directory(Int)
  }

  struct Change: Sendable {
    /// The two halves of a rename have the same.
    var number: Int
    var name: String
    /// Nil: removed.
    var entry: Entry?
  }

  private(set) var entries: [String: Entry] = [:]
  private(set) var durable: [String: Entry] = [:]
  private(set) var changes: [Change] = []

  mutating func change(_ change: Change) {
    entries[change.name] = change.entry
    changes.append(change)
  }

  mutating func sync() {
    durable = entries
    changes = []
  }

  /// Makes the changes of these numbers durable, which another directory's sync brought along.
  mutating func sync(_ numbers: Set<Int>) {
    for change in changes where numbers.contains(change.number) { durable[change.name] = change.entry }
    changes.removeAll { numbers.contains($0.number) }
  }

  /// `fate` tells what became of each change.
  func afterPowerCut(_ fate: (Int) -> ChangeFate) -> DirectoryNode {
    var node = self
    node.entries = durable
    for change in changes {
      switch fate(change.number) {
      case .kept: node.entries[change.name] = change.entry
      case .dropped: break
      // A rename of which only the new name came through.
      case .torn: if let entry = change.entry { node.entries[change.name] = entry }
      }
    }
    node.sync()
    return node
  }
}

enum ChangeFate: Sendable {
  case kept, dropped, torn
}
