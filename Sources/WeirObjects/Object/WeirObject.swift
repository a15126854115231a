import WeirBase

/// A declared object: what kind, who it is, what should be (`spec`) and what is (`status`).
package struct WeirObject: Sendable, Hashable {
  package var kind: Kind
  package var metadata: ObjectMeta
  /// An object whose fields the kind's schema knows.
  package var spec: JSONValue
  /// Written by controllers alone.
  package var status: JSONValue?

  package init(_ kind: Kind, _ metadata: ObjectMeta, spec: JSONValue, status: JSONValue? = nil) {
    self.kind = kind
    self.metadata = metadata
    self.spec = spec
    self.status = status
  }
}

/// Names one object.
package struct ObjectKey: Sendable, Hashable, CustomStringConvertible {
  package var kind: Kind
  package var namespace: String
  package var name: String

  package init(_ kind: Kind, namespace: String = "default", _ name: String) {
    self.kind = kind
    self.namespace = namespace
    self.name = name
  }

  package var description: String { "\(kind.rawValue) \(namespace)/\(name)" }
}

extension WeirObject {
  package var key: ObjectKey { ObjectKey(kind, namespace: metadata.namespace, metadata.name) }
}
