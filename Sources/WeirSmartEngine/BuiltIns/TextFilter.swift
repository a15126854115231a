import WeirBase

/// Keeps records by the text of their value or key.
struct TextFilter: Transform {
  enum Part: String { case value, key }

  enum Operator: String, CaseIterable {
    case contains, notContains, equals, notEquals, startsWith, endsWith
  }

  static let builtIn = BuiltIn(
    "text-filter", "Keeps the records whose value (or key) contains, equals or begins with a text.",
    [
      Parameter("text", .text, "The text to look for.", isRequired: true),
      Parameter(
        "operator", .choice, "How the text must stand in the record.", default: .string("contains"),
        choices: Operator.allCases.map(\.rawValue)),
      Parameter(
        "in", .choice, "Which part of the record to look at.", default: .string("value"), choices: ["value", "key"]),
      .ignoreCase,
      .absent("that part"),
    ]
  ) { arguments throws(ParameterFaults) in try TextFilter(arguments) }

  private let part: Part
  private let comparison: Operator
  private let pattern: TextPattern
  private let ignoresCase: Bool
  private let absence: Absence

  private init(_ arguments: Arguments) throws(ParameterFaults) {
    guard !arguments.text("text").isEmpty else {
      throw ParameterFaults("with.text", "is empty: a text is needed")
    }
    part = arguments.choice("in", .value)
    comparison = arguments.choice("operator", .contains)
    ignoresCase = arguments.flag("ignoreCase")
    pattern = TextPattern(TextMatch.fold(arguments.text("text"), ignoresCase))
    absence = arguments.choice("absent", .drop)
  }

  func apply(_ record: inout WorkingRecord) throws(TransformFault) -> Bool {
    guard let bytes = part == .key ? record.key : record.value else {
      return try absence.decide("the record has no \(part.rawValue)")
    }
    let folded = TextMatch.fold(bytes, ignoresCase)
    switch comparison {
    case .contains: return pattern.isIn(folded)
    case .notContains: return !pattern.isIn(folded)
    case .equals: return folded == pattern.bytes
    case .notEquals: return folded != pattern.bytes
    case .startsWith: return folded.starts(with: pattern.bytes)
    case .endsWith: return TextMatch.hasSuffix(folded, pattern.bytes)
    }
  }
}
