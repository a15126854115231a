/// Reads the schema language; `Schemas/README.md` describes it.
struct SchemaParser {
  /// A line with something on it.
  private struct Line {
    var number: Int
    /// In steps of two spaces.
    var depth: Int
    var words: [String]
    var comment: String
  }

  private let file: String
  private var lines: [Line] = []
  private var next = 0
  private var versions = VersionRange(lower: 0, upper: 0)

  static func parse(_ text: String, file: String) throws(SchemaError) -> Schema {
    var parser = SchemaParser(file: file)
    try parser.split(text)
    return try parser.schema()
  }

  private init(file: String) { self.file = file }

  private func failure(_ message: String, at number: Int) -> SchemaError {
    SchemaError(file: file, line: number, message: message)
  }

  // MARK: Lines

  /// A comment on lines of its own belongs to the next line that is not a comment.
  private mutating func split(_ text: String) throws(SchemaError) {
    var pending: [String] = []
    for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let parts = raw.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      let words = parts.first.map { $0.split(separator: " ").map(String.init) } ?? []
      let comment = parts.count > 1 ? Self.trimmed(parts[1]) : ""
      if words.isEmpty {
        if parts.count > 1 { pending.append(comment) } else { pending = [] }
        continue
      }
      let indent = raw.prefix { $0 == " " }.count
      guard indent.isMultiple(of: 2), !raw.contains("\t") else {
        throw failure("indent by two spaces a level", at: index + 1)
      }
      if !comment.isEmpty { pending.append(comment) }
      lines.append(
        Line(number: index + 1, depth: indent / 2, words: words, comment: pending.joined(separator: " ")))
      pending = []
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  private mutating func take(_ expected: String) throws(SchemaError) -> Line {
    guard next < lines.count, lines[next].depth == 0, lines[next].words.first == expected else {
      throw failure("expected '\(expected)'", at: next < lines.count ? lines[next].number : (lines.last?.number ?? 1))
    }
    defer { next += 1 }
    return lines[next]
  }

  // MARK: Head

  private mutating func schema() throws(SchemaError) -> Schema {
    if lines.first?.words.first == "blob" { return try blob() }
    let head = try take("api")
    guard head.words.count == 3, let key = Int(head.words[2]) else {
      throw failure("expected 'api NAME KEY'", at: head.number)
    }
    let name = head.words[1]
    let flexibleFrom = try versionsAndFlexibility()
    let request = try body("request", named: name + "Request")
    let response = try body("response", named: name + "Response")
    try end()
    return Schema(
      name: name, comment: head.comment, kind: .api(key: key), versions: versions, flexibleFrom: flexibleFrom,
      bodies: [request, response])
  }

  private mutating func blob() throws(SchemaError) -> Schema {
    let head = try take("blob")
    guard head.words.count == 2 else { throw failure("expected 'blob NAME'", at: head.number) }
    let flexibleFrom = try versionsAndFlexibility()
    let content = try body("body", named: head.words[1])
    try end()
    return Schema(
      name: head.words[1], comment: head.comment, kind: .blob, versions: versions, flexibleFrom: flexibleFrom,
      bodies: [content])
  }

  private func end() throws(SchemaError) {
    guard next == lines.count else { throw failure("nothing may follow here", at: lines[next].number) }
  }

  private mutating func versionsAndFlexibility() throws(SchemaError) -> Int? {
    let line = try take("versions")
    guard line.words.count == 2, let range = Self.range(line.words[1], within: VersionRange(lower: 0, upper: 32_767))
    else { throw failure("expected 'versions A-B'", at: line.number) }
    versions = range
    guard next < lines.count, lines[next].words.first == "flexible" else { return nil }
    let flexible = try take("flexible")
    guard flexible.words.count == 2, let from = Self.range(flexible.words[1], within: versions),
      from.upper == versions.upper
    else { throw failure("expected 'flexible A+'", at: flexible.number) }
    return from.lower
  }

  private mutating func body(_ word: String, named name: String) throws(SchemaError) -> Structure {
    let line = try take(word)
    guard line.words.count == 1 else { throw failure("nothing follows '\(word)'", at: line.number) }
    let fields = try fields(depth: 1, within: versions)
    return Structure(name: name, purpose: "", versions: versions, fields: fields)
  }

  // MARK: Fields

  private mutating func fields(depth: Int, within outer: VersionRange) throws(SchemaError) -> [Field] {
    var fields: [Field] = []
    while next < lines.count, lines[next].depth >= depth {
      let line = lines[next]
      guard line.depth == depth else { throw failure("indented too far", at: line.number) }
      next += 1
      let field = try field(line, within: outer)
      guard !fields.contains(where: { $0.name == field.name }) else {
        throw failure("'\(field.name)' stands here twice", at: line.number)
      }
      fields.append(field)
    }
    return fields
  }

  private mutating func field(_ line: Line, within outer: VersionRange) throws(SchemaError) -> Field {
    guard line.words.count >= 2 else { throw failure("expected 'NAME TYPE'", at: line.number) }
    var field = Field(
      name: line.words[0], type: .bool, versions: outer, isIgnorable: false, comment: line.comment)
    var rest = line.words.dropFirst(2)
    while let word = rest.popFirst() {
      if word == "ignorable" {
        field.isIgnorable = true
      } else if word == "=" || word == "tag" {
        guard let value = rest.popFirst() else { throw failure("'\(word)' needs a value", at: line.number) }
        if word == "=" {
          field.initial = value == "null" ? "nil" : value
        } else if let number = Int(value), number >= 0 {
          field.tag = number
        } else {
          throw failure("'\(value)' is no tag", at: line.number)
        }
      } else if let range = Self.range(word, within: outer) {
        field.versions = range
      } else {
        throw failure("'\(word)' is not understood here", at: line.number)
      }
    }
    try type(&field, line.words[1], line)
    return field
  }

  /// The type comes last, since the fields of a structure live within the versions of the field that holds it.
  private mutating func type(_ field: inout Field, _ word: String, _ line: Line) throws(SchemaError) {
    let parts = word.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let base = String(parts[0])
    if parts.count == 2 {
      guard let range = parts[1].isEmpty ? field.versions : Self.range(String(parts[1]), within: field.versions) else {
        throw failure("'\(parts[1])' is no range of versions here", at: line.number)
      }
      field.nullable = range
    }
    if base.hasPrefix("["), base.hasSuffix("]") {
      field.type = .array(try element(String(base.dropFirst().dropLast()), field, line))
    } else {
      field.type = try element(base, field, line)
    }
    try check(field, line)
  }

  private mutating func element(_ word: String, _ field: Field, _ line: Line) throws(SchemaError) -> FieldType {
    if let scalar = FieldType(scalar: word) { return scalar }
    guard word.first?.isUppercase == true else { throw failure("'\(word)' is no type", at: line.number) }
    let fields = try fields(depth: line.depth + 1, within: field.versions)
    guard !fields.isEmpty else { throw failure("\(word) has no fields", at: line.number) }
    return .structure(
      Structure(name: word, purpose: "What `\(field.name)` holds.", versions: field.versions, fields: fields))
  }

  private func check(_ field: Field, _ line: Line) throws(SchemaError) {
    switch field.type {
    case .records:
      guard field.nullable == field.versions else { throw failure("records are always nullable", at: line.number) }
    case .string, .bytes, .array: break
    case .structure where field.tag == nil: throw failure("a lone structure must be tagged", at: line.number)
    default: guard field.nullable == nil else { throw failure("this type has no null", at: line.number) }
    }
    if field.initial == "nil" && field.nullable == nil {
      throw failure("null needs a nullable type", at: line.number)
    }
  }

  /// `3+`, `1-4`, `5`.
  private static func range(_ word: String, within outer: VersionRange) -> VersionRange? {
    var range: VersionRange?
    if word.hasSuffix("+") {
      range = Int(word.dropLast()).map { VersionRange(lower: $0, upper: outer.upper) }
    } else {
      let ends = word.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      if let first = ends.first, let lower = first, let last = ends.last, let upper = last, ends.count <= 2 {
        range = VersionRange(lower: lower, upper: upper)
      }
    }
    guard let range, range.lower <= range.upper, outer.contains(range) else { return nil }
    return range
  }
}
