/// Writes what the property tests need: for each structure a function that makes one with random values, setting only
/// what the version can carry.
struct RandomEmitter {
  let schema: Schema

  func emit(into out: inout SourceText) {
    for body in schema.bodies {
      emit(body, path: body.name, conforming: ": RandomBody", scope: body.name, &out)
      for inner in body.inner {
        emit(inner, path: "\(body.name).\(inner.name)", conforming: "", scope: body.name, &out)
      }
    }
  }

  private var conditions: Conditions { Conditions(flexibleFrom: schema.flexibleFrom) }

  private func emit(
    _ structure: Structure, path: String, conforming: String, scope: String, _ out: inout SourceText
  ) {
    out.block("extension \(path)\(conforming)") { out in
      out.block("static func random(_ random: inout RandomValues, version: Int16) -> Self") { out in
        out.line("var value = Self()")
        for field in structure.fields { assign(field, structure, scope, &out) }
        switch conditions.flexible(in: structure.versions) {
        case "false": break
        case "true": out.line("value.unknownTaggedFields = random.taggedFields()")
        case let condition: out.line("if \(condition) { value.unknownTaggedFields = random.taggedFields() }")
        }
        out.line("return value")
      }
    }
    out.line()
  }

  private func assign(_ field: Field, _ structure: Structure, _ scope: String, _ out: inout SourceText) {
    var text = "value.\(field.name) = \(value(field.type, scope, "random"))"
    if let nullable = field.nullable {
      let condition = Conditions.isIn(nullable, of: field.versions).map { "\($0) && " } ?? ""
      text = "value.\(field.name) = \(condition)random.isNull() ? nil : \(value(field.type, scope, "random"))"
    }
    if let condition = Conditions.isIn(field.versions, of: structure.versions) {
      out.block("if \(condition)") { $0.line(text) }
    } else {
      out.line(text)
    }
  }

  /// - Parameters:
  ///   - scope: the message around the structures.
  ///   - source: the name of the source of values.
  private func value(_ type: FieldType, _ scope: String, _ source: String) -> String {
    switch type {
    case .bool: "\(source).bool()"
    case .int8, .int16, .int32, .int64: "\(source).integer()"
    case .uuid: "\(source).uuid()"
    case .string: "\(source).string()"
    case .bytes: "\(source).bytes()"
    case .records: "\(source).records()"
    case .array(let element): "\(source).array { \(value(element, scope, "$0")) }"
    case .structure(let structure): "\(scope).\(structure.name).random(&\(source), version: version)"
    }
  }
}
