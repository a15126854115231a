/// Swift conditions on `version`, with what is known already left out.
struct Conditions {
  var flexibleFrom: Int?

  /// Whether lengths are compact, for versions in `range`: `true`, `false` or a comparison.
  func flexible(in range: VersionRange) -> String {
    guard let from = flexibleFrom, from <= range.upper else { return "false" }
    return from <= range.lower ? "true" : "version >= \(from)"
  }

  /// Nil when every version of `outer` is in `range`.
  static func isIn(_ range: VersionRange, of outer: VersionRange) -> String? {
    if range.contains(outer) { return nil }
    if range.lower == range.upper { return "version == \(range.lower)" }
    let low = range.lower > outer.lower ? "version >= \(range.lower)" : nil
    let high = range.upper < outer.upper ? "version <= \(range.upper)" : nil
    return [low, high].compactMap { $0 }.joined(separator: " && ")
  }
}
