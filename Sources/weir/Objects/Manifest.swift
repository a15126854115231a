import WeirBase
import WeirObjects

/// One object as a file declares it.
struct Manifest: Sendable {
  let key: ObjectKey
  /// What is sent: without what only the node writes.
  let object: JSONValue
  /// As in `topics.yaml:12`.
  let place: String

  /// Kubernetes' way to name an object: `topic/orders`.
  var title: String { key.title }
}

extension ObjectKey {
  var title: String { "\(kind.definition.singular)/\(name)" }
}

/// What is wrong with a file, or with a document of it.
struct ManifestFault: Error, Sendable {
  let place: String
  let message: String

  var description: String { "\(place): \(message)" }
}

extension Manifest {
  /// Reads one object.
  ///
  /// - Parameter defaultNamespace: for objects that name none.
  init(_ value: JSONValue, at place: String, defaultNamespace: String) throws(ManifestFault) {
    func fault(_ message: String) -> ManifestFault { ManifestFault(place: place, message: message) }
    guard value.members != nil else { throw fault("an object was expected, not \(value.typeName)") }
    guard let apiVersion = value["apiVersion"]?.text else {
      throw fault("apiVersion is missing. Write apiVersion: \(Kind.apiVersion)")
    }
    guard let word = value["kind"]?.text else {
      throw fault("kind is missing. It is one of \(Kind.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    guard apiVersion == Kind.apiVersion, let kind = Kind(rawValue: word) else {
      throw fault(Self.unknown(apiVersion, word))
    }
    guard let metadata = value["metadata"], let name = metadata["name"]?.text, !name.isEmpty else {
      throw fault("metadata.name is missing: \(word) needs a name")
    }
    let namespace = metadata["namespace"]?.text ?? defaultNamespace
    self.init(
      key: ObjectKey(kind, namespace: namespace, name), object: Self.declared(value, namespace), place: place)
  }

  private static func unknown(_ apiVersion: String, _ word: String) -> String {
    if apiVersion != Kind.apiVersion {
      return "apiVersion '\(apiVersion)' (\(word)) is not known here. Write apiVersion: \(Kind.apiVersion)"
    }
    let kinds = Kind.allCases.map(\.rawValue)
    let hint = Suggestion.name(word, among: kinds) ?? "It is one of \(kinds.joined(separator: ", "))"
    return "kind '\(word)' is not known. \(hint)"
  }

  /// Without what only the node writes, so that what `weir get -O yaml` printed can be applied again.
  private static func declared(_ value: JSONValue, _ namespace: String) -> JSONValue {
    var value = ObjectText.declared(value)
    if var metadata = value["metadata"] {
      metadata["namespace"] = .string(namespace)
      value["metadata"] = metadata
    }
    return value
  }
}
