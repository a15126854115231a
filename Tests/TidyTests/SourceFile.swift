/// A Swift file: its lines as written, and its lines with comments and string literals blanked out.
struct SourceFile {
  /// Relative to the repository's root, with "/".
  var path: String
  var lines: [String]
  /// As many lines, and columns, as `lines`.
  var code: [String]

  init(path: String, text: String) {
    self.path = path
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    code = Blanking.blank(text).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if code.count > lines.count { code.removeLast(code.count - lines.count) }
  }

  /// The folder under `Sources` or `Tests`: the target's name.
  var target: String {
    let parts = path.split(separator: "/")
    return parts.count > 2 ? String(parts[1]) : ""
  }

  var isGenerated: Bool { path.contains("/Generated/") }
}

/// Replaces comments and string literals by spaces, so that rules see code alone.
enum Blanking {
  static func blank(_ text: String) -> String {
    var scanner = BlankingScanner(input: Array(text))
    return scanner.run()
  }
}

private struct BlankingScanner {
  var input: [Character]
  var output: [Character] = []
  var position = 0

  init(input: [Character]) { self.input = input }

  mutating func run() -> String {
    output.reserveCapacity(input.count)
    while position < input.count {
      if starts(with: "//") {
        while position < input.count, input[position] != "\n" { hide() }
      } else if starts(with: "/*") {
        hideBlockComment()
      } else if let hashes = stringStart() {
        hideString(hashes: hashes)
      } else {
        output.append(input[position])
        position += 1
      }
    }
    return String(output)
  }

  func starts(with word: String, at offset: Int = 0) -> Bool {
    var index = position + offset
    for character in word {
      guard index < input.count, input[index] == character else { return false }
      index += 1
    }
    return true
  }

  mutating func hide(_ count: Int = 1) {
    for _ in 0..<count where position < input.count {
      output.append(input[position] == "\n" ? "\n" : " ")
      position += 1
    }
  }

  /// Block comments nest in Swift.
  mutating func hideBlockComment() {
    var depth = 0
    repeat {
      if starts(with: "/*") {
        depth += 1
        hide(2)
      } else if starts(with: "*/") {
        depth -= 1
        hide(2)
      } else {
        hide()
      }
    } while depth > 0 && position < input.count
  }

  /// How many "#" stand before a string that begins here; nil if none begins.
  func stringStart() -> Int? {
    var hashes = 0
    while starts(with: "#", at: hashes) { hashes += 1 }
    return starts(with: "\"", at: hashes) ? hashes : nil
  }

  mutating func hideString(hashes: Int) {
    hide(hashes)
    let quote = starts(with: "\"\"\"") ? "\"\"\"" : "\""
    hide(quote.count)
    let end = quote + String(repeating: "#", count: hashes)
    let escape = "\\" + String(repeating: "#", count: hashes)
    while position < input.count, !starts(with: end) {
      if starts(with: escape + "(") {
        hide(escape.count + 1)
        hideInterpolation()
      } else if starts(with: escape) {
        hide(escape.count + 1)
      } else if quote == "\"", input[position] == "\n" {
        return
      } else {
        hide()
      }
    }
    hide(end.count)
  }

  /// Up to the parenthesis that closes an interpolation; strings within it are hidden as well.
  mutating func hideInterpolation() {
    var depth = 1
    while position < input.count, depth > 0 {
      if let hashes = stringStart() {
        hideString(hashes: hashes)
        continue
      }
      if input[position] == "(" { depth += 1 }
      if input[position] == ")" { depth -= 1 }
      hide()
    }
  }
}
