import WeirBase
import WeirObjects

/// The part of an object whose fields have owners: labels, annotations, spec and status. What the store keeps for
/// itself (uid, revision, generation, times) belongs to nobody.
enum OwnedObject {
  /// What the object is made of; nobody owns these as such.
  static let roots: [PathElement] = [.field("metadata"), .field("spec"), .field("status")]

  static func schema(of kind: Kind) -> Schema {
    schema(spec: kind.definition.spec, status: kind.definition.status)
  }

  static func schema(spec: Schema, status: Schema) -> Schema {
    let texts = Schema(.map(Schema(.text(TextRule()), "")), "")
    let metadata = Schema(.object([Field("labels", texts), Field("annotations", texts)]), "")
    return Schema(.object([Field("metadata", metadata), Field("spec", spec), Field("status", status)]), "")
  }

  /// The owned part of a whole document.
  ///
  /// - Parameter subresource: `status` for writes that touch the status alone; nil for those that leave it alone.
  static func part(of document: JSONValue, subresource: String?) -> JSONValue {
    var members: [JSONValue.Member] = []
    let metadata = (document["metadata"]?.members ?? []).filter { member in
      // Without labels and without any labels is the same.
      (member.name == "labels" || member.name == "annotations") && !(member.value.members?.isEmpty ?? true)
    }
    if subresource == nil {
      members.append(JSONValue.Member("metadata", .object(metadata)))
      members.append(JSONValue.Member("spec", document["spec"] ?? .object([])))
    } else {
      members.append(JSONValue.Member("status", document["status"] ?? .object([])))
    }
    return .object(members)
  }

  /// The document with its owned part replaced.
  static func replace(_ part: JSONValue, in document: JSONValue) -> JSONValue {
    var document = document
    if let metadata = part["metadata"] {
      var all = document["metadata"] ?? .object([])
      for name in ["labels", "annotations"] {
        let value = metadata[name]
        all[name] = value?.members?.isEmpty ?? true ? nil : value
      }
      document["metadata"] = all
    }
    if let spec = part["spec"] { document["spec"] = spec }
    if let status = part["status"], !(status.members?.isEmpty ?? false) || document["status"] != nil {
      document["status"] = status
    }
    return document
  }
}
