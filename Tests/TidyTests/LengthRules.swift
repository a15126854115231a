/// No line is longer than fits beside another on a screen.
struct LineLengthRule: SourceRule {
  static let columnsMax = 120

  func findings(in file: SourceFile) -> [Finding] {
    file.lines.enumerated().compactMap { index, line in
      guard line.count > Self.columnsMax else { return nil }
      let message = "\(line.count) columns: break the line at \(Self.columnsMax)"
      return Finding(path: file.path, line: index + 1, message: message)
    }
  }
}

/// A file has one duty; a longer one is split by aspect.
struct FileLengthRule: SourceRule {
  static let linesMax = 800

  func findings(in file: SourceFile) -> [Finding] {
    guard file.lines.count > Self.linesMax else { return [] }
    let message = "\(file.lines.count) lines: split the file (at most \(Self.linesMax)), as Type+Aspect.swift"
    return [Finding(path: file.path, line: 0, message: message)]
  }
}

/// A function fits on one screen.
struct FunctionLengthRule: SourceRule {
  static let linesMax = 70

  func findings(in file: SourceFile) -> [Finding] {
    var found: [Finding] = []
    for (index, line) in file.code.enumerated() {
      guard let name = Self.functionName(line), let last = Self.lastLine(from: index, in: file.code) else { continue }
      let count = last - index + 1
      guard count > Self.linesMax else { continue }
      let message = "\(name) has \(count) lines: split it (at most \(Self.linesMax))"
      found.append(Finding(path: file.path, line: index + 1, message: message))
    }
    return found
  }

  /// The name of the function that is declared on a line.
  static func functionName(_ line: String) -> String? {
    let words = line.split(whereSeparator: { $0 == " " })
    for (index, word) in words.enumerated() {
      if word == "func", index + 1 < words.count {
        return String(words[index + 1].prefix { $0 != "(" && $0 != "<" })
      }
      for name in ["init", "subscript", "deinit"] where word == name || isCall(word, of: name) {
        return isDeclaration(words[..<index]) ? name : nil
      }
    }
    return nil
  }

  private static func isCall(_ word: Substring, of name: String) -> Bool {
    ["(", "?(", "<"].contains { word.hasPrefix(name + $0) }
  }

  /// Only modifiers and attributes stand before a declaration.
  private static func isDeclaration(_ words: ArraySlice<Substring>) -> Bool {
    let modifiers: Set<Substring> = [
      "package", "public", "internal", "private", "fileprivate", "static", "override", "required", "convenience",
      "mutating", "nonisolated", "borrowing", "consuming",
    ]
    return words.allSatisfy { modifiers.contains($0) || $0.hasPrefix("@") }
  }

  /// The line where the body that begins at or after `start` ends; nil for a requirement without a body.
  private static func lastLine(from start: Int, in code: [String]) -> Int? {
    var braces = 0
    var parentheses = 0
    for index in start..<code.count {
      for character in code[index] {
        switch character {
        case "(": parentheses += 1
        case ")": parentheses -= 1
        case "{": braces += 1
        case "}":
          braces -= 1
          if braces == 0, parentheses == 0 { return index }
          if braces < 0 { return nil }
        default: break
        }
      }
      // Another declaration before any brace: this one was a protocol's requirement.
      if index > start, braces == 0, parentheses <= 0, functionName(code[index]) != nil { return nil }
    }
    return nil
  }
}
