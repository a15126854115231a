import WeirBase

/// What every object carries (metav1.ObjectMeta, as far as it has a meaning here).
package struct ObjectMeta: Sendable, Hashable {
  package var name: String
  /// What the server makes a name from where none is given.
  package var generateName: String?
  package var namespace: String
  /// Given by the store at creation. A Topic's is also its Kafka topic id.
  package var uid: UUID128?
  /// The store's revision of the last change; 0 where it was never stored.
  package var resourceVersion: Int64 = 0
  /// Counts changes of the spec, from 1.
  package var generation: Int64 = 0
  /// Milliseconds since 1970.
  package var creationMillis: Int64?
  package var labels: [String: String] = [:]
  package var annotations: [String: String] = [:]
  /// Who owns which fields, as server-side apply keeps it (an array of metav1.ManagedFieldsEntry), or nil.
  package var managedFields: JSONValue?

  package init(name: String, namespace: String = "default") {
    self.name = name
    self.namespace = namespace
  }
}
