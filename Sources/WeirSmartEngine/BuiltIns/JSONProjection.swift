import WeirBase

/// Keeps only some fields.
struct JSONProjection: JSONChange {
  static let builtIn = BuiltIn(
    "json-project", "Keeps only the named fields of a JSON value, in the order in which they stand.",
    [
      .paths("The fields to keep. A value that has none of them becomes an empty object."),
      .onInvalid(mayKeep: false),
    ]
  ) { arguments throws(ParameterFaults) in
    JSONProjection(paths: try arguments.paths("paths"), onInvalid: arguments.choice("onInvalid", .fail))
  }

  let paths: [JSONPath]
  let onInvalid: InvalidValue

  func change(_ document: JSONValue) -> JSONValue {
    let empty: JSONValue = document.elements == nil ? .object([]) : .array([])
    return JSONPath.project(document, paths.map { $0.segments[...] }) ?? empty
  }
}
