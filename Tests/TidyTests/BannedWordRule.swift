/// Words that the code does without, each with what to write instead.
struct BannedWordRule: SourceRule {
  struct Word {
    var text: String
    var instead: String
    /// Targets in which the word is allowed.
    var allowedIn: Set<String> = []
    /// Searched in comments and strings too.
    var everywhere = false
  }

  static let words: [Word] = [
    Word(text: "try!", instead: "`try` and let the caller decide; a trap ends every client's connection"),
    Word(text: "as!", instead: "`as?` with a typed error"),
    Word(text: "fatalError(", instead: "a typed error, or `precondition` for what cannot be"),
    Word(text: "TODO", instead: "do it now or write it into the tracker", everywhere: true),
    Word(text: "FIXME", instead: "fix it now or write it into the tracker", everywhere: true),
    Word(text: "Date()", instead: "the `Clock` that was handed in"),
    Word(
      text: "Task.sleep", instead: "the `Scheduler` that was handed in, or a `Pause` off the data path",
      allowedIn: ["WeirBase", "WeirClient", "weir"]),
    Word(
      text: "print(", instead: "the `EventLog`; a library writes nothing by itself",
      allowedIn: ["weir", "WeirWireGenerator"]),
    Word(text: "-Ounchecked", instead: "-O: checks stay on in what is shipped", everywhere: true),
    Word(text: "RealFileSystem(", instead: "the `FileSystem` that was handed in", allowedIn: edges),
    Word(text: "SystemClock(", instead: "the `Clock` that was handed in", allowedIn: edges),
    Word(text: "SystemRandom(", instead: "the `RandomSource` that was handed in", allowedIn: edges),
  ]

  /// Where the real environment is made and joined.
  private static let edges: Set<String> = ["WeirServer", "weir", "WeirBase", "WeirClient"]

  func findings(in file: SourceFile) -> [Finding] {
    var found: [Finding] = []
    for word in Self.words where !word.allowedIn.contains(file.target) {
      let lines = word.everywhere ? file.lines : file.code
      for (index, line) in lines.enumerated() where line.holds(word.text, notAfter: "_.") {
        found.append(Finding(path: file.path, line: index + 1, message: "`\(word.text)`: write \(word.instead)"))
      }
    }
    return found
  }
}

/// `@unchecked Sendable` switches a check off; the reason stands beside it.
struct SendableReasonRule: SourceRule {
  func findings(in file: SourceFile) -> [Finding] {
    file.code.enumerated().compactMap { index, line in
      guard line.contains("@unchecked Sendable") else { return nil }
      let beside = file.lines[index].contains("//")
      let above = index > 0 && file.lines[index - 1].trimmingPrefix(while: \.isWhitespace).hasPrefix("//")
      guard !beside, !above else { return nil }
      let message = "`@unchecked Sendable`: say why it is safe, in a comment on this line or the one before"
      return Finding(path: file.path, line: index + 1, message: message)
    }
  }
}
