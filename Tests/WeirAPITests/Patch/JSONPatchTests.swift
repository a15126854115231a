import Testing
import WeirBase

@testable import WeirAPI

@Suite struct JSONPatchTests {
  /// The examples of RFC 6902, appendix A, and a few more: document, patch, result.
  static let good: [(String, String, String)] = [
    (#"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz","value":"qux"}]"#, #"{"foo":"bar","baz":"qux"}"#),
    (#"{"foo":["bar","baz"]}"#, #"[{"op":"add","path":"/foo/1","value":"qux"}]"#, #"{"foo":["bar","qux","baz"]}"#),
    (#"{"baz":"qux","foo":"bar"}"#, #"[{"op":"remove","path":"/baz"}]"#, #"{"foo":"bar"}"#),
    (#"{"foo":["bar","qux","baz"]}"#, #"[{"op":"remove","path":"/foo/1"}]"#, #"{"foo":["bar","baz"]}"#),
    (#"{"baz":"qux","foo":"bar"}"#, #"[{"op":"replace","path":"/baz","value":"boo"}]"#, #"{"baz":"boo","foo":"bar"}"#),
    (
      #"{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}"#,
      #"[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]"#,
      #"{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}"#
    ),
    (
      #"{"foo":["all","grass","cows","eat"]}"#, #"[{"op":"move","from":"/foo/1","path":"/foo/3"}]"#,
      #"{"foo":["all","cows","eat","grass"]}"#
    ),
    (
      #"{"baz":"qux","foo":["a",2,"c"]}"#,
      #"[{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}]"#,
      #"{"baz":"qux","foo":["a",2,"c"]}"#
    ),
    (#"{"foo":"bar"}"#, #"[{"op":"add","path":"/child","value":{"a":{}}}]"#, #"{"foo":"bar","child":{"a":{}}}"#),
    (
      #"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz","value":"qux","xyz":123}]"#, #"{"foo":"bar","baz":"qux"}"#
    ),
    (
      #"{"/":9,"~1":10}"#, #"[{"op":"test","path":"/~01","value":10},{"op":"test","path":"/~1","value":9.0}]"#,
      #"{"/":9,"~1":10}"#
    ),
    (#"{"foo":["bar"]}"#, #"[{"op":"add","path":"/foo/-","value":["abc","def"]}]"#, #"{"foo":["bar",["abc","def"]]}"#),
    (#"{"a":1}"#, #"[{"op":"add","path":"","value":[1]}]"#, "[1]"),
    (#"{"a":{"b":1}}"#, #"[{"op":"copy","from":"/a","path":"/c"}]"#, #"{"a":{"b":1},"c":{"b":1}}"#),
    (#"{"a":{"b":1}}"#, #"[{"op":"move","from":"/a","path":""}]"#, #"{"b":1}"#),
    (#"{"":{"":1}}"#, #"[{"op":"replace","path":"//","value":2}]"#, #"{"":{"":2}}"#),
    (#"{"a":{"x":1,"y":2}}"#, #"[{"op":"test","path":"/a","value":{"y":2,"x":1.0}}]"#, #"{"a":{"x":1,"y":2}}"#),
    (#"{"a":1}"#, #"[{"op":"add","path":"/a","value":null}]"#, #"{"a":null}"#),
    (#"{"a":1}"#, "[]", #"{"a":1}"#),
  ]

  @Test(arguments: good) func applies(document: String, patch: String, result: String) throws {
    let patched = try JSONPatch.apply(try JSONParser.parse(patch), to: try JSONParser.parse(document))
    #expect(patched.compact == result)
  }

  /// Patches that do not fit.
  static let unfit: [(String, String)] = [
    (#"{"baz":"qux"}"#, #"[{"op":"test","path":"/baz","value":"bar"}]"#),
    (#"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz/bat","value":"qux"}]"#),
    (#"{"/":9,"~1":10}"#, #"[{"op":"test","path":"/~01","value":"10"}]"#),
    (#"{"a":[1]}"#, #"[{"op":"add","path":"/a/2","value":1}]"#),
    (#"{"a":[1]}"#, #"[{"op":"replace","path":"/a/-","value":1}]"#),
    (#"{"a":[1]}"#, #"[{"op":"remove","path":"/a/1"}]"#),
    (#"{"a":[1,2]}"#, #"[{"op":"remove","path":"/a/01"}]"#),
    (#"{"a":[1,2]}"#, #"[{"op":"remove","path":"/a/-1"}]"#),
    (#"{"a":[1,2]}"#, #"[{"op":"remove","path":"/a/99999999999999999999"}]"#),
    (#"{"a":1}"#, #"[{"op":"remove","path":"/b"}]"#),
    (#"{"a":1}"#, #"[{"op":"replace","path":"/b","value":1}]"#),
    (#"{"a":1}"#, #"[{"op":"replace","path":"/a/b","value":1}]"#),
    (#"{"a":{"b":1}}"#, #"[{"op":"move","from":"/a","path":"/a/b"}]"#),
    (#"{"a":1}"#, #"[{"op":"copy","from":"/b","path":"/c"}]"#),
    (#"{"a":1}"#, #"[{"op":"test","path":"/b","value":null}]"#),
  ]

  @Test(arguments: unfit) func refusesWhatDoesNotFit(document: String, patch: String) throws {
    let (patch, document) = (try JSONParser.parse(patch), try JSONParser.parse(document))
    do {
      let result = try JSONPatch.apply(patch, to: document)
      Issue.record("applied: \(result.compact)")
    } catch {
      guard case .notApplicable(let reason) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(reason.hasPrefix("operation 0: "))
    }
  }

  @Test(arguments: [
    "{}", "5", "[5]", #"[{"path":"/a"}]"#, #"[{"op":"add","path":"/a"}]"#, #"[{"op":"add","value":1}]"#,
    #"[{"op":"add","path":"a","value":1}]"#, #"[{"op":"add","path":"/~2","value":1}]"#,
    #"[{"op":"add","path":"/~","value":1}]"#, #"[{"op":"spam","path":"/a","value":1}]"#,
    #"[{"op":"move","path":"/a"}]"#, #"[{"op":1,"path":"/a"}]"#, #"[{"op":"remove","path":5}]"#,
  ]) func refusesWhatIsNoPatch(patch: String) throws {
    let patch = try JSONParser.parse(patch)
    do {
      _ = try JSONPatch.apply(patch, to: .object([]))
      Issue.record("applied")
    } catch {
      guard case .malformed = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test func allOrNothing() throws {
    let patch = try JSONParser.parse(#"[{"op":"add","path":"/b","value":1},{"op":"test","path":"/a","value":9}]"#)
    #expect(throws: PatchFault.notApplicable("operation 1: the value at \"/a\" is not the one tested for")) {
      try JSONPatch.apply(patch, to: .members(("a", .int(1))))
    }
  }

  // MARK: Bounds

  private func operation(_ name: String, _ path: String, from: String? = nil, value: JSONValue? = nil) -> JSONValue {
    var json = JSONValue.members(("op", .string(name)), ("path", .string(path)))
    json["from"] = from.map(JSONValue.string)
    json["value"] = value
    return json
  }

  private func isTooLarge(_ operations: [JSONValue], _ document: JSONValue) -> Bool {
    do {
      _ = try JSONPatch.apply(.array(operations), to: document)
      return false
    } catch {
      if case .tooLarge = error { return true }
      return false
    }
  }

  @Test func countsOperations() {
    let one = operation("add", "/a", value: .int(1))
    #expect(!isTooLarge(Array(repeating: one, count: JSONPatch.operationsMax), .object([])))
    #expect(isTooLarge(Array(repeating: one, count: JSONPatch.operationsMax + 1), .object([])))
  }

  /// A copy of the whole into itself doubles it every time.
  @Test func doublingMeetsALimit() {
    let document = JSONValue.members(("a", .array([.string("0123456789")])))
    let doubling = (0..<64).map { _ in operation("copy", "/a/-", from: "/a") }
    #expect(isTooLarge(doubling, document))
  }

  /// A copy of the whole over a part of itself nests one level deeper every time.
  @Test func nestingMeetsALimit() {
    let deeper = (0..<300).map { _ in operation("copy", "/a", from: "") }
    #expect(isTooLarge(deeper, .members(("a", .int(0)))))
    #expect(!isTooLarge(Array(deeper.prefix(200)), .members(("a", .int(0)))))
  }

  @Test func visitingMeetsALimit() {
    let members = (0..<50_000).map { JSONValue.Member("m\($0)", .int($0)) }
    let tests = (0..<10_000).map { _ in operation("test", "/m1", value: .int(1)) }
    #expect(isTooLarge(tests, .object(members)))
  }

  @Test func tenThousandOperationsOnALongArrayAreQuick() throws {
    let document = JSONValue.members(("a", .array((0..<20_000).map { .int($0) })))
    let operations = (0..<10_000).map { operation("replace", "/a/\($0)", value: .int(-1)) }
    let clock = ContinuousClock()
    var result = JSONValue.null
    let took = try clock.measure { result = try JSONPatch.apply(.array(operations), to: document) }
    #expect(result["a"]?.elements?[9_999] == .int(-1))
    #expect(result["a"]?.elements?[10_000] == .int(10_000))
    #expect(took < .seconds(5))
  }
}
