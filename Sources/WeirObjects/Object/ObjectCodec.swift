import WeirBase

/// Whole objects between JSON and `WeirObject`.
package enum ObjectCodec {
  /// Reads and checks a document: every fault at once, each with its place. Defaults are filled in.
  ///
  /// - Parameters:
  ///   - kind: what the document must be; nil takes the document's word.
  ///   - isStrict: whether an unknown field is a fault; otherwise it is left out (`unknownFields` names it).
  package static func decode(
    _ json: JSONValue, kind: Kind?, isStrict: Bool = true
  ) throws(ObjectFault) -> WeirObject {
    let (object, faults, unknown) = try admit(json, kind)
    let causes = isStrict ? unknown + faults : faults
    if !causes.isEmpty { throw ObjectFault(causes) }
    return object
  }

  /// The fields that nobody knows, for warnings where decoding is not strict.
  package static func unknownFields(_ json: JSONValue, kind: Kind?) -> [Cause] {
    (try? admit(json, kind).unknown) ?? []
  }

  private static let topFields = ["apiVersion", "kind", "metadata", "spec", "status"]

  private static func admit(
    _ json: JSONValue, _ kind: Kind?
  ) throws(ObjectFault) -> (object: WeirObject, faults: [Cause], unknown: [Cause]) {
    guard let members = json.members else {
      throw ObjectFault([Cause("", .typeInvalid, "an object is expected, with apiVersion, kind and metadata")])
    }
    var check = SchemaCheck()
    checkTop(members, &check)
    checkVersion(json["apiVersion"], &check)
    let kind = try kindOf(json["kind"], expected: kind, &check)
    let definition = kind.definition
    let metadata = MetadataCodec.decode(json["metadata"], kind: kind, &check)
    let given = json["spec"].flatMap { $0.isNull ? nil : $0 } ?? .object([])
    let spec = check.admit(given, definition.spec, at: "spec")
    let status = json["status"].flatMap { $0.isNull ? nil : check.admit($0, definition.status, at: "status") }
    return (WeirObject(kind, metadata, spec: spec, status: status), check.causes, check.unknown)
  }

  private static func checkTop(_ members: [JSONValue.Member], _ check: inout SchemaCheck) {
    var seen: Set<String> = []
    for member in members {
      if !topFields.contains(member.name) { check.noteUnknown(member.name, among: topFields, at: "") }
      if !seen.insert(member.name).inserted { check.refuse(member.name, .duplicate, "stands more than once") }
    }
  }

  private static func checkVersion(_ version: JSONValue?, _ check: inout SchemaCheck) {
    guard let version else {
      return check.refuse("apiVersion", .required, "is required: \"\(Kind.apiVersion)\"")
    }
    if version.text != Kind.apiVersion {
      let found = version.text.map { "\"\($0.prefix(100))\"" } ?? version.typeName
      check.refuse("apiVersion", .invalid, "must be \"\(Kind.apiVersion)\", not \(found)")
    }
  }

  /// What the document is. Without any kind nothing else can be checked.
  private static func kindOf(
    _ json: JSONValue?, expected: Kind?, _ check: inout SchemaCheck
  ) throws(ObjectFault) -> Kind {
    let names = Kind.allCases.map(\.rawValue)
    if let found = json?.text.flatMap(Kind.init(rawValue:)) {
      if let expected, expected != found {
        check.refuse("kind", .invalid, "must be \"\(expected.rawValue)\" here, not \"\(found.rawValue)\"")
      }
      return expected ?? found
    }
    var cause = Cause("kind", .required, "is required: one of \(names.joined(separator: ", "))")
    if let json {
      let near = json.text.flatMap { Spelling.nearest(to: $0, among: names).first }
      let help = near.map { "did you mean \"\($0)\"?" } ?? "known are \(names.joined(separator: ", "))"
      let found = json.compact.prefix(100)
      cause = Cause("kind", .notSupported, "\(found) is no kind of \(Kind.apiVersion); \(help)")
    }
    guard let expected else { throw ObjectFault(check.unknown + check.causes + [cause]) }
    check.refuse(cause.field, cause.reason, cause.message)
    return expected
  }
}

extension WeirObject {
  /// The whole document: apiVersion, kind, metadata, spec, status.
  package var json: JSONValue {
    var json = JSONValue.members(
      ("apiVersion", .string(Kind.apiVersion)), ("kind", .string(kind.rawValue)),
      ("metadata", MetadataCodec.encode(metadata)), ("spec", spec))
    json["status"] = status
    return json
  }
}
