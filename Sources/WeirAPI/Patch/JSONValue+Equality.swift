import WeirBase

extension JSONValue {
  /// Whether both mean the same: members in any order, numbers by value (RFC 6902, section 4.6).
  func means(_ other: JSONValue) -> Bool {
    switch (self, other) {
    case (.number(let mine), .number(let theirs)): mine == theirs || Self.sameNumber(self, other)
    case (.array(let mine), .array(let theirs)):
      mine.count == theirs.count && zip(mine, theirs).allSatisfy { $0.means($1) }
    case (.object(let mine), .object(let theirs)): Self.sameMembers(mine, theirs)
    default: self == other
    }
  }

  private static func sameNumber(_ a: JSONValue, _ b: JSONValue) -> Bool {
    if let a = a.integer, let b = b.integer { return a == b }
    guard case .number(let a) = a, case .number(let b) = b, let a = Double(a), let b = Double(b) else { return false }
    return a == b
  }

  private static func sameMembers(_ mine: [Member], _ theirs: [Member]) -> Bool {
    guard mine.count == theirs.count else { return false }
    // The usual case: the same order.
    if zip(mine, theirs).allSatisfy({ $0.name == $1.name }) {
      return zip(mine, theirs).allSatisfy { $0.value.means($1.value) }
    }
    let byName = Dictionary(theirs.map { ($0.name, $0.value) }) { first, _ in first }
    return byName.count == theirs.count && Set(mine.map(\.name)).count == mine.count
      && mine.allSatisfy { byName[$0.name]?.means($0.value) ?? false }
  }
}
