/// Every document has one title.
enum MarkdownTitleRule {
  static func findings(path: String, text: String) -> [Finding] {
    var titles = 0
    var isFenced = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") { isFenced.toggle() }
      if !isFenced, line.hasPrefix("# ") { titles += 1 }
    }
    guard titles != 1 else { return [] }
    return [Finding(path: path, line: 0, message: "\(titles) titles: write exactly one line that begins with \"# \"")]
  }
}

/// No file names a folder of the machine it was written on.
enum MachinePathRule {
  /// In halves, so that this file does not name them itself.
  static let prefixes = [
    ("/ho", "me/"), ("/Us", "ers/"), ("/ro", "ot/"), ("/wo", "rk/"), ("/opt/sw", "ift"), ("/tmp/we", "ir/"),
  ].map { $0.0 + $0.1 }

  /// What help texts show as somebody's home.
  static let example = "/ho" + "me/me/"

  static func findings(path: String, text: String) -> [Finding] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { index, line in
      let line = line.split(separator: example, omittingEmptySubsequences: false).joined(separator: " ")
      return prefixes.filter { line.holds($0, notAfter: "._-}~/") }.map { prefix in
        Finding(path: path, line: index + 1, message: "`\(prefix)`: name files relative to the repository, or $HOME")
      }
    }
  }
}
