/// Names of the schemas in the description, as Kubernetes builds them: the group backwards, the version, the kind.
enum APINames {
  static let meta = "io.k8s.apimachinery.pkg.apis.meta.v1"
  static let status = "\(meta).Status"
  static let deleteOptions = "\(meta).DeleteOptions"
  static let objectMeta = "\(meta).ObjectMeta"
  static let objectMetaPatch = "\(meta).ObjectMetaPatch"
  static let listMeta = "\(meta).ListMeta"
  static let resourceList = "\(meta).APIResourceList"
  static let deletedTopics = "streaming.weir.v1.DeletedTopicList"
  static let jsonPatch = "\(meta).JSONPatch"

  static func kind(_ kind: Kind) -> String { "streaming.weir.v1.\(kind.rawValue)" }
  static func list(_ kind: Kind) -> String { "streaming.weir.v1.\(kind.rawValue)List" }
  static func mergePatch(_ kind: Kind) -> String { "streaming.weir.v1.\(kind.rawValue)MergePatch" }
}
