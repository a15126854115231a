import WeirObjects

/// A field that somebody else owns, with another value.
package struct FieldConflict: Sendable, Hashable {
  /// The owner's name.
  package let manager: String
  package let operation: ManagedOperation
  /// `status`, or empty.
  package let subresource: String
  /// When the owner last changed something, RFC 3339; nil where it was never told.
  package let time: String?
  /// As in `.spec.partitions`.
  package let field: String

  /// Whom the conflict is with, in the words that clients know.
  package var message: String {
    var text = "conflict with \"\(manager)\""
    if !subresource.isEmpty { text += " with subresource \"\(subresource)\"" }
    guard operation == .update else { return text }
    text += " using \(Kind.apiVersion)"
    return time.map { "\(text) at \($0)" } ?? text
  }
}

/// Why a configuration was not applied.
package enum ApplyFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// Others own these fields (HTTP 409); `force` takes them over.
  case conflicts([FieldConflict])
  /// The configuration itself is wrong (HTTP 400).
  case fault(String)

  package var description: String {
    switch self {
    case .fault(let reason): return reason
    case .conflicts(let conflicts):
      let count = "Apply failed with \(conflicts.count) conflict\(conflicts.count == 1 ? "" : "s"): "
      var lines: [String] = []
      for (place, conflict) in conflicts.enumerated() {
        if place == 0 || conflicts[place - 1].message != conflict.message { lines.append("\(conflict.message):") }
        lines.append("- \(conflict.field)")
      }
      return conflicts.count == 1
        ? count + "\(conflicts[0].message): \(conflicts[0].field)"
        : count + lines.joined(separator: "\n")
    }
  }
}
