/// Writes one structure as Swift: properties, initialisers, codec, and the structures within it.
struct StructureEmitter {
  let structure: Structure
  let conditions: Conditions
  /// What a body declares besides; nil for structures within one.
  let body: BodyTraits?

  struct BodyTraits {
    var protocolName: String
    var api: String?
    var response: String?
    var versions: VersionRange
    var source: String
    var comment: String
  }

  private var flexible: String { conditions.flexible(in: structure.versions) }
  private var tagged: [Field] { structure.fields.filter { $0.tag != nil } }

  func emit(into out: inout SourceText) {
    out.documentation(documentation)
    out.block("package struct \(structure.name): \(body?.protocolName ?? "Equatable, Sendable")") { out in
      if let body { traits(body, &out) }
      for field in structure.fields { property(field, &out) }
      if flexible != "false" {
        out.documentation("Tagged fields unknown here, as they came.")
        out.line("package var unknownTaggedFields: [TaggedField] = []")
      }
      out.line()
      memberwise(&out)
      out.line()
      decoder(&out)
      out.line()
      encoder(&out)
      // All of a message's structures stand side by side in it, as in Kafka's own code.
      for inner in body == nil ? [] : structure.inner {
        out.line()
        StructureEmitter(structure: inner, conditions: conditions, body: nil).emit(into: &out)
      }
    }
  }

  private var documentation: String {
    guard let body else { return structure.purpose }
    return "\(body.source), versions \(body.versions.lower) to \(body.versions.upper). \(body.comment)"
  }

  private func traits(_ body: BodyTraits, _ out: inout SourceText) {
    if let response = body.response { out.line("package typealias Response = \(response)") }
    if let api = body.api { out.line("package static var api: ApiKey { .\(api) }") }
    out.line("package static var versions: ClosedRange<Int16> { \(body.versions.lower)...\(body.versions.upper) }")
    out.line("package static func isFlexible(_ version: Int16) -> Bool { \(flexible) }")
    out.line()
  }

  // MARK: Properties

  private func property(_ field: Field, _ out: inout SourceText) {
    let notes = [field.comment, versionNote(field), tagNote(field)].filter { !$0.isEmpty }
    if !notes.isEmpty { out.documentation(notes.joined(separator: " ")) }
    out.line("package var \(field.name): \(field.swiftType) = \(field.swiftInitial)")
  }

  private func versionNote(_ field: Field) -> String {
    let range = field.versions
    if range == structure.versions { return "" }
    if range.lower == range.upper { return "Version \(range.lower)." }
    if range.upper == structure.versions.upper { return "From version \(range.lower)." }
    return "Versions \(range.lower) to \(range.upper)."
  }

  private func tagNote(_ field: Field) -> String { field.tag.map { "Tag \($0)." } ?? "" }

  private func memberwise(_ out: inout SourceText) {
    out.documentation("Every argument defaults to what Kafka takes for it.")
    var arguments = structure.fields.map { "\($0.name): \($0.swiftType) = \($0.swiftInitial)" }
    if flexible != "false" { arguments.append("unknownTaggedFields: [TaggedField] = []") }
    out.line("package init(")
    out.indented { out in
      for (index, argument) in arguments.enumerated() {
        out.line(argument + (index == arguments.count - 1 ? "" : ","))
      }
    }
    out.block(")") { out in
      for field in structure.fields { out.line("self.\(field.name) = \(field.name)") }
      if flexible != "false" { out.line("self.unknownTaggedFields = unknownTaggedFields") }
    }
  }

  // MARK: Decoding

  private func decoder(_ out: inout SourceText) {
    out.block("package init(from reader: inout WireReader, version: Int16) throws(WireError)") { out in
      guard body != nil else { return decodeFields(&out) }
      out.line("guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }")
      out.line("do throws(WireError) {")
      out.indented { decodeFields(&$0) }
      out.line("} catch {")
      out.indented { $0.line("throw error.within(\"\(structure.name)\")") }
      out.line("}")
    }
  }

  private func decodeFields(_ out: inout SourceText) {
    for field in structure.fields where field.tag == nil {
      if let condition = Conditions.isIn(field.versions, of: structure.versions) {
        out.block("if \(condition)") { decode(field, &$0) }
      } else {
        decode(field, &out)
      }
    }
    if flexible == "false" { return }
    if flexible == "true" { return decodeTags(&out) }
    out.block("if \(flexible)") { decodeTags(&$0) }
  }

  private func decodeTags(_ out: inout SourceText) {
    if tagged.isEmpty { return out.line("unknownTaggedFields = try reader.taggedFields()") }
    out.block("for _ in 0..<(try reader.tagCount())") { out in
      out.line("let (tag, outerEnd) = try reader.enterTag()")
      out.line("switch tag {")
      for field in tagged {
        let tag = field.tag ?? 0
        let condition = Conditions.isIn(field.versions, of: flexibleVersions).map { " where \($0)" } ?? ""
        out.line("case \(tag)\(condition):")
        out.indented { decode(field, &$0) }
      }
      out.line("default:")
      out.indented { $0.line("unknownTaggedFields.append(try reader.unknownField(tag))") }
      out.line("}")
      out.line("reader.leaveTag(outerEnd)")
    }
  }

  /// The structure's versions that have tagged fields.
  private var flexibleVersions: VersionRange {
    VersionRange(
      lower: max(conditions.flexibleFrom ?? 0, structure.versions.lower), upper: structure.versions.upper)
  }

  private func decode(_ field: Field, _ out: inout SourceText) {
    guard case .array(let element) = field.type else {
      return out.line("\(field.name) = try \(read(field.type, field))")
    }
    let call = field.nullable == nil ? "array" : "optionalArray"
    let nullable = nullableArgument(field).map { ", \($0)" } ?? ""
    let compact = conditions.flexible(in: field.versions)
    let minimum = minimum(element, field.versions)
    let arguments = "\"\(field.name)\"\(nullable), compact: \(compact), minimum: \(minimum)"
    out.line("\(field.name) = try reader.\(call)(\(arguments)) {")
    out.indented { out in
      out.line("(reader: inout WireReader) throws(WireError) in")
      out.line("try \(readElement(element, field.versions))")
    }
    out.line("}")
  }

  private func read(_ type: FieldType, _ field: Field) -> String {
    guard let nullable = field.nullable, type != .records else { return readElement(type, field.versions) }
    let compact = "compact: \(conditions.flexible(in: field.versions))"
    let argument = Conditions.isIn(nullable, of: field.versions).map { "nullable: \($0), " } ?? ""
    return "reader.\(type == .string ? "optionalString" : "optionalBytes")(\(argument)\(compact))"
  }

  private func readElement(_ type: FieldType, _ versions: VersionRange) -> String {
    let compact = "compact: \(conditions.flexible(in: versions))"
    return switch type {
    case .bool: "reader.bool()"
    case .int8: "reader.int8()"
    case .int16: "reader.int16()"
    case .int32: "reader.int32()"
    case .int64: "reader.int64()"
    case .uuid: "reader.uuid()"
    case .string: "reader.string(\(compact))"
    case .bytes: "reader.bytes(\(compact))"
    case .records: "reader.records(\(compact))"
    case .array, .structure: "\(type.swiftName)(from: &reader, version: version)"
    }
  }

  private func minimum(_ element: FieldType, _ range: VersionRange) -> Int {
    let sizes = (range.lower...range.upper).map { version in
      element.minimum(version, flexible: version >= conditions.flexibleFrom ?? Int.max)
    }
    return max(1, sizes.min() ?? 1)
  }

  private func nullableArgument(_ field: Field) -> String? {
    guard let nullable = field.nullable else { return nil }
    return Conditions.isIn(nullable, of: field.versions).map { "nullable: \($0)" }
  }

  // MARK: Encoding

  private func encoder(_ out: inout SourceText) {
    out.block("package func encode(into writer: inout WireWriter, version: Int16) throws(WireError)") { out in
      guard body != nil else { return encodeFields(&out) }
      out.line("guard Self.versions.contains(version) else { throw WireError(.unsupportedVersion(version)) }")
      out.line("do throws(WireError) {")
      out.indented { encodeFields(&$0) }
      out.line("} catch {")
      out.indented { $0.line("throw error.within(\"\(structure.name)\")") }
      out.line("}")
    }
  }

  private func encodeFields(_ out: inout SourceText) {
    for field in structure.fields {
      let condition = Conditions.isIn(field.versions, of: structure.versions)
      guard field.tag == nil else {
        if let condition, !field.isIgnorable {
          out.block("if !(\(condition)) && \(field.isSet)") { out in
            out.line("throw .fieldNotInVersion(\"\(field.name)\", version)")
          }
        }
        continue
      }
      guard let condition else {
        encode(field, &out)
        continue
      }
      out.line("if \(condition) {")
      out.indented { encode(field, &$0) }
      if !field.isIgnorable {
        out.line("} else if \(field.isSet) {")
        out.indented { $0.line("throw .fieldNotInVersion(\"\(field.name)\", version)") }
      }
      out.line("}")
    }
    if flexible == "false" { return }
    if flexible == "true" { return encodeTags(&out) }
    out.block("if \(flexible)") { encodeTags(&$0) }
  }

  private func encodeTags(_ out: inout SourceText) {
    if tagged.isEmpty { return out.line("try writer.taggedFields(unknownTaggedFields)") }
    out.line("var taggedFields = unknownTaggedFields")
    for field in tagged {
      let condition = Conditions.isIn(field.versions, of: flexibleVersions).map { "\($0) && " } ?? ""
      out.block("if \(condition)\(field.isSet)") { out in
        let closure = "(writer: inout WireWriter) throws(WireError) in"
        out.line("let taggedField = try TaggedField(\(field.tag ?? 0)) { \(closure)")
        out.indented { encode(field, &$0) }
        out.line("}")
        out.line("taggedFields.append(taggedField)")
      }
    }
    out.line("try writer.taggedFields(taggedFields)")
  }

  private func encode(_ field: Field, _ out: inout SourceText) {
    let compact = conditions.flexible(in: field.versions)
    if case .array(let element) = field.type {
      let call = field.nullable == nil ? "array" : "optionalArray"
      let nullable = nullableArgument(field).map { ", \($0)" } ?? ""
      out.line("try writer.\(call)(\"\(field.name)\", \(field.name)\(nullable), compact: \(compact)) {")
      out.indented { out in
        out.line("(writer: inout WireWriter, element: \(element.swiftName)) throws(WireError) in")
        out.line(write(element, "element", "compact: \(compact)"))
      }
      return out.line("}")
    }
    guard field.nullable != nil, field.type != .records else {
      return out.line(write(field.type, field.name, "compact: \(compact)"))
    }
    let call = field.type == .string ? "optionalString" : "optionalBytes"
    let nullable = nullableArgument(field).map { ", \($0)" } ?? ""
    out.line("try writer.\(call)(\(field.name)\(nullable), compact: \(compact))")
  }

  private func write(_ type: FieldType, _ value: String, _ compact: String) -> String {
    switch type {
    case .bool: "writer.bool(\(value))"
    case .int8: "writer.int8(\(value))"
    case .int16: "writer.int16(\(value))"
    case .int32: "writer.int32(\(value))"
    case .int64: "writer.int64(\(value))"
    case .uuid: "writer.uuid(\(value))"
    case .string: "try writer.string(\(value), \(compact))"
    case .bytes: "try writer.bytes(\(value), \(compact))"
    case .records: "try writer.records(\(value), \(compact))"
    case .array, .structure: "try \(value).encode(into: &writer, version: version)"
    }
  }
}
