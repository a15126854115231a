import WeirBase
import WeirObjects

/// An object as the store keeps it: its JSON, without the version, which is the store's own.
enum StoredObject {
  static func encode(_ object: WeirObject) -> [UInt8] {
    var object = object
    object.metadata.resourceVersion = 0
    return Array(object.json.compact.utf8)
  }

  /// What was stored was checked before; here only its shape matters.
  static func decode(_ bytes: [UInt8], _ kind: Kind, revision: Int64) throws(ObjectError) -> WeirObject {
    let json: JSONValue
    do throws(JSONParser.Failure) {
      json = try JSONParser.parse(bytes)
    } catch { throw .internalFault("a stored \(kind.rawValue) cannot be read: \(error)") }
    return try decode(json, kind, revision: revision)
  }

  static func decode(_ json: JSONValue, _ kind: Kind, revision: Int64) throws(ObjectError) -> WeirObject {
    guard let metadata = json["metadata"], let name = metadata["name"]?.text,
      let namespace = metadata["namespace"]?.text, let spec = json["spec"]
    else { throw .internalFault("a stored \(kind.rawValue) has no name or no spec") }
    var meta = ObjectMeta(name: name, namespace: namespace)
    meta.uid = metadata["uid"]?.text.flatMap(UID.parse)
    meta.resourceVersion = revision
    meta.generation = metadata["generation"]?.integer ?? 0
    meta.creationMillis = metadata["creationTimestamp"]?.text.flatMap(Timestamp.parseMillis)
    meta.labels = metadata["labels"]?.texts ?? [:]
    meta.annotations = metadata["annotations"]?.texts ?? [:]
    meta.managedFields = metadata["managedFields"]
    return WeirObject(kind, meta, spec: spec, status: json["status"])
  }
}

extension DeletedObject {
  var bytes: [UInt8] {
    let json = JSONValue.members(
      ("object", object.json), ("deletedMillis", .int(deletedMillis)), ("purgeMillis", .int(purgeMillis)))
    return Array(json.compact.utf8)
  }

  init(_ bytes: [UInt8], _ kind: Kind, revision: Int64) throws(ObjectError) {
    let json = try? JSONParser.parse(bytes)
    guard let json, let object = json["object"], let deleted = json["deletedMillis"]?.integer,
      let purge = json["purgeMillis"]?.integer
    else { throw .internalFault("a deleted \(kind.rawValue) cannot be read") }
    self.init(
      object: try StoredObject.decode(object, kind, revision: revision), deletedMillis: deleted, purgeMillis: purge)
  }
}
