/// What can be asked of a kind, as Kubernetes names it.
package enum Verb: String, CaseIterable, Sendable, Hashable {
  case get
  case list
  case watch
  case create
  case update
  case patch
  case delete
}
