import Testing
import WeirBase
import WeirObjects

@testable import WeirAPI

/// Ownership of real kinds, through the entrances that the API uses.
@Suite struct ManagedFieldsTests {
  private let now: Int64 = 1_700_000_000_000

  private func config(_ spec: String, labels: String = "{}") throws -> JSONValue {
    let metadata = JSONValue.members(("name", .string("orders")), ("labels", try JSONParser.parse(labels)))
    return .members(
      ("apiVersion", .string(Kind.apiVersion)), ("kind", .string("Topic")), ("metadata", metadata),
      ("spec", try JSONParser.parse(spec)))
  }

  private func topic(_ spec: String, labels: String = "{}") throws -> WeirObject {
    try ObjectCodec.decode(try config(spec, labels: labels), kind: .topic)
  }

  private func record(_ old: WeirObject?, _ new: WeirObject, by manager: String, later: Int64 = 0) -> WeirObject {
    ManagedFields.recordUpdate(old: old, new: new, manager: manager, operation: .update, now: now + later)
  }

  private func paths(_ object: WeirObject, _ manager: String, _ operation: ManagedOperation) -> [String] {
    let owners = object.metadata.managedFields.flatMap(FieldOwners.init)
    return owners?.byManager[FieldManager(name: manager, operation: operation)]?.set.shownPaths ?? []
  }

  @Test func aNewObjectIsItsMakers() throws {
    let object = record(nil, try topic(#"{"partitions":3}"#, labels: #"{"a":"b"}"#), by: "ed")
    let mine = paths(object, "ed", .update)
    #expect(mine.contains(".spec.partitions") && mine.contains(".metadata.labels.a"))
    #expect(mine.contains(".metadata.labels") && !mine.contains(".spec") && !mine.contains(".metadata.name"))
  }

  @Test func aChangeTakesOnlyWhatItChanges() throws {
    let first = record(nil, try topic(#"{"partitions":3,"config":{"a":"1"}}"#), by: "ed")
    var changed = try topic(#"{"partitions":4,"config":{"a":"1","b":"2"}}"#)
    changed.metadata.managedFields = first.metadata.managedFields
    let second = record(first, changed, by: "fay", later: 5_000)
    #expect(paths(second, "fay", .update) == [".spec.config.b", ".spec.partitions"])
    #expect(!paths(second, "ed", .update).contains(".spec.partitions"))
    #expect(paths(second, "ed", .update).contains(".spec.config.a"))
  }

  @Test func aWriteWithoutAChangeLeavesEntriesAsTheyAre() throws {
    let first = record(nil, try topic(#"{"partitions":3}"#), by: "ed")
    #expect(record(first, first, by: "fay", later: 60_000) == first)
    #expect(record(first, first, by: "ed", later: 60_000) == first)
  }

  @Test func aWriterThatKnowsNothingOfOwnersLosesNone() throws {
    let first = record(nil, try topic(#"{"partitions":3}"#), by: "ed")
    var unaware = first
    unaware.metadata.managedFields = nil
    #expect(record(first, unaware, by: "fay") == first)
    unaware.metadata.managedFields = .array([.members(("manager", .int(1)))])
    #expect(record(first, unaware, by: "fay") == first)
  }

  @Test(arguments: [JSONValue.null, .array([]), .array([.object([])])])
  func entriesCanBeWiped(reset: JSONValue) throws {
    let first = record(nil, try topic(#"{"partitions":3}"#), by: "ed")
    var wiped = first
    wiped.metadata.managedFields = reset
    #expect(record(first, wiped, by: "fay").metadata.managedFields == nil)
  }

  /// Newer kubectls hand their fields from client-side to server-side apply by writing the entries themselves.
  @Test func entriesCanBeRewritten() throws {
    let first = record(nil, try topic(#"{"partitions":3}"#), by: "kubectl-client-side-apply")
    var entries = try #require(first.metadata.managedFields?.elements)
    entries[0]["manager"] = .string("kubectl")
    entries[0]["operation"] = .string("Apply")
    var rewritten = first
    rewritten.metadata.managedFields = .array(entries)
    let second = record(first, rewritten, by: "kubectl-client-side-apply", later: 1_000)
    #expect(second.metadata.managedFields == .array(entries))
    #expect(paths(second, "kubectl", .apply).contains(".spec.partitions"))
  }

  @Test func statusIsOwnedApart() throws {
    let first = record(nil, try topic(#"{"partitions":3}"#), by: "ed")
    var new = first
    new.status = .members(("topicName", .string("orders")))
    let second = ManagedFields.recordUpdate(
      old: first, new: new, manager: "ed", operation: .update, now: now, subresource: "status")
    let entries = try #require(second.metadata.managedFields?.elements)
    #expect(entries.map { $0["subresource"]?.text } == [nil, "status"])
    #expect(entries[1]["fieldsV1"]?.compact == #"{"f:status":{"f:topicName":{}}}"#)
  }

  @Test func manyUpdatersBecomeOne() throws {
    var object = record(nil, try topic(#"{"partitions":3}"#), by: "first")
    for number in 1...40 {
      var next = object
      next.metadata.labels["l\(number)"] = "x"
      object = record(object, next, by: "manager-\(number)", later: Int64(number) * 1_000)
    }
    let entries = try #require(object.metadata.managedFields?.elements)
    #expect(entries.count == FieldOwners.updatersMax)
    #expect(entries.contains { $0["manager"] == .string(FieldOwners.forgotten) })
    #expect(entries.contains { $0["manager"] == .string("manager-40") })
    #expect(paths(object, FieldOwners.forgotten, .update).contains(".spec.partitions"))
  }

  // MARK: Apply

  private func apply(
    _ config: JSONValue, _ current: WeirObject?, by manager: String, force: Bool = false, later: Int64 = 0
  ) throws -> WeirObject {
    let json = try ServerSideApply.apply(
      config: config, to: current, manager: manager, force: force, now: now + later)
    return try ObjectCodec.decode(json, kind: .topic)
  }

  @Test func appliedTwiceIsTheSameObject() throws {
    let config = try config(
      #"{"partitions":3,"transforms":[{"uses":"mask-card","with":{"field":"card"}}]}"#, labels: #"{"a":"b"}"#)
    let first = try apply(config, nil, by: "ann")
    #expect(try apply(config, first, by: "ann", later: 9_000) == first)
    let json = try ServerSideApply.apply(config: config, to: first, manager: "ann", force: false, now: now)
    #expect(json == first.json)
  }

  @Test func defaultsBelongToNobody() throws {
    let first = try apply(try config(#"{"partitions":3}"#), nil, by: "ann")
    #expect(first.spec["replication"] == .int(1))
    #expect(paths(first, "ann", .apply) == [".spec.partitions"])
    let second = try apply(try config(#"{"replication":2}"#), first, by: "bob")
    #expect(second.spec["replication"] == .int(2))
    #expect(paths(second, "bob", .apply) == [".spec.replication"])
  }

  @Test func refusesWhatIsNoConfiguration() throws {
    let first = try apply(try config(#"{"partitions":3}"#), nil, by: "ann")
    var owned = try config("{}")
    owned["metadata"] = .members(("name", .string("orders")), ("managedFields", .array([.object([])])))
    var view = try config("{}")
    view["kind"] = .string("View")
    var bare = try config("{}")
    bare["apiVersion"] = nil
    for config in [.array([]), owned, view, bare] {
      #expect(throws: ApplyFault.self) {
        try ServerSideApply.apply(config: config, to: first, manager: "ann", force: false, now: now)
      }
    }
    #expect(throws: ApplyFault.self) {
      try ServerSideApply.apply(config: try config("{}"), to: first, manager: "", force: false, now: now)
    }
  }

  @Test func statusIsNotTheAppliers() throws {
    var config = try config(#"{"partitions":3}"#)
    config["status"] = .members(("topicName", .string("x")))
    var first = try apply(config, nil, by: "ann")
    #expect(first.status == nil)
    first.status = .members(("topicName", .string("orders")))
    let second = try apply(config, first, by: "ann")
    #expect(second.status == first.status)
  }
}
