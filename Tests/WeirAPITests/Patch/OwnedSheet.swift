import Testing
import WeirBase
import WeirObjects

@testable import WeirAPI

/// An object of a made-up kind that has every form of field, and what clients do to it.
struct OwnedSheet {
  static let spec = object([
    ("number", Schema(.integer(0...1000), "")), ("text", text),
    ("pair", object([("left", text), ("right", text)])), ("map", Schema(.map(text), "")),
    ("set", Schema(.array(text, .set), "")),
    ("list", Schema(.array(object([("name", text), ("a", text), ("b", text)]), .map(keys: ["name"])), "")),
    ("ordered", Schema(.array(text, .atomic), "")), ("any", Schema(.any, "")),
  ])
  static let status = object([("phase", text)])
  static let schema = OwnedObject.schema(spec: spec, status: status)
  private static let text = Schema(.text(TextRule()), "")

  private static func object(_ fields: [(String, Schema)]) -> Schema {
    Schema(.object(fields.map { Field($0.0, $0.1) }), "")
  }

  private(set) var document: JSONValue?
  var now: Int64 = 1_700_000_000_000

  static func config(_ spec: String, labels: String = "{}") throws -> JSONValue {
    .members(
      ("apiVersion", .string(Kind.apiVersion)), ("kind", .string("Sheet")),
      ("metadata", .members(("name", .string("one")), ("labels", try JSONParser.parse(labels)))),
      ("spec", try JSONParser.parse(spec)))
  }

  mutating func apply(_ spec: String, labels: String = "{}", by manager: String, force: Bool = false) throws {
    try apply(try Self.config(spec, labels: labels), by: manager, force: force)
  }

  mutating func apply(_ config: JSONValue, by manager: String, force: Bool) throws {
    now += 1000
    let work = ApplyWork(
      schema: Self.schema, config: config, document: document, manager: FieldManager(name: manager, operation: .apply),
      now: now)
    document = try work.run(force: force)
  }

  /// A replacing write of the whole spec.
  mutating func update(_ spec: String, labels: String = "{}", by manager: String) throws {
    try update(try Self.config(spec, labels: labels), by: manager)
  }

  mutating func update(_ written: JSONValue, by manager: String) throws {
    now += 1000
    var owners = self.owners
    let change = FieldComparison(
      document.map { OwnedObject.part(of: $0, subresource: nil) }, OwnedObject.part(of: written, subresource: nil),
      Self.schema)
    ManagedFields.record(change, by: FieldManager(name: manager, operation: .update), in: &owners, now: now)
    var metadata = written["metadata"] ?? .object([])
    metadata["managedFields"] = owners.json
    var document = written
    document["metadata"] = metadata
    self.document = document
  }

  mutating func forgetOwners() {
    var metadata = document?["metadata"] ?? .object([])
    metadata["managedFields"] = nil
    document?["metadata"] = metadata
  }

  var owners: FieldOwners {
    document?.at("metadata", "managedFields").flatMap(FieldOwners.init) ?? FieldOwners()
  }

  var spec: String { document?["spec"]?.compact ?? "" }

  /// What a manager owns, as messages show it.
  func owned(by manager: String, _ operation: ManagedOperation = .apply) -> [String] {
    owners.byManager[FieldManager(name: manager, operation: operation)]?.set.shownPaths ?? []
  }

  /// The conflicts of an apply that must fail, as `manager field`.
  func conflicts(_ spec: String, labels: String = "{}", by manager: String) throws -> [String] {
    var copy = self
    do {
      try copy.apply(spec, labels: labels, by: manager)
      return []
    } catch let ApplyFault.conflicts(conflicts) {
      return conflicts.map { "\($0.manager) \($0.field)" }
    }
  }
}
