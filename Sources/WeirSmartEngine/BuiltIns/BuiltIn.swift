import WeirBase

/// A transform that is part of the program, used in a chain as `builtin/NAME`.
package struct BuiltIn: Sendable {
  /// What names a built-in transform in `uses`.
  package static let prefix = "builtin/"

  /// Without the prefix.
  package let name: String
  /// A sentence for people.
  package let summary: String
  /// In the order to show them.
  package let parameters: [Parameter]
  /// Whether each record is handled without regard to others. A view takes only these.
  package let isStateless: Bool
  /// Whether one record may become several. A view takes none of these.
  package let expands: Bool
  private let build: @Sendable (Arguments) throws(ParameterFaults) -> any Transform

  init(
    _ name: String, _ summary: String, _ parameters: [Parameter], isStateless: Bool = true, expands: Bool = false,
    build: @escaping @Sendable (Arguments) throws(ParameterFaults) -> any Transform
  ) {
    self.name = name
    self.summary = summary
    self.parameters = parameters
    self.isStateless = isStateless
    self.expands = expands
    self.build = build
  }

  /// Every one, in the order to show them.
  package static let all: [BuiltIn] = [
    TextFilter.builtIn, JSONFilter.builtIn, JSONProjection.builtIn, JSONRemoval.builtIn, JSONRenaming.builtIn,
    JSONMask.builtIn, JSONSetting.builtIn, Sample.builtIn,
  ]

  /// - Parameter uses: with the prefix.
  package static func named(_ uses: String) -> BuiltIn? {
    guard uses.hasPrefix(prefix) else { return nil }
    return all.first { $0.name == uses.dropFirst(prefix.count) }
  }

  /// For the console and other programs.
  package var json: JSONValue {
    .members(
      ("uses", .string(Self.prefix + name)), ("name", .string(name)), ("summary", .string(summary)),
      ("stateless", .bool(isStateless)), ("expands", .bool(expands)),
      ("parameters", .array(parameters.map(\.json))))
  }

  static func make(_ step: ChainStep) throws(ParameterFaults) -> any Transform {
    guard let builtIn = named(step.uses) else {
      let names = all.map { prefix + $0.name }
      let message =
        step.uses.hasPrefix(prefix)
        ? "\"\(step.uses)\" is no built-in transform (\(names.joined(separator: ", ")))"
        : "\"\(step.uses)\" is no built-in transform: their names begin with \(prefix)"
      let sought = step.uses.hasPrefix(prefix) ? step.uses : prefix + step.uses
      throw ParameterFaults("uses", message, nearest: near(sought))
    }
    return try builtIn.build(Arguments(step.with, builtIn.parameters))
  }

  private static func near(_ uses: String) -> [String] {
    Spelling.nearest(to: String(uses.dropFirst(prefix.count)), among: all.map(\.name)).map { prefix + $0 }
  }
}
