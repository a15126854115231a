import WeirBase

/// Keeps records by a field of their JSON value.
struct JSONFilter: Transform {
  enum Operator: String, CaseIterable {
    case equals, notEquals, `in`, notIn, exists, notExists, lessThan, atMost, greaterThan, atLeast
    case contains, notContains, startsWith, endsWith

    var takesNothing: Bool { self == .exists || self == .notExists }
    var takesList: Bool { self == .in || self == .notIn }
    var takesText: Bool { self == .startsWith || self == .endsWith }
    var takesOrdered: Bool { [.lessThan, .atMost, .greaterThan, .atLeast].contains(self) }
  }

  static let builtIn = BuiltIn(
    "json-filter", "Keeps the records whose JSON value has a field that compares as asked.",
    [
      Parameter(
        "path", .path, "The field, as in customer.country or items[*].sku. With a wildcard, one match is enough.",
        isRequired: true),
      Parameter(
        "operator", .choice,
        "How the field must compare. Numbers compare by value, texts by code point; contains looks into a text, or for"
          + " an element of an array. A number and a text are never equal.",
        default: .string("equals"), choices: Operator.allCases.map(\.rawValue)),
      Parameter("value", .any, "What to compare with; not for in, notIn, exists and notExists."),
      Parameter("values", .list, "What to compare with, for in and notIn."),
      .ignoreCase,
      .absent("the field"),
      .onInvalid(mayKeep: true),
    ]
  ) { arguments throws(ParameterFaults) in try JSONFilter(arguments) }

  private let path: JSONPath
  private let pathText: String
  private let test: JSONTest
  private let absence: Absence
  private let onInvalid: InvalidValue

  private init(_ arguments: Arguments) throws(ParameterFaults) {
    path = try arguments.path("path")
    pathText = arguments.text("path")
    test = try JSONTest(arguments)
    absence = arguments.choice("absent", .drop)
    onInvalid = arguments.choice("onInvalid", .fail)
  }

  func apply(_ record: inout WorkingRecord) throws(TransformFault) -> Bool {
    let document: JSONValue?
    do throws(TransformFault) {
      document = try record.json()
    } catch {
      return try onInvalid.decide(error)
    }
    let found = document.map(path.values) ?? []
    switch test.comparison {
    case .exists: return !found.isEmpty
    case .notExists: return found.isEmpty
    default: break
    }
    if found.isEmpty { return try absence.decide("the value has no field \(pathText)") }
    return test.holds(found)
  }
}
