import WeirBase

/// The annotation in which `kubectl apply` (client side) keeps what it applied, for its next three-way merge.
enum LastApplied {
  static let annotation = "kubectl.kubernetes.io/last-applied-configuration"
  /// The only applier that minds the annotation: kubectl's default name.
  static let manager = "kubectl"
  /// Bytes; a longer one is emptied, as Kubernetes does.
  private static let lengthMax = 256 << 10

  /// In the owned part of an object.
  static func text(in part: JSONValue) -> String? { part.at("metadata", "annotations", annotation)?.text }

  /// Lets a standing annotation say what is applied now, so that a client-side apply later merges from there.
  ///
  /// - Returns: whether it said something else.
  static func update(_ part: inout JSONValue, _ config: JSONValue) -> Bool {
    guard let old = text(in: part) else { return false }
    let applied = stripped(config)
    if let standing = try? JSONParser.parse(old), standing.means(applied) { return false }
    let text = applied.compact + "\n"
    var metadata = part["metadata"] ?? .object([])
    var annotations = metadata["annotations"] ?? .object([])
    annotations[annotation] = .string(text.utf8.count <= lengthMax ? text : "")
    metadata["annotations"] = annotations
    part["metadata"] = metadata
    return true
  }

  /// The configuration as kubectl would have kept it.
  private static func stripped(_ config: JSONValue) -> JSONValue {
    var config = config
    var metadata = config["metadata"] ?? .object([])
    var annotations = metadata["annotations"] ?? .object([])
    annotations[annotation] = nil
    metadata["annotations"] = annotations
    metadata["managedFields"] = nil
    config["metadata"] = metadata
    return config
  }
}
