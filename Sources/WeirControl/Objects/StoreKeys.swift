import WeirBase
import WeirObjects

/// Where what stands in the store.
///
///     /weir/cluster                               the cluster's id
///     /weir/nodes/<spu id>                        the lease-bound claim of the node that serves
///     /weir/objects/<plural>/<namespace>/<name>   an object, as JSON
///     /weir/topic-names/<topic name>              whose it is: namespace, name and uid
///     /weir/deleted/<plural>/<namespace>/<name>/<uid>
enum StoreKeys {
  static let root = "/weir/"
  static let cluster = root + "cluster"
  static let topicNames = root + "topic-names/"

  static func node(_ id: Int32) -> String { root + "nodes/\(id)" }
  static func topicName(_ name: String) -> String { topicNames + name }

  /// All objects of a kind, or those of one namespace.
  static func objects(_ kind: Kind, _ namespace: String? = nil) -> String {
    let all = root + "objects/" + kind.definition.plural + "/"
    return namespace.map { all + $0 + "/" } ?? all
  }

  static func object(_ key: ObjectKey) -> String { objects(key.kind, key.namespace) + key.name }

  static func deleted(_ kind: Kind) -> String { root + "deleted/" + kind.definition.plural + "/" }
  static func deleted(_ key: ObjectKey) -> String { deleted(key.kind) + key.namespace + "/" + key.name + "/" }
}

/// Whose a topic's name is.
struct TopicOwner: Sendable, Hashable {
  var namespace: String
  var name: String
  var uid: UUID128

  var key: ObjectKey { ObjectKey(.topic, namespace: namespace, name) }
  /// Neither names nor ids hold a slash.
  var bytes: [UInt8] { Array("\(namespace)/\(name)/\(UID.format(uid))".utf8) }

  init(_ object: WeirObject, _ uid: UUID128) {
    namespace = object.metadata.namespace
    name = object.metadata.name
    self.uid = uid
  }

  init?(_ bytes: [UInt8]) {
    let parts = String(decoding: bytes, as: UTF8.self).split(separator: "/").map(String.init)
    guard parts.count == 3, let uid = UID.parse(parts[2]) else { return nil }
    (namespace, name, self.uid) = (parts[0], parts[1], uid)
  }
}

extension WeirObject {
  /// The name Kafka clients use.
  package var topicName: String { spec["topicName"]?.text ?? metadata.name }
}
