import WeirBase

/// The form in which a client wants objects (its Accept header).
struct AnswerForm: Sendable, Equatable {
  enum Shape: Sendable {
    /// The objects themselves.
    case whole
    /// Rows for people (meta.k8s.io/v1 Table).
    case table
    /// Metadata alone (meta.k8s.io/v1 PartialObjectMetadata).
    case metadata
  }

  var shape = Shape.whole
  var isYAML = false

  /// The first form of the header that is served; nil when none is.
  static func negotiate(_ accept: String?) -> AnswerForm? {
    guard let accept, !accept.allSatisfy({ $0 == " " }) else { return AnswerForm() }
    for choice in accept.split(separator: ",") {
      if let form = AnswerForm(choice.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }) {
        return form
      }
    }
    return nil
  }

  private init() {}

  private init?(_ parts: [String]) {
    var parameters: [Substring: Substring] = [:]
    for part in parts.dropFirst() {
      let pair = part.split(separator: "=", maxSplits: 1)
      if pair.count == 2 { parameters[pair[0]] = pair[1] }
    }
    switch parts.first {
    case "application/json", "*/*", "application/*": break
    case "application/yaml": isYAML = true
    default: return nil
    }
    guard let wanted = parameters["as"] else { return }
    guard parameters["g"] == "meta.k8s.io", parameters["v"] == "v1" else { return nil }
    switch wanted {
    case "table": shape = .table
    case "partialobjectmetadata", "partialobjectmetadatalist": shape = .metadata
    default: return nil
    }
  }
}
