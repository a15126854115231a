import WeirBase
import WeirObjects
import WeirSmartEngine

/// Holds the built-in steps of declared chains against the engine that runs them. Steps that name SmartModules are for
/// reconcilers: the module may come later.
enum ChainPolicy {
  private static let prefix = "builtin/"

  /// What is wrong, by path below the list of steps.
  static func causes(_ steps: JSONValue) -> [Cause] {
    (steps.elements ?? []).enumerated().flatMap { place, step -> [Cause] in
      guard let uses = step["uses"]?.text, uses.hasPrefix(prefix) else { return [] }
      do throws(ChainFault) {
        _ = try Chain(steps: [ChainStep(uses: uses, with: step["with"] ?? .object([]))])
        return []
      } catch {
        return error.causes.map { Cause("[\(place)].\($0.path)", .invalid, $0.advice) }
      }
    }
  }
}
