/// Writes what the property tests need: for each structure a function that makes one with random values, setting only
/// what the version can carry.
struct RandomEmitter {
  let schema: Schema

  func emit(into out: inout SourceText) {
    for body in schema.bodies {
      emit(body, path: body.name, isBody: true, &out)
      for inner in body.inner { emit(inner, path: "\(body.name).\(inner.name)", isBody: false, &out) }
    }
  }

  private var conditions: Conditions { Conditions(flexibleFrom: schema.flexibleFrom) }

  private func emit(_ structure: Structure, path: String, isBody: Bool, _ out: inout SourceText) {
    out.block("extension \(path)\(isBody ? ": RandomBody" : "")") { out in
      out.block("static func random(_ random: inout RandomValues, version: Int16) -> Self") { out in
        out.line("var value = Self()")
        for field in structure.fields { assign(field, structure, &out) }
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

  private func assign(_ field: Field, _ structure: Structure, _ out: inout SourceText) {
    var text = "value.\(field.name) = \(value(field.type))"
    if let nullable = field.nullable {
      let condition = Conditions.isIn(nullable, of: field.versions).map { "\($0) && " } ?? ""
      text = "value.\(field.name) = \(condition)random.isNull() ? nil : \(value(field.type))"
    }
    if let condition = Conditions.isIn(field.versions, of: structure.versions) {
      out.block("if \(condition)") { $0.line(text) }
    } else {
      out.line(text)
    }
  }

  private func value(_ type: FieldType) -> String {
    switch type {
    case .bool: "random.bool()"
    case .int8, .int16, .int32, .int64: "random.integer()"
    case .uuid: "random.uuid()"
    case .string: "random.string()"
    case .bytes: "random.bytes()"
    case .records: "random.records()"
    case .array(let element): "random.array { \(value(element).replacingRandom) }"
    case .structure(let structure): "\(structure.name).random(&random, version: version)"
    }
  }
}

extension String {
  /// Within `random.array { }` the source of values is the closure's argument.
  fileprivate var replacingRandom: String {
    hasPrefix("random.") ? "$0." + dropFirst("random.".count) : split(separator: "&random").joined(separator: "&$0")
  }
}
