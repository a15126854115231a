import WeirBase

/// Sets fields to constants.
struct JSONSetting: JSONChange {
  static let builtIn = BuiltIn(
    "json-set", "Sets fields of a JSON value to constants, and adds those that are missing.",
    [
      Parameter(
        "fields", .fields,
        "The path of each field and its value. Objects on the way are made where they are missing; elements of arrays"
          + " are set only where they exist.",
        isRequired: true),
      Parameter("onlyIfAbsent", .boolean, "Whether a field that is there keeps its value.", default: .bool(false)),
      .onInvalid(mayKeep: true),
    ]
  ) { arguments throws(ParameterFaults) in try JSONSetting(arguments) }

  private let fields: [(path: JSONPath, value: JSONValue)]
  private let onlyIfAbsent: Bool
  let onInvalid: InvalidValue

  private init(_ arguments: Arguments) throws(ParameterFaults) {
    fields = try arguments.pathMembers("fields")
    onlyIfAbsent = arguments.flag("onlyIfAbsent")
    onInvalid = arguments.choice("onInvalid", .fail)
  }

  func change(_ document: JSONValue) throws(TransformFault) -> JSONValue {
    var document = document
    for field in fields {
      do throws(JSONPath.Fault) {
        document = try field.path.set(field.value, in: document, onlyIfAbsent: onlyIfAbsent)
      } catch {
        throw TransformFault(message: error.message)
      }
    }
    return document
  }
}
