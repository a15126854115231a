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
    var target = "value.\(field.name) = "
    if let nullable = field.nullable {
      let condition = Conditions.isIn(nullable, of: field.versions).map { "\($0) && " } ?? ""
      target += "\(condition)random.isNull() ? nil : "
    }
    if let condition = Conditions.isIn(field.versions, of: structure.versions) {
      out.block("if \(condition)") { assign(field, to: target, scope, &$0) }
    } else {
      assign(field, to: target, scope, &out)
    }
  }

  private func assign(_ field: Field, to target: String, _ scope: String, _ out: inout SourceText) {
    guard case .array(let element) = field.type else { return out.line(target + value(field.type, scope, "random")) }
    out.block(target + "random.array") { $0.line(value(element, scope, "$0")) }
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
