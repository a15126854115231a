import WeirBase

/// Why the API refused a request (metav1.Status).
package struct APIStatus: Sendable, Hashable {
  /// One thing that is wrong.
  package struct Cause: Sendable, Hashable {
    /// As in `spec.transforms[0].uses`; may be empty.
    package let field: String
    /// Kubernetes' name of the kind of fault; may be empty.
    package let reason: String
    package let message: String
  }

  /// HTTP's status.
  package let code: Int
  /// Kubernetes' name, such as `NotFound`, `Conflict` or `Invalid`; may be empty.
  package let reason: String
  package let message: String
  package let causes: [Cause]
  /// When to ask again, in seconds from now.
  package let retryAfterSeconds: Int64?

  package init(
    code: Int, reason: String, message: String, causes: [Cause] = [], retryAfterSeconds: Int64? = nil
  ) {
    self.code = code
    self.reason = reason
    self.message = message
    self.causes = causes
    self.retryAfterSeconds = retryAfterSeconds
  }

  /// Reads a Status object; nil for anything else.
  package init?(_ json: JSONValue) {
    guard json["kind"]?.text == "Status", let code = json["code"]?.integer ?? Self.code(of: json) else { return nil }
    let details = json["details"]
    self.init(
      code: Int(clamping: code), reason: json["reason"]?.text ?? "", message: json["message"]?.text ?? "",
      causes: (details?["causes"]?.elements ?? []).map { cause in
        Cause(
          field: cause["field"]?.text ?? "", reason: cause["reason"]?.text ?? "",
          message: cause["message"]?.text ?? "")
      }, retryAfterSeconds: details?["retryAfterSeconds"]?.integer)
  }

  private static func code(of json: JSONValue) -> Int64? {
    switch json["status"]?.text {
    case "Success": 200
    case "Failure": 500
    default: nil
    }
  }

  package var isNotFound: Bool { code == 404 && reason != "MethodNotAllowed" }
  package var isConflict: Bool { code == 409 }
  /// The revision asked for is forgotten: list again.
  package var isExpired: Bool { code == 410 }
}

extension APIStatus: CustomStringConvertible {
  /// Every cause on a line of its own, after the message where that says more.
  package var description: String {
    let lines = causes.map { $0.field.isEmpty ? $0.message : "\($0.field): \($0.message)" }
    if lines.isEmpty { return message.isEmpty ? bare : message }
    // The message of an invalid object only repeats its causes.
    guard reason == "Invalid" || message.isEmpty else { return ([message] + lines).joined(separator: "\n  ") }
    return lines.count == 1 ? lines.joined() : (["\(lines.count) faults:"] + lines).joined(separator: "\n  ")
  }

  private var bare: String { reason.isEmpty ? "HTTP \(code)" : "HTTP \(code) \(reason)" }
}
