import WeirObjects

/// What a path of the resource API names.
enum ResourceTarget: Sendable, Equatable {
  /// All objects of a kind, or those of one namespace.
  case collection(Kind, namespace: String?)
  case object(ObjectKey)
  case status(ObjectKey)
  case undelete(ObjectKey)
  /// Deleted topics that can still be brought back.
  case deletedTopics(namespace: String)

  /// - Parameter segments: those after `/apis/weir.streaming/v1`.
  init?(_ segments: [String]) {
    switch segments.count {
    case 1:
      guard let kind = Kind(plural: segments[0]) else { return nil }
      self = .collection(kind, namespace: nil)
    case 3...5 where segments[0] == "namespaces":
      let namespace = segments[1]
      if segments.count == 3 && segments[2] == "deletedtopics" {
        self = .deletedTopics(namespace: namespace)
        return
      }
      guard let kind = Kind(plural: segments[2]) else { return nil }
      if segments.count == 3 {
        self = .collection(kind, namespace: namespace)
        return
      }
      let key = ObjectKey(kind, namespace: namespace, segments[3])
      if segments.count == 4 {
        self = .object(key)
      } else if segments[4] == "status" {
        self = .status(key)
      } else if segments[4] == "undelete" && kind == .topic {
        self = .undelete(key)
      } else {
        return nil
      }
    default: return nil
    }
  }

  /// What an error is about, as far as the path says it.
  var key: ObjectKey {
    switch self {
    case .object(let key), .status(let key), .undelete(let key): key
    case .collection(let kind, let namespace): ObjectKey(kind, namespace: namespace ?? ResourceAPI.namespace, "")
    case .deletedTopics(let namespace): ObjectKey(.topic, namespace: namespace, "")
    }
  }

  var kind: Kind {
    switch self {
    case .collection(let kind, _): kind
    case .object(let key), .status(let key), .undelete(let key): key.kind
    case .deletedTopics: .topic
    }
  }
}
