import WeirBase

/// A comparison with one or more known values.
struct JSONTest {
  let comparison: JSONFilter.Operator
  private let known: [JSONValue]
  /// The one text to look for, folded.
  private let pattern: TextPattern?
  private let ignoresCase: Bool

  init(_ arguments: Arguments) throws(ParameterFaults) {
    let comparison: JSONFilter.Operator = arguments.choice("operator", .equals)
    let (value, values) = (arguments["value"], arguments["values"]?.elements)
    if let fault = Self.fault(comparison, value: value, values: values) { throw ParameterFaults([fault]) }
    self.comparison = comparison
    known = comparison.takesList ? values ?? [] : value.map { [$0] } ?? []
    let ignoresCase = arguments.flag("ignoreCase")
    self.ignoresCase = ignoresCase
    pattern = value?.text.map { TextPattern(TextMatch.fold($0, ignoresCase)) }
  }

  /// What does not go with the operator.
  private static func fault(
    _ comparison: JSONFilter.Operator, value: JSONValue?, values: [JSONValue]?
  ) -> ParameterFault? {
    let name = comparison.rawValue
    let needsValue = !comparison.takesNothing && !comparison.takesList
    if needsValue != (value != nil) {
      let advice = comparison.takesList ? "is not for \(name): give values" : "is not for \(name)"
      return ParameterFault(path: "with.value", message: needsValue ? "is required for \(name)" : advice)
    }
    if comparison.takesList != (values != nil) {
      let message = comparison.takesList ? "is required for \(name)" : "is not for \(name)"
      return ParameterFault(path: "with.values", message: message)
    }
    if comparison.takesText, value?.text == nil {
      return ParameterFault(path: "with.value", message: "must be a string for \(name), not \(typeName(value))")
    }
    if comparison.takesOrdered, value?.text == nil, value?.compare(.number("0"), ignoringCase: false) == nil {
      let message = "must be a number or a string for \(name), not \(typeName(value))"
      return ParameterFault(path: "with.value", message: message)
    }
    return nil
  }

  private static func typeName(_ value: JSONValue?) -> String { value?.typeName ?? "nothing" }

  /// Whether one of the values passes; for the negative operators, whether none of them fails.
  func holds(_ found: [JSONValue]) -> Bool {
    switch comparison {
    case .notEquals, .notIn: !found.contains { isKnown($0) }
    case .notContains: !found.contains { contains($0) }
    default: found.contains { passes($0) }
    }
  }

  private func passes(_ value: JSONValue) -> Bool {
    switch comparison {
    case .equals, .in: isKnown(value)
    case .contains: contains(value)
    case .lessThan: ordered(value) { $0 < 0 }
    case .atMost: ordered(value) { $0 <= 0 }
    case .greaterThan: ordered(value) { $0 > 0 }
    case .atLeast: ordered(value) { $0 >= 0 }
    case .startsWith: texts(value) { $0.starts(with: $1.bytes) }
    case .endsWith: texts(value) { TextMatch.hasSuffix($0, $1.bytes) }
    case .exists, .notExists, .notEquals, .notIn, .notContains: false
    }
  }

  private func isKnown(_ value: JSONValue) -> Bool { known.contains { $0.means(value, ignoringCase: ignoresCase) } }

  private func contains(_ value: JSONValue) -> Bool {
    if let elements = value.elements { return elements.contains { isKnown($0) } }
    return texts(value) { $1.isIn($0) }
  }

  private func ordered(_ value: JSONValue, _ isWanted: (Int) -> Bool) -> Bool {
    guard let other = known.first, let order = value.compare(other, ignoringCase: ignoresCase) else { return false }
    return isWanted(order)
  }

  private func texts(_ value: JSONValue, _ isWanted: ([UInt8], TextPattern) -> Bool) -> Bool {
    guard let text = value.text, let pattern else { return false }
    return isWanted(TextMatch.fold(text, ignoresCase), pattern)
  }
}
