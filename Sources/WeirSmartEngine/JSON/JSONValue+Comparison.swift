import WeirBase

extension JSONValue {
  /// Whether both mean the same: numbers by value, texts by their characters, objects whatever the order of members.
  func means(_ other: JSONValue, ignoringCase: Bool) -> Bool {
    switch (self, other) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.number(let a), .number(let b)): a == b || DecimalNumber(a) == DecimalNumber(b)
    case (.string(let a), .string(let b)): TextMatch.fold(a, ignoringCase) == TextMatch.fold(b, ignoringCase)
    case (.array(let a), .array(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.means($1, ignoringCase: ignoringCase) }
    case (.object(let a), .object(let b)):
      a.count == b.count
        && a.allSatisfy { member in
          b.last { $0.name == member.name }?.value.means(member.value, ignoringCase: ignoringCase) ?? false
        }
    default: false
    }
  }

  /// Negative, 0 or positive for two numbers (by value) or two texts (by code point); nil for anything else.
  func compare(_ other: JSONValue, ignoringCase: Bool) -> Int? {
    switch (self, other) {
    case (.number(let a), .number(let b)): return DecimalNumber(a).compare(DecimalNumber(b))
    case (.string(let a), .string(let b)):
      let (a, b) = (TextMatch.fold(a, ignoringCase), TextMatch.fold(b, ignoringCase))
      if a == b { return 0 }
      return a.lexicographicallyPrecedes(b) ? -1 : 1
    default: return nil
    }
  }
}
