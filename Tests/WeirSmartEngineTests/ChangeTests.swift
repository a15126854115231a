import Testing
import WeirBase
import WeirRecords
import WeirSmartEngine

/// Steps that change JSON values.
@Suite struct ChangeTests {
  @Test(arguments: [
    (#"["a"]"#, #"{"a":1,"b":2}"#, #"{"a":1}"#), (#"["b","a"]"#, #"{"a":1,"b":2,"c":3}"#, #"{"a":1,"b":2}"#),
    (#"["o.x"]"#, #"{"o":{"x":1,"y":2},"p":1}"#, #"{"o":{"x":1}}"#), (#"["q"]"#, #"{"a":1}"#, "{}"),
    (#"["i[*].p"]"#, #"{"i":[{"p":1,"q":2},{"q":3},{"p":4}]}"#, #"{"i":[{"p":1},{"p":4}]}"#),
    (#"["i[1]"]"#, #"{"i":[1,2,3]}"#, #"{"i":[2]}"#),
    (#"["o.x","o"]"#, #"{"o":{"x":1,"y":2}}"#, #"{"o":{"x":1,"y":2}}"#),
    (#"["*.x"]"#, #"{"a":{"x":1,"y":2},"b":3}"#, #"{"a":{"x":1}}"#), (#"["[0]"]"#, "[1,2]", "[1]"),
    (#"["a"]"#, "5", "{}"),
  ])
  func projectKeepsOnly(paths: String, value: String, result: String) throws {
    #expect(try outcome("json-project", #"{"paths":\#(paths)}"#, value) == result)
  }

  @Test(arguments: [
    (#"["a"]"#, #"{"a":1,"b":2}"#, #"{"b":2}"#), (#"["a"]"#, #"{"a":1,"b":2,"a":3}"#, #"{"b":2}"#),
    (#"["i[*].p"]"#, #"{"i":[{"p":1,"q":2},{"p":3}]}"#, #"{"i":[{"q":2},{}]}"#),
    (#"["i[0]"]"#, #"{"i":[1,2]}"#, #"{"i":[2]}"#),
    (#"["a.b.c"]"#, #"{"a":{"b":5}}"#, #"{"a":{"b":5}}"#), (#"["[\"a.b\"]"]"#, #"{"a.b":1,"c":2}"#, #"{"c":2}"#),
    (#"["['a]b']"]"#, #"{"a]b":1}"#, "{}"), (#"["*"]"#, #"{"a":1}"#, "{}"),
  ])
  func removeTakesOut(paths: String, value: String, result: String) throws {
    #expect(try outcome("json-remove", #"{"paths":\#(paths)}"#, value) == result)
  }

  @Test(arguments: [
    (#"{"a":"z"}"#, #"{"a":1,"b":2}"#, #"{"z":1,"b":2}"#), (#"{"a":"b"}"#, #"{"b":2,"a":1}"#, #"{"b":1}"#),
    (#"{"o.x":"y"}"#, #"{"o":{"x":1}}"#, #"{"o":{"y":1}}"#),
    (#"{"i[*].p":"q"}"#, #"{"i":[{"p":1},5]}"#, #"{"i":[{"q":1},5]}"#),
    (#"{"a":"b","b":"c"}"#, #"{"a":1}"#, #"{"c":1}"#), (#"{"x":"y"}"#, #"{"a": 1}"#, #"{"a": 1}"#),
  ])
  func renameKeepsPlaceAndValue(fields: String, value: String, result: String) throws {
    #expect(try outcome("json-rename", #"{"fields":\#(fields)}"#, value) == result)
  }

  @Test(arguments: [
    (#""keepLast":4"#, #"{"card":"4111111111111111"}"#, #"{"card":"************1111"}"#),
    (#""keepLast":4"#, #"{"card":"1111"}"#, #"{"card":"****"}"#),
    (#""keepLast":4"#, #"{"card":41111}"#, #"{"card":"*1111"}"#),
    (#""sign":"•""#, #"{"card":"añb"}"#, #"{"card":"•••"}"#),
    (#""replacement":"[gone]""#, #"{"card":"secret"}"#, #"{"card":"[gone]"}"#),
    (#""keepLast":0"#, #"{"card":null}"#, #"{"card":null}"#),
    (#""keepLast":3"#, #"{"card":true}"#, #"{"card":"****"}"#),
    (#""keepLast":1"#, #"{"card":{"n":"ab","m":["cd"]}}"#, #"{"card":{"n":"*b","m":["*d"]}}"#),
    (#""keepLast":0"#, #"{"card":"ab","\u0063ard":"cd"}"#, #"{"card":"**","card":"**"}"#),
    (#""keepLast":0"#, #"{"other":"ab"}"#, #"{"other":"ab"}"#), (#""keepLast":2"#, #"{"card":""}"#, #"{"card":""}"#),
  ])
  func maskHides(with: String, value: String, result: String) throws {
    #expect(try outcome("json-mask", #"{"paths":["card"],\#(with)}"#, value) == result)
  }

  @Test func maskNeverLetsThroughWhatItCannotRead() throws {
    #expect(faults([step("json-mask", #"{"paths":["a"],"onInvalid":"keep"}"#)]).map(\.path) == ["with.onInvalid"])
    #expect(try outcome("json-mask", #"{"paths":["a"],"onInvalid":"drop"}"#, "4111 1111") == nil)
    #expect(try outcome("json-mask", #"{"paths":["a"]}"#, "4111 1111")?.contains("4111") == false)
  }

  @Test(arguments: [
    (#"{"a":5}"#, #"{"a":1}"#, #"{"a":5}"#), (#"{"x.y":[1]}"#, #"{"a":1}"#, #"{"a":1,"x":{"y":[1]}}"#),
    (#"{"i[*].k":0}"#, #"{"i":[{},{"k":1}]}"#, #"{"i":[{"k":0},{"k":0}]}"#),
    (#"{"i[7]":0}"#, #"{"i":[1]}"#, #"{"i":[1]}"#),
    (#"{"a.b":1}"#, #"{"a":5}"#, "!\"b\" has no place: integer stands where an object is needed"),
    (#"{"a[0]":1}"#, #"{"a":"t"}"#, "!string stands where an array is needed"),
  ])
  func setPutsConstants(fields: String, value: String, result: String) throws {
    #expect(try outcome("json-set", #"{"fields":\#(fields)}"#, value) == result)
  }

  @Test func setLeavesWhatIsThereWhereAsked() throws {
    let with = #"{"fields":{"a":9,"b":8},"onlyIfAbsent":true}"#
    #expect(try outcome("json-set", with, #"{"a":null}"#) == #"{"a":null,"b":8}"#)
  }

  @Test(arguments: [
    ("json-project", #"{"paths":["a"]}"#), ("json-remove", #"{"paths":["a"]}"#), ("json-mask", #"{"paths":["a"]}"#),
    ("json-set", #"{"fields":{"a":1}}"#), ("json-rename", #"{"fields":{"a":"b"}}"#),
  ])
  func tombstonesPass(name: String, with: String) throws {
    let tombstone = record(nil)
    #expect(try Chain(steps: [step(name, with)]).run(tombstone) == .kept(tombstone))
  }

  @Test(arguments: [
    ("json-mask", #"{"paths":["a"],"sign":"**"}"#, "with.sign"),
    ("json-mask", #"{"paths":["a"],"sign":""}"#, "with.sign"),
    ("json-mask", #"{"paths":["a"],"keepLast":1,"replacement":"x"}"#, "with.keepLast"),
    ("json-mask", #"{"paths":["a"],"keepLast":1.5}"#, "with.keepLast"), ("json-mask", #"{"paths":"a"}"#, "with.paths"),
    ("json-rename", #"{"fields":{"a[0]":"b"}}"#, "with.fields"),
    ("json-rename", #"{"fields":{"a":""}}"#, #"with.fields["a"]"#),
    ("json-set", #"{"fields":{}}"#, "with.fields"), ("json-set", #"{"fields":{"a[":1}}"#, "with.fields"),
    ("json-remove", #"{"paths":[1]}"#, "with.paths[0]"), ("text-filter", #"{"text":""}"#, "with.text"),
  ])
  func wrongParametersAreRefused(name: String, with: String, path: String) {
    #expect(faults([step(name, with)]).map(\.path) == [path])
  }

  @Test func largeParametersAreRefused() {
    let long = String(repeating: "a", count: 5_000)
    #expect(faults([step("text-filter", #"{"text":"\#(long)"}"#)]).map(\.path) == ["with.text"])
    #expect(faults([step("json-remove", #"{"paths":["\#(long)"]}"#)]).map(\.path) == ["with.paths[0]"])
    let many = (0..<65).map { "\"f\($0)\"" }.joined(separator: ",")
    #expect(faults([step("json-remove", "{\"paths\":[\(many)]}")]).map(\.path) == ["with.paths"])
    let deep = (0..<40).map { "f\($0)" }.joined(separator: ".")
    #expect(faults([step("json-remove", #"{"paths":["\#(deep)"]}"#)]).map(\.path) == ["with.paths[0]"])
  }
}
