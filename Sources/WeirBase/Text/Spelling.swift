/// Finds what somebody may have meant.
package enum Spelling {
  /// Insertions, deletions, substitutions and swaps of neighbours between two words (optimal string alignment).
  package static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.unicodeScalars.prefix(256)), Array(b.unicodeScalars.prefix(256)))
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [Int](repeating: 0, count: b.count + 1)
      row[0] = i
      for j in 1...b.count {
        let substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        row[j] = min(substitution, last[j] + 1, row[j - 1] + 1)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { row[j] = min(row[j], beforeLast[j - 2] + 1) }
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }

  /// Up to three candidates that are near enough to be meant, nearest first.
  package static func nearest(to word: String, among candidates: [String]) -> [String] {
    let word = word.lowercased()
    let allowed = max(1, word.count / 3)
    let near = candidates.compactMap { candidate -> (String, Int)? in
      let lower = candidate.lowercased()
      let distance = distance(word, lower)
      let isPart = word.count >= 3 && (lower.hasPrefix(word) || word.hasPrefix(lower) && lower.count >= 3)
      return distance <= allowed || isPart ? (candidate, distance) : nil
    }
    return near.sorted { $0.1 != $1.1 ? $0.1 < $1.1 : $0.0 < $1.0 }.prefix(3).map(\.0)
  }
}
