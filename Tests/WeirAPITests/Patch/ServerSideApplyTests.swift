import Testing
import WeirBase
import WeirObjects

@testable import WeirAPI

@Suite struct ServerSideApplyTests {
  @Test func createsAndOwns() throws {
    var sheet = OwnedSheet()
    try sheet.apply(#"{"number":1,"pair":{"left":"l"},"set":["x"],"list":[{"name":"n","a":"1"}]}"#, by: "ann")
    #expect(sheet.spec == #"{"number":1,"pair":{"left":"l"},"set":["x"],"list":[{"name":"n","a":"1"}]}"#)
    #expect(
      sheet.owned(by: "ann") == [
        #".spec.list[name="n"]"#, #".spec.list[name="n"].a"#, #".spec.list[name="n"].name"#, ".spec.number",
        ".spec.pair.left", #".spec.set[="x"]"#,
      ])
    let entry = try #require(sheet.document?.at("metadata", "managedFields")?.elements?.first)
    #expect(entry["manager"] == .string("ann") && entry["operation"] == .string("Apply"))
    #expect(entry["apiVersion"] == .string(Kind.apiVersion) && entry["fieldsType"] == .string("FieldsV1"))
    #expect(entry["time"] == .string("2023-11-14T22:13:21Z"))
  }

  @Test func applyingTheSameChangesNothing() throws {
    var sheet = OwnedSheet()
    let spec = #"{"set":["b","a"],"number":1,"any":{"deep":[1]},"list":[{"name":"n"}]}"#
    try sheet.apply(spec, labels: #"{"a":"b"}"#, by: "ann")
    try sheet.update(
      #"{"number":1,"any":{"deep":[1]},"list":[{"name":"n"}],"set":["a","b"]}"#, labels: #"{"a":"b"}"#, by: "ed")
    let before = sheet.document
    try sheet.apply(spec, labels: #"{"a":"b"}"#, by: "ann")
    #expect(sheet.document?["spec"]?["number"] == .int(1))
    let once = sheet.document
    try sheet.apply(spec, labels: #"{"a":"b"}"#, by: "ann")
    #expect(sheet.document == once)
    #expect(once?["metadata"] == before?["metadata"])
  }

  // MARK: Conflicts

  @Test func anotherValueOfAnothersFieldIsAConflict() throws {
    var sheet = OwnedSheet()
    try sheet.apply(#"{"number":1,"text":"t"}"#, labels: #"{"team":"x"}"#, by: "ann")
    #expect(try sheet.conflicts(#"{"number":2}"#, by: "bob") == ["ann .spec.number"])
    #expect(
      try sheet.conflicts(#"{"number":2,"text":"u"}"#, labels: #"{"team":"y"}"#, by: "bob") == [
        "ann .metadata.labels.team", "ann .spec.number", "ann .spec.text",
      ])
    #expect(try sheet.conflicts(#"{"number":2}"#, by: "ann").isEmpty)
  }

  @Test func anUpdaterConflictsAsWell() throws {
    var sheet = OwnedSheet()
    try sheet.apply(#"{"number":1}"#, by: "ann")
    try sheet.update(#"{"number":5}"#, by: "ann")
    #expect(sheet.owned(by: "ann").isEmpty)
    #expect(sheet.owned(by: "ann", .update) == [".spec.number"])
    #expect(try sheet.conflicts(#"{"number":1}"#, by: "ann") == ["ann .spec.number"])
    #expect(try sheet.conflicts(#"{"number":5}"#, by: "ann").isEmpty)
  }

  @Test func messagesNameTheOther() throws {
    let update = FieldConflict(
      manager: "ed", operation: .update, subresource: "status", time: "2026-01-02T03:04:05Z", field: ".spec.a")
    let apply = FieldConflict(manager: "ann", operation: .apply, subresource: "", time: nil, field: ".spec.b")
    #expect(
      update.message
        == #"conflict with "ed" with subresource "status" using weir.streaming/v1 at 2026-01-02T03:04:05Z"#)
    #expect(
      ApplyFault.conflicts([apply]).description == #"Apply failed with 1 conflict: conflict with "ann": .spec.b"#)
    #expect(
      ApplyFault.conflicts([apply, apply]).description
        == "Apply failed with 2 conflicts: conflict with \"ann\":\n- .spec.b\n- .spec.b")
  }

  @Test func forceTakesOver() throws {
    var sheet = OwnedSheet()
    try sheet.apply(#"{"number":1,"text":"t"}"#, by: "ann")
    try sheet.apply(#"{"number":2}"#, by: "bob", force: true)
    #expect(sheet.spec == #"{"number":2,"text":"t"}"#)
    #expect(sheet.owned(by: "ann") == [".spec.text"])
    #expect(sheet.owned(by: "bob") == [".spec.number"])
    #expect(try sheet.conflicts(#"{"number":1,"text":"t"}"#, by: "ann") == ["bob .spec.number"])
  }

  @Test func equalValuesAreShared() throws {
    var sheet = OwnedSheet()
    try sheet.apply(#"{"number":1,"text":"t"}"#, by: "ann")
    try sheet.apply(#"{"number":1}"#, by: "bob")
    #expect(sheet.owned(by: "ann") == [".spec.number", ".spec.text"] && sheet.owned(by: "bob") == [".spec.number"])
    // Whoever lets go of it leaves it to the other.
    try sheet.apply(#"{"text":"t"}"#, by: "ann")
    #expect(sheet.spec == #"{"number":1,"text":"t"}"#)
    try sheet.apply("{}", by: "bob")
    #expect(sheet.spec == #"{"text":"t"}"#)
    #expect(sheet.owned(by: "bob").isEmpty)
  }

  // MARK: Dropped fields

  @Test func whatIsNoLongerMentionedGoes() throws {
    var sheet = OwnedSheet()
    try sheet.apply(#"{"pair":{"left":"l","right":"r"},"map":{"a":"1","b":"2"}}"#, labels: #"{"x":"y"}"#, by: "ann")
    try sheet.apply(#"{"pair":{"left":"l"},"map":{"b":"2"}}"#, by: "ann")
    #expect(sheet.spec == #"{"pair":{"left":"l"},"map":{"b":"2"}}"#)
    #expect(sheet.document?.at("metadata", "labels") == nil)
    try sheet.apply("{}", by: "ann")
    #expect(sheet.spec == "{}")
    #expect(sheet.document?.at("metadata", "managedFields") == nil)
  }

  @Test func whatAnUpdaterMadeStays() throws {
    var sheet = OwnedSheet()
    try sheet.apply(#"{"pair":{"left":"l"}}"#, by: "ann")
    try sheet.update(#"{"pair":{"left":"l","right":"r"}}"#, by: "ed")
    try sheet.apply(#"{"number":1}"#, by: "ann")
    #expect(sheet.spec == #"{"pair":{"right":"r"},"number":1}"#)
    #expect(sheet.owned(by: "ed", .update) == [".spec.pair.right"])
  }

  @Test func emptyContainersAreOwnedToo() throws {
    var sheet = OwnedSheet()
    try sheet.apply(#"{"map":{},"set":[],"any":{}}"#, by: "ann")
    #expect(sheet.owned(by: "ann") == [".spec.any", ".spec.map", ".spec.set"])
    try sheet.apply(#"{"map":{"a":"1"},"set":["x"]}"#, by: "bob")
    try sheet.apply("{}", by: "bob")
    #expect(sheet.spec == #"{"map":{},"set":[],"any":{}}"#)
    try sheet.apply("{}", by: "ann")
    #expect(sheet.spec == "{}")
  }

  @Test func nullSaysNothing() throws {
    var sheet = OwnedSheet()
    try sheet.apply(#"{"number":null,"pair":{"left":null},"text":"t"}"#, by: "ann")
    #expect(sheet.spec == #"{"pair":{},"text":"t"}"#)
  }

  // MARK: Lists

  @Test func setsAreMergedByValue() throws {
    var sheet = OwnedSheet()
    try sheet.apply(#"{"set":["a","b"]}"#, by: "ann")
    try sheet.apply(#"{"set":["c","b"]}"#, by: "bob")
    #expect(sheet.spec == #"{"set":["a","c","b"]}"#)
    try sheet.apply(#"{"set":["a"]}"#, by: "ann")
    #expect(sheet.spec == #"{"set":["a","c","b"]}"#)
    try sheet.apply(#"{"set":["c"]}"#, by: "bob")
    #expect(sheet.spec == #"{"set":["a","c"]}"#)
  }

  @Test func mapsOfItemsAreMergedByKey() throws {
    var sheet = OwnedSheet()
    try sheet.apply(#"{"list":[{"name":"x","a":"1"},{"name":"y","a":"1"}]}"#, by: "ann")
    try sheet.apply(#"{"list":[{"name":"z"},{"name":"x","b":"2"}]}"#, by: "bob")
    #expect(
      sheet.spec == #"{"list":[{"name":"z"},{"name":"x","a":"1","b":"2"},{"name":"y","a":"1"}]}"#)
    #expect(try sheet.conflicts(#"{"list":[{"name":"x","a":"9"}]}"#, by: "bob") == [#"ann .spec.list[name="x"].a"#])
    try sheet.apply(#"{"list":[{"name":"y","a":"1"}]}"#, by: "ann")
    #expect(sheet.spec == #"{"list":[{"name":"z"},{"name":"x","b":"2"},{"name":"y","a":"1"}]}"#)
    try sheet.apply("{}", by: "bob")
    #expect(sheet.spec == #"{"list":[{"name":"y","a":"1"}]}"#)
  }

  @Test func atomicListsBelongToOne() throws {
    var sheet = OwnedSheet()
    try sheet.apply(#"{"ordered":["a","b"]}"#, by: "ann")
    #expect(sheet.owned(by: "ann") == [".spec.ordered"])
    #expect(try sheet.conflicts(#"{"ordered":["b","a"]}"#, by: "bob") == ["ann .spec.ordered"])
    try sheet.apply(#"{"ordered":["a","b"]}"#, by: "bob")
    try sheet.apply("{}", by: "ann")
    #expect(sheet.spec == #"{"ordered":["a","b"]}"#)
  }

  @Test(arguments: [#"{"set":["a","a"]}"#, #"{"list":[{"a":"1"}]}"#, #"{"list":[{"name":"x"},{"name":"x"}]}"#])
  func itemsMustBeToldApart(spec: String) throws {
    var sheet = OwnedSheet()
    #expect(throws: ApplyFault.self) { try sheet.apply(spec, by: "ann") }
  }

  @Test func anotherFormIsAConflictAsWell() throws {
    var sheet = OwnedSheet()
    try sheet.apply(#"{"any":{"deep":{"er":1}}}"#, by: "ann")
    #expect(try sheet.conflicts(#"{"any":5}"#, by: "bob") == ["ann .spec.any.deep", "ann .spec.any.deep.er"])
    try sheet.apply(#"{"any":5}"#, by: "bob", force: true)
    #expect(sheet.owned(by: "ann").isEmpty && sheet.owned(by: "bob") == [".spec.any"])
    #expect(try sheet.conflicts(#"{"any":{"deep":1}}"#, by: "ann") == ["bob .spec.any"])
  }

  // MARK: Objects that nobody applied yet

  @Test func whatStoodBeforeHasAnOwner() throws {
    var sheet = OwnedSheet()
    try sheet.update(#"{"number":1,"text":"t"}"#, by: "ed")
    sheet.forgetOwners()
    #expect(try sheet.conflicts(#"{"number":2}"#, by: "ann") == ["before-first-apply .spec.number"])
    try sheet.apply(#"{"number":1}"#, by: "ann")
    #expect(sheet.owned(by: "before-first-apply", .update) == [".spec.number", ".spec.text"])
  }

  // MARK: From client-side apply to here

  private func clientSide(_ spec: String) throws -> OwnedSheet {
    var sheet = OwnedSheet()
    var config = try OwnedSheet.config(spec)
    let last = JSONValue.string(config.compact + "\n")
    config["metadata"] = .members(
      ("name", .string("one")), ("annotations", .members((LastApplied.annotation, last))))
    try sheet.update(config, by: "kubectl-client-side-apply")
    return sheet
  }

  @Test func kubectlTakesOverWhatItAppliedOnTheClientSide() throws {
    var sheet = try clientSide(#"{"number":1,"text":"t"}"#)
    #expect(try sheet.conflicts(#"{"number":2}"#, by: "ann") == ["kubectl-client-side-apply .spec.number"])
    try sheet.apply(#"{"number":2}"#, by: "kubectl")
    #expect(sheet.spec == #"{"number":2,"text":"t"}"#)
    let text = try #require(sheet.document?.at("metadata", "annotations", LastApplied.annotation)?.text)
    #expect(try JSONParser.parse(text)["spec"] == .members(("number", .int(2))))
    let once = sheet.document
    try sheet.apply(#"{"number":2}"#, by: "kubectl")
    #expect(sheet.document == once)
  }

  @Test func kubectlDoesNotTakeOverWhatOthersChangedSince() throws {
    var sheet = try clientSide(#"{"number":1,"text":"t"}"#)
    var changed = try #require(sheet.document)
    changed["spec"] = try JSONParser.parse(#"{"number":7,"text":"t"}"#)
    try sheet.update(changed, by: "ed")
    #expect(try sheet.conflicts(#"{"number":2,"text":"u"}"#, by: "kubectl") == ["ed .spec.number"])
  }
}
