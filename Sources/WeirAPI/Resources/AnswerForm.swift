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
  /// Of tables and metadata; kubectl of old asks for v1beta1 as well.
  var metaVersion = "meta.k8s.io/v1"

  static let offered = [
    "application/json", "application/yaml", "application/json;as=Table;g=meta.k8s.io;v=v1",
    "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1",
  ]

  /// The form of the header that is served and weighs most, the first of equals; nil when none is.
  static func negotiate(_ accept: String?) -> AnswerForm? {
    guard let accept, !accept.allSatisfy({ $0 == " " }) else { return AnswerForm() }
    var best: (form: AnswerForm, weight: Double)?
    for choice in accept.split(separator: ",").prefix(64) {
      let parts = choice.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
      let weight = parts.first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
      guard weight > best?.weight ?? 0, let form = AnswerForm(parts) else { continue }
      best = (form, weight)
    }
    return best?.form
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
    case "application/yaml", "application/x-yaml", "text/yaml": isYAML = true
    default: return nil
    }
    guard let wanted = parameters["as"] else { return }
    guard parameters["g"] == "meta.k8s.io", let version = parameters["v"], ["v1", "v1beta1"].contains(version) else {
      return nil
    }
    metaVersion = "meta.k8s.io/\(version)"
    switch wanted {
    case "table": shape = .table
    case "partialobjectmetadata", "partialobjectmetadatalist": shape = .metadata
    default: return nil
    }
  }
}
