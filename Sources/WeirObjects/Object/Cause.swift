/// One thing that is wrong with an object: where, and what.
package struct Cause: Error, Sendable, Hashable {
  /// Kubernetes' names of causes (metav1.CauseType).
  package enum Reason: String, Sendable {
    case required = "FieldValueRequired"
    case invalid = "FieldValueInvalid"
    case notSupported = "FieldValueNotSupported"
    case duplicate = "FieldValueDuplicate"
    case forbidden = "FieldValueForbidden"
    case tooLong = "FieldValueTooLong"
    case tooMany = "FieldValueTooMany"
    case typeInvalid = "FieldValueTypeInvalid"
    case fieldManagerConflict = "FieldManagerConflict"
    case unknownField = "UnexpectedServerResponse.UnknownField"
  }

  /// As in `spec.transforms[0].uses`.
  package var field: String
  package var reason: Reason
  /// In words, with what to do.
  package var message: String

  package init(_ field: String, _ reason: Reason, _ message: String) {
    self.field = field
    self.reason = reason
    self.message = message
  }
}

/// Everything that is wrong with an object, at once.
package struct ObjectFault: Error, Sendable, CustomStringConvertible {
  package var causes: [Cause]

  package init(_ causes: [Cause]) { self.causes = causes }

  package var description: String { causes.map { "\($0.field): \($0.message)" }.joined(separator: "; ") }
}
