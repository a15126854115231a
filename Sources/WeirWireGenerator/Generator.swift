/// Turns schema files into Swift files.
struct Generator {
  struct File: Equatable {
    /// From the repository's root.
    var path: String
    var text: String
  }

  static let schemaFolder = "Schemas"
  static let sourceFolder = "Sources/WeirWire/Generated"
  static let testFolder = "Tests/WeirWireTests/Generated"

  /// - Parameter inputs: name (as in `Fetch.wire`) and text of each schema file.
  static func files(from inputs: [(name: String, text: String)]) throws(SchemaError) -> [File] {
    var schemas: [Schema] = []
    for input in inputs.sorted(by: { $0.name < $1.name }) {
      let schema = try SchemaParser.parse(input.text, file: input.name)
      guard input.name == "\(schema.name).wire" else {
        throw SchemaError(file: input.name, line: 1, message: "\(schema.name) belongs into \(schema.name).wire")
      }
      schemas.append(schema)
    }
    return schemas.flatMap(bodies) + [apiKeys(schemas), randomMessages(schemas)]
  }

  private static func header(_ source: String) -> String {
    """
    // Generated from \(source) by `swift run WeirWireGenerator`: change that, not this.
    // swift-format-ignore-file


    """
  }

  private static func bodies(_ schema: Schema) -> [File] {
    schema.bodies.map { body in
      var out = SourceText()
      StructureEmitter(
        structure: body, conditions: Conditions(flexibleFrom: schema.flexibleFrom), body: traits(schema, body)
      ).emit(into: &out)
      return File(
        path: "\(sourceFolder)/\(body.name).swift",
        text: header("\(schemaFolder)/\(schema.name).wire") + imports(body) + out.text)
    }
  }

  private static func imports(_ body: Structure) -> String {
    let types = body.scalars
    let lines = [
      types.contains(.records) ? "package import NIOCore\n" : "",
      types.contains(.uuid) ? "package import WeirBase\n" : "",
    ].joined()
    return lines.isEmpty ? "" : lines + "\n"
  }

  private static func traits(_ schema: Schema, _ body: Structure) -> StructureEmitter.BodyTraits {
    switch schema.kind {
    case .blob:
      StructureEmitter.BodyTraits(
        protocolName: "WireBlob", api: nil, response: nil, versions: schema.versions, source: schema.name,
        comment: schema.comment)
    case .api(let key):
      StructureEmitter.BodyTraits(
        protocolName: body.name.hasSuffix("Request") ? "WireRequest" : "WireResponse", api: schema.caseName,
        response: body.name.hasSuffix("Request") ? schema.name + "Response" : nil, versions: schema.versions,
        source: "\(schema.name) (key \(key))", comment: schema.comment)
    }
  }

  private static func apiKeys(_ schemas: [Schema]) -> File {
    let apis: [(schema: Schema, key: Int)] = schemas.compactMap { schema in
      if case .api(let key) = schema.kind { (schema, key) } else { nil }
    }.sorted { $0.key < $1.key }
    var out = SourceText()
    out.documentation("The requests this codec knows, by Kafka's numbers.")
    out.block("package enum ApiKey: Int16, CaseIterable, Sendable") { out in
      for (schema, key) in apis { out.line("case \(schema.caseName) = \(key)") }
      out.line()
      out.documentation("The versions the codec knows; a broker may offer fewer.")
      property("versions: ClosedRange<Int16>", apis, &out) { "\($0.versions.lower)...\($0.versions.upper)" }
      out.line()
      out.documentation("The first version with compact lengths and tagged fields (KIP-482).")
      property("flexibleFrom: Int16", apis, &out) { "\($0.flexibleFrom ?? 32_767)" }
      out.line()
      out.documentation("Whether this version has compact lengths and tagged fields.")
      out.line("package func isFlexible(_ version: Int16) -> Bool { version >= flexibleFrom }")
    }
    return File(path: "\(sourceFolder)/ApiKey.swift", text: header(schemaFolder) + out.text)
  }

  private static func property(
    _ declaration: String, _ apis: [(schema: Schema, key: Int)], _ out: inout SourceText,
    _ value: (Schema) -> String
  ) {
    out.block("package var \(declaration)") { out in
      out.line("switch self {")
      for (schema, _) in apis { out.line("case .\(schema.caseName): \(value(schema))") }
      out.line("}")
    }
  }

  private static func randomMessages(_ schemas: [Schema]) -> File {
    var out = SourceText()
    out.line("@testable import WeirWire")
    out.line()
    for schema in schemas { RandomEmitter(schema: schema).emit(into: &out) }
    out.documentation("Every message and blob.")
    out.line("let allBodies: [any RandomBody.Type] = [")
    out.indented { out in
      for body in schemas.flatMap(\.bodies) { out.line("\(body.name).self,") }
    }
    out.line("]")
    return File(path: "\(testFolder)/RandomMessages.swift", text: header(schemaFolder) + out.text)
  }
}

extension Schema {
  /// As in `.apiVersions`.
  fileprivate var caseName: String { name.prefix(1).lowercased() + name.dropFirst() }
}

extension Structure {
  /// Types of all fields and of what their arrays hold.
  fileprivate var scalars: [FieldType] {
    ([self] + inner).flatMap(\.fields).map { field in
      if case .array(let element) = field.type { element } else { field.type }
    }
  }
}
