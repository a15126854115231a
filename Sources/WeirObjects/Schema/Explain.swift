import WeirBase

/// Tells people what a kind's fields are, in the form of `kubectl explain`.
package enum Explain {
  /// - Parameters:
  ///   - path: names of fields from the object's top, such as `spec`, `transforms`, `uses`.
  ///   - isRecursive: all fields below, without descriptions.
  /// - Throws: a fault that names the field that is not there, and the nearest one.
  package static func text(
    _ kind: Kind, path: [String], recursive isRecursive: Bool = false
  ) throws(ObjectFault) -> String {
    var field = Field(kind.rawValue, whole(kind.definition))
    for (depth, name) in path.enumerated() {
      field = try step(field.schema, name, at: path[..<depth].joined(separator: "."))
    }
    var text = "GROUP:      \(Kind.group)\nKIND:       \(kind.rawValue)\nVERSION:    \(Kind.version)\n\n"
    if !path.isEmpty { text += "FIELD: \(heading(field))\n\n" }
    text += "DESCRIPTION:\n" + wrapped(field.schema.description, indent: 4) + facts(field, indent: 4)
    guard let fields = inner(field.schema).fields else { return text }
    text += "\nFIELDS:\n"
    list(fields, indent: 2, isRecursive, &text)
    return text
  }

  private static func whole(_ definition: KindDefinition) -> Schema {
    let version = TextRule(choices: [Kind.apiVersion])
    let kind = TextRule(choices: [definition.kind.rawValue])
    return Schema(
      .object([
        Field("apiVersion", .text("Group and version of this form of the object.", version), isRequired: true),
        Field("kind", .text("What the object is.", kind), isRequired: true),
        Field("metadata", Schema(.object(MetadataCodec.fields), "Who the object is."), isRequired: true),
        Field("spec", definition.spec, isRequired: definition.needsSpec),
        Field("status", definition.status),
      ]), definition.summary)
  }

  /// What stands inside lists and maps.
  private static func inner(_ schema: Schema) -> Schema {
    switch schema.form {
    case .array(let item, _): inner(item)
    case .map(let value): inner(value)
    default: schema
    }
  }

  private static func step(_ schema: Schema, _ name: String, at path: String) throws(ObjectFault) -> Field {
    let place = path.isEmpty ? name : "\(path).\(name)"
    guard let fields = inner(schema).fields else {
      let message = "\(path.isEmpty ? "this" : path) is of type \(schema.typeName) and has no fields"
      throw ObjectFault([Cause(place, .notSupported, message)])
    }
    if let field = fields.first(where: { $0.name == name }) { return field }
    let near = Spelling.nearest(to: name, among: fields.map(\.name)).first
    let help = near.map { "did you mean \"\($0)\"?" } ?? "known are \(fields.map(\.name).joined(separator: ", "))"
    throw ObjectFault([Cause(place, .notSupported, "there is no field \"\(name)\"; \(help)")])
  }

  private static func heading(_ field: Field) -> String {
    "\(field.name) <\(field.schema.typeName)>" + (field.isRequired ? " -required-" : "")
  }

  private static func list(_ fields: [Field], indent: Int, _ isRecursive: Bool, _ text: inout String) {
    for field in fields {
      text += String(repeating: " ", count: indent) + heading(field) + "\n"
      if isRecursive {
        if let below = inner(field.schema).fields { list(below, indent: indent + 2, true, &text) }
      } else {
        text += wrapped(field.schema.description, indent: indent + 2) + facts(field, indent: indent + 2) + "\n"
      }
    }
  }

  /// What holds of the values: default, choices, bounds.
  private static func facts(_ field: Field, indent: Int) -> String {
    var facts: [String] = []
    if let standard = field.defaultValue { facts.append("default: \(standard.text ?? standard.compact)") }
    if field.isImmutable { facts.append("set once") }
    switch field.schema.form {
    case .text(let rule) where !rule.choices.isEmpty: facts.append("one of: \(rule.choices.joined(separator: ", "))")
    case .integer(let range):
      let (low, high) = (range.lowerBound, range.upperBound)
      facts.append(high == .max ? "\(low) or more" : "\(low) to \(high)")
    default: break
    }
    return facts.isEmpty ? "" : wrapped("(" + facts.joined(separator: "; ") + ")", indent: indent)
  }

  /// Broken at words before column 80.
  private static func wrapped(_ text: String, indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines = ""
    var line = margin
    for word in text.split(separator: " ") {
      if line.count + word.count + 1 > 80, line != margin {
        lines += line + "\n"
        line = margin
      }
      line += (line == margin ? "" : " ") + word
    }
    return lines + line + "\n"
  }
}
