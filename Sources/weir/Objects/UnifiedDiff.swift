/// Two texts, line by line, as `diff -u` shows them.
struct UnifiedDiff {
  private static let context = 3

  private enum Line {
    case same(String)
    case removed(String)
    case added(String)

    var isSame: Bool { if case .same = self { true } else { false } }

    var text: String {
      switch self {
      case .same(let text): " " + text
      case .removed(let text): "-" + text
      case .added(let text): "+" + text
      }
    }
  }

  private let lines: [Line]

  init(_ old: String, _ new: String) {
    let (old, new) = (Self.split(old), Self.split(new))
    let changes = new.difference(from: old)
    var removed = Set<Int>()
    var added = Set<Int>()
    for change in changes {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var lines: [Line] = []
    var (oldPlace, newPlace) = (0, 0)
    while oldPlace < old.count || newPlace < new.count {
      if oldPlace < old.count, removed.contains(oldPlace) {
        lines.append(.removed(old[oldPlace]))
        oldPlace += 1
      } else if newPlace < new.count, added.contains(newPlace) {
        lines.append(.added(new[newPlace]))
        newPlace += 1
      } else {
        if oldPlace < old.count { lines.append(.same(old[oldPlace])) }
        oldPlace += 1
        newPlace += 1
      }
    }
    self.lines = lines
  }

  private static func split(_ text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  var isEmpty: Bool { lines.allSatisfy(\.isSame) }

  /// - Parameters: what the texts are called.
  func text(_ oldName: String, _ newName: String) -> String {
    (["--- \(oldName)", "+++ \(newName)"] + hunks.flatMap(shown)).joined(separator: "\n")
  }

  /// Changes with the lines around them; those that touch become one.
  private var hunks: [Range<Int>] {
    var hunks: [Range<Int>] = []
    for place in lines.indices where !lines[place].isSame {
      let around = max(0, place - Self.context)..<min(lines.count, place + Self.context + 1)
      if let last = hunks.last, around.lowerBound <= last.upperBound {
        hunks[hunks.count - 1] = last.lowerBound..<around.upperBound
      } else {
        hunks.append(around)
      }
    }
    return hunks
  }

  private func shown(_ hunk: Range<Int>) -> [String] {
    func counts(_ lines: ArraySlice<Line>) -> (old: Int, new: Int) {
      lines.reduce(into: (0, 0)) { counts, line in
        switch line {
        case .same: counts = (counts.0 + 1, counts.1 + 1)
        case .removed: counts.0 += 1
        case .added: counts.1 += 1
        }
      }
    }
    let (before, inside) = (counts(lines[..<hunk.lowerBound]), counts(lines[hunk]))
    // An empty side begins at the line before.
    let old = "\(before.old + (inside.old > 0 ? 1 : 0)),\(inside.old)"
    let new = "\(before.new + (inside.new > 0 ? 1 : 0)),\(inside.new)"
    return ["@@ -\(old) +\(new) @@"] + lines[hunk].map(\.text)
  }
}
