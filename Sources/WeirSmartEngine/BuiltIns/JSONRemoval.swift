import WeirBase

/// Takes fields out.
struct JSONRemoval: JSONChange {
  static let builtIn = BuiltIn(
    "json-remove", "Takes the named fields out of a JSON value.",
    [.paths("The fields to take out. Those that are not there are no error."), .onInvalid(mayKeep: false)]
  ) { arguments throws(ParameterFaults) in
    JSONRemoval(paths: try arguments.paths("paths"), onInvalid: arguments.choice("onInvalid", .fail))
  }

  let paths: [JSONPath]
  let onInvalid: InvalidValue

  func change(_ document: JSONValue) -> JSONValue {
    paths.reduce(document) { $1.update($0) { _ in nil } }
  }
}
