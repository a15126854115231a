import Testing
import WeirBase

@testable import WeirAPI

@Suite struct FieldSetTests {
  private func set(_ fieldsV1: String) throws -> FieldSet {
    try #require(FieldSet(fieldsV1: try JSONParser.parse(fieldsV1)))
  }

  static let written =
    #"{"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"f:list":{"k:{\"name\":\"a\",\"port\":1}":{".":{},"#
    + #""f:x":{}}},"f:set":{"v:\"b\"":{},"v:1":{}}}}"#

  @Test func readsAndWritesFieldsV1() throws {
    let set = try set(Self.written)
    #expect(set.fieldsV1.compact == Self.written)
    #expect(set.count == 6)
    #expect(
      set.shownPaths == [
        ".metadata.labels", ".metadata.labels.app", #".spec.list[name="a",port=1]"#,
        #".spec.list[name="a",port=1].x"#, #".spec.set[="b"]"#, ".spec.set[=1]",
      ])
  }

  @Test func equalElementsHaveEqualTexts() throws {
    let spelled = try set(#"{"f:l":{"k:{\"port\": 1.0, \"name\":\"a\"}":{}}}"#)
    #expect(spelled == (try set(#"{"f:l":{"k:{\"name\":\"a\",\"port\":1}":{}}}"#)))
  }

  @Test(arguments: ["[]", #"{"x":{}}"#, #"{"f:a":5}"#, #"{"k:{}":{}}"#, #"{"k:[":{}}"#, #"{"v:":{}}"#, #"{"i:x":{}}"#])
  func refusesOtherForms(json: String) throws {
    #expect(FieldSet(fieldsV1: try JSONParser.parse(json)) == nil)
  }

  @Test func algebra() throws {
    let a = try set(#"{"f:a":{".":{},"f:b":{}},"f:c":{}}"#)
    let b = try set(#"{"f:a":{"f:b":{},"f:d":{}}}"#)
    #expect(a.union(b).fieldsV1.compact == #"{"f:a":{".":{},"f:b":{},"f:d":{}},"f:c":{}}"#)
    #expect(a.intersection(b).fieldsV1.compact == #"{"f:a":{"f:b":{}}}"#)
    #expect(a.subtracting(b).fieldsV1.compact == #"{"f:a":{},"f:c":{}}"#)
    #expect(a.subtracting(a).isEmpty)
    #expect(a.contains([.field("a"), .field("b")]) && !a.contains([.field("a"), .field("d")]))
  }
}
