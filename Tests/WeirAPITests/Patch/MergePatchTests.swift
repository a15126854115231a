import Testing
import WeirBase

@testable import WeirAPI

@Suite struct MergePatchTests {
  /// RFC 7396, appendix A: document, patch, result.
  @Test(arguments: [
    (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
    (#"{"a":"b"}"#, #"{"a":null}"#, "{}"), (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
    (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
    (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
    (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#), (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#),
    (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#), (#"{"a":"foo"}"#, "null", "null"), (#"{"a":"foo"}"#, #""bar""#, #""bar""#),
    (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#), ("[1,2]", #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
    ("{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
    (#"{"a":1,"b":2}"#, #"{"a":null,"c":3,"a":4}"#, #"{"b":2,"c":3,"a":4}"#),
  ]) func merges(document: String, patch: String, result: String) throws {
    let merged = MergePatch.apply(try JSONParser.parse(patch), to: try JSONParser.parse(document))
    #expect(merged.compact == result)
  }

  @Test func isQuickOnManyMembers() {
    let many = JSONValue.object((0..<100_000).map { JSONValue.Member("m\($0)", .int($0)) })
    let took = ContinuousClock().measure { #expect(MergePatch.apply(many, to: many) == many) }
    #expect(took < .seconds(10))
  }
}
