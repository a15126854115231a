import WeirBase

/// Takes out of objects what a maintainer must not see and does not need: modules' bytes, and values that by their
/// names may be secrets.
enum Redaction {
  private static let secretWords = ["password", "passwd", "secret", "token", "credential", "apikey", "privatekey"]
  private static let removed = JSONValue.string("(removed)")

  static func clean(_ object: JSONValue) -> JSONValue {
    var object = object
    if var metadata = object["metadata"] {
      metadata["managedFields"] = nil
      if var annotations = metadata["annotations"] {
        // kubectl keeps the whole object here once more.
        annotations["kubectl.kubernetes.io/last-applied-configuration"] = nil
        metadata["annotations"] = annotations
      }
      object["metadata"] = metadata
    }
    if var spec = object["spec"], let wasm = spec["wasm"]?.text {
      spec["wasm"] = .string("(\(wasm.utf8.count) characters removed)")
      object["spec"] = spec
    }
    return withoutSecrets(object)
  }

  /// Of `NAME=VALUE` arguments, the values that may be secrets are removed.
  static func clean(arguments: [String]) -> [String] {
    arguments.map { argument in
      guard let equals = argument.firstIndex(of: "="), isSecret(String(argument[..<equals])) else { return argument }
      return argument[...equals] + "(removed)"
    }
  }

  private static func withoutSecrets(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let values): .array(values.map(withoutSecrets))
    case .object(let members):
      .object(
        members.map { member in
          JSONValue.Member(member.name, isSecret(member.name) ? removed : withoutSecrets(member.value))
        })
    default: value
    }
  }

  private static func isSecret(_ name: String) -> Bool {
    let plain = name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != "." }
    return secretWords.contains { plain.contains($0) }
  }
}
