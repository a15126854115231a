/// Why a chain cannot be built: everything that is wrong with it, at once.
package struct ChainFault: Error, Sendable, Hashable {
  package struct Cause: Sendable, Hashable {
    /// Place in the chain, from 0; nil where the chain as a whole is at fault.
    package let step: Int?
    /// Within the step: `uses`, `with`, `with.paths[2]`.
    package let path: String
    /// What is wrong, to be read after the path: `is required`.
    package let message: String
    /// Known names that may have been meant, nearest first; at most three.
    package let nearest: [String]

    package init(step: Int?, path: String, message: String, nearest: [String] = []) {
      self.step = step
      self.path = path
      self.message = message
      self.nearest = nearest
    }

    /// The path from the root of a document that holds the chain at `chain`, as in `spec.transforms[0].with.path`.
    package func path(under chain: String) -> String {
      step.map { "\(chain)[\($0)].\(path)" } ?? chain
    }

    /// The message with the names that may have been meant.
    package var advice: String {
      nearest.isEmpty ? message : "\(message); did you mean \(nearest.joined(separator: " or "))?"
    }
  }

  /// One or more, in the order of the chain.
  package let causes: [Cause]

  package init(causes: [Cause]) { self.causes = causes }
}

extension ChainFault: CustomStringConvertible {
  package var description: String {
    causes.map { "\($0.path(under: "transforms")): \($0.advice)" }.joined(separator: "; ")
  }
}
