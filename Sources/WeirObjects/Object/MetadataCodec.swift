import WeirBase

/// `metadata` between JSON and `ObjectMeta`.
enum MetadataCodec {
  /// What is kept.
  static let fields = [
    Field("name", .text("Name of the object, unique among its kind in its namespace.", nameRule)),
    Field("generateName", .text("A beginning from which the server makes a name where none is given.", nameRule)),
    Field("namespace", .text("Namespace of the object; \"default\" where none is given.", namespaceRule)),
    Field("uid", .text("Identity of the object, given by the server.", uidRule)),
    Field("resourceVersion", .text("Version of the stored object, given by the server.", versionRule)),
    Field("generation", .integer("Counts changes of the spec; kept by the server.", 0...Int64.max)),
    Field("creationTimestamp", .text("When the object was made; set by the server.", timeRule)),
    Field("labels", .map("Words to select objects by.", of: .text("Value.", TextRule(lengthMax: 63)))),
    Field(
      "annotations",
      .map("Notes for tools and people.", of: .text("Value.", TextRule(lengthMax: LabelRule.annotationsBytesMax)))),
    Field("managedFields", .list("Who owns which fields; kept by the server.", of: .any("One owner."))),
  ]

  /// What is tolerated and dropped, and what must be empty.
  static let dropped = ["selfLink", "deletionTimestamp", "deletionGracePeriodSeconds"]
  static let refused = ["ownerReferences", "finalizers"]

  static let nameRule = TextRule(lengthMin: 1, lengthMax: 260, pattern: TextRule.kafkaName.pattern)
  static let namespaceRule = TextRule(lengthMax: 63, pattern: "^([a-z0-9]([a-z0-9-]*[a-z0-9])?)?$")
  private static let uidRule = TextRule(
    lengthMax: 36, pattern: "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})?$",
    fault: { UID.parse($0) == nil && !$0.isEmpty ? "must be a UUID (8-4-4-4-12)" : nil })
  private static let versionRule = TextRule(
    lengthMax: 18, pattern: "^[0-9]*$",
    fault: { text in
      let isCount = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      return isCount ? nil : "must be a resourceVersion that this server gave"
    })
  static let timeRule = TextRule(
    lengthMax: 40, format: "date-time",
    fault: { Timestamp.parseMillis($0) == nil ? "must be a time as in 2026-02-28T23:59:59Z" : nil })

  /// Reads metadata. Faults go to `check`; the result is meaningful only without them.
  static func decode(_ json: JSONValue?, kind: Kind, _ check: inout SchemaCheck) -> ObjectMeta {
    guard let json, let members = json.members else {
      let found = json.map { ", not \($0.typeName)" } ?? ""
      check.refuse("metadata", .required, "must be an object with a name\(found)")
      return ObjectMeta(name: "")
    }
    var kept: [JSONValue.Member] = []
    for member in members where !dropped.contains(member.name) {
      if refused.contains(member.name) {
        refuseUnlessEmpty(member, &check)
      } else {
        kept.append(member)
      }
    }
    let admitted = check.admitObject(.object(kept), fields, at: "metadata")
    let meta = meta(admitted)
    checkName(meta, kind, &check)
    checkLabels(meta, &check)
    return meta
  }

  private static func refuseUnlessEmpty(_ member: JSONValue.Member, _ check: inout SchemaCheck) {
    if member.value.isNull || member.value.elements?.isEmpty == true { return }
    let why =
      member.name == "finalizers"
      ? "finalizers are not supported: deletion never waits for another program"
      : "owner references are not supported: objects are deleted by name alone"
    check.refuse("metadata." + member.name, .forbidden, why)
  }

  private static func meta(_ json: JSONValue) -> ObjectMeta {
    var meta = ObjectMeta(name: json["name"]?.text ?? "")
    meta.generateName = json["generateName"]?.text
    if let namespace = json["namespace"]?.text, !namespace.isEmpty { meta.namespace = namespace }
    meta.uid = json["uid"]?.text.flatMap(UID.parse)
    meta.resourceVersion = json["resourceVersion"]?.text.flatMap { Int64($0) } ?? 0
    meta.generation = json["generation"]?.integer ?? 0
    meta.creationMillis = json["creationTimestamp"]?.text.flatMap(Timestamp.parseMillis)
    meta.labels = json["labels"]?.texts ?? [:]
    meta.annotations = json["annotations"]?.texts ?? [:]
    meta.managedFields = json["managedFields"].flatMap { $0.elements?.isEmpty == true ? nil : $0 }
    return meta
  }

  private static func checkName(_ meta: ObjectMeta, _ kind: Kind, _ check: inout SchemaCheck) {
    if let fault = LabelRule.namespaceFault(meta.namespace) {
      check.refuse("metadata.namespace", .invalid, "\"\(meta.namespace)\" \(fault)")
    }
    if meta.name.isEmpty {
      if meta.generateName == nil { check.refuse("metadata.name", .required, "is required: the object needs a name") }
    } else if let fault = nameFault(meta.name, kind) {
      check.refuse("metadata.name", .invalid, "\"\(meta.name.prefix(100))\" \(fault)")
    }
  }

  /// What is wrong with a name, or nil. A Partition's is its topic's with a number.
  static func nameFault(_ name: String, _ kind: Kind) -> String? {
    guard kind == .partition, name.utf8.count > 249 else { return TextRule.kafkaNameFault(name) }
    return name.utf8.count <= 260 && name.utf8.allSatisfy(TextRule.isNameByte)
      ? nil : "must be a topic's name, a dash and a number"
  }

  private static func checkLabels(_ meta: ObjectMeta, _ check: inout SchemaCheck) {
    for (key, value) in meta.labels.sorted(by: { $0.key < $1.key }) {
      if let fault = LabelRule.keyFault(key) { check.refuse("metadata.labels[\(key)]", .invalid, "the key \(fault)") }
      if let fault = LabelRule.valueFault(value) {
        check.refuse("metadata.labels[\(key)]", .invalid, "the value \(fault)")
      }
    }
    var bytes = 0
    for (key, value) in meta.annotations.sorted(by: { $0.key < $1.key }) {
      bytes += key.utf8.count + value.utf8.count
      if let fault = LabelRule.keyFault(key.lowercased()) {
        check.refuse("metadata.annotations[\(key.prefix(300))]", .invalid, "the key \(fault)")
      }
    }
    if bytes > LabelRule.annotationsBytesMax {
      check.refuse(
        "metadata.annotations", .tooLong, "hold \(bytes) bytes; \(LabelRule.annotationsBytesMax) are allowed")
    }
  }

  static func encode(_ meta: ObjectMeta) -> JSONValue {
    var json = JSONValue.object([])
    if !meta.name.isEmpty { json["name"] = .string(meta.name) }
    if let start = meta.generateName { json["generateName"] = .string(start) }
    json["namespace"] = .string(meta.namespace)
    if let uid = meta.uid { json["uid"] = .string(UID.format(uid)) }
    if meta.resourceVersion > 0 { json["resourceVersion"] = .string(String(meta.resourceVersion)) }
    if meta.generation > 0 { json["generation"] = .int(meta.generation) }
    if let millis = meta.creationMillis { json["creationTimestamp"] = .string(Timestamp.format(millis: millis)) }
    if !meta.labels.isEmpty { json["labels"] = .texts(meta.labels) }
    if !meta.annotations.isEmpty { json["annotations"] = .texts(meta.annotations) }
    json["managedFields"] = meta.managedFields
    return json
  }
}
