/// Lines of Swift being put together.
struct SourceText {
  private(set) var text = ""
  private var depth = 0

  mutating func line(_ content: String = "") {
    if !content.isEmpty {
      text += String(repeating: "  ", count: depth) + content
    }
    text += "\n"
  }

  /// A documentation comment, broken at 120 columns.
  mutating func documentation(_ content: String) {
    var current = "///"
    for word in content.split(separator: " ") {
      if depth * 2 + current.count + 1 + word.count > 120 {
        line(current)
        current = "///"
      }
      current += " " + word
    }
    line(current)
  }

  mutating func block(_ head: String, _ body: (inout SourceText) -> Void) {
    line(head + " {")
    indented(body)
    line("}")
  }

  mutating func indented(_ body: (inout SourceText) -> Void) {
    depth += 1
    body(&self)
    depth -= 1
  }
}
