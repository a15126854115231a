import Testing
import WeirBase
import WeirRecords
import WeirSmartEngine

/// Filters by text, by field and by chance.
@Suite struct FilterTests {
  @Test(arguments: [
    ("contains", "an", true), ("contains", "AN", false), ("notContains", "an", false), ("notContains", "x", true),
    ("equals", "banana", true), ("equals", "banan", false), ("notEquals", "banan", true), ("startsWith", "ban", true),
    ("startsWith", "ana", false), ("endsWith", "nana", true), ("endsWith", "xbanana", false),
  ])
  func textOperators(name: String, text: String, isKept: Bool) throws {
    #expect(try keeps("text-filter", #"{"operator":"\#(name)","text":"\#(text)"}"#, "banana") == isKept)
  }

  @Test func textIgnoresCaseWhereAsked() throws {
    #expect(try keeps("text-filter", #"{"text":"ÉCOLE","ignoreCase":true}"#, "une école"))
    #expect(try !keeps("text-filter", #"{"text":"ÉCOLE"}"#, "une école"))
  }

  @Test func textLooksAtTheKeyWhereAsked() throws {
    #expect(try keeps("text-filter", #"{"text":"k","in":"key"}"#, "value"))
    #expect(try !keeps("text-filter", #"{"text":"k","in":"key"}"#, "value", key: nil))
    #expect(try keeps("text-filter", #"{"text":"k","in":"key","absent":"keep"}"#, "value", key: nil))
    #expect(try outcome("text-filter", #"{"text":"k","absent":"fail"}"#, nil) == "!the record has no value")
  }

  @Test func textFilterTakesBytesThatAreNoText() throws {
    let chain = try Chain(steps: [step("text-filter", #"{"text":"a"}"#)])
    let record = Record(value: [0xff, 0x00, 0x61, 0xfe])
    #expect(chain.run(record) == .kept(record))
  }

  @Test func searchIsLinear() throws {
    let chain = try Chain(steps: [
      step("text-filter", #"{"text":"\#(String(repeating: "a", count: 4_000))b"}"#)
    ])
    let time = ContinuousClock().measure {
      #expect(chain.run(Record(value: [UInt8](repeating: 0x61, count: 200_000))) == .dropped(step: 0))
    }
    #expect(time < .seconds(2))
  }

  @Test func searchFindsWhatComesAgain() throws {
    #expect(try keeps("text-filter", #"{"text":"aabaaac"}"#, "aabaabaaac"))
    #expect(try !keeps("text-filter", #"{"text":"aabaaac"}"#, "aabaabaaab"))
  }

  static let order = #"{"n":10,"s":"abc","t":["x","y"],"o":{"z":null},"items":[{"p":1},{"p":5}],"b":true}"#

  @Test(arguments: [
    (#"{"path":"n","value":10}"#, true), (#"{"path":"n","value":10.0}"#, true), (#"{"path":"n","value":"10"}"#, false),
    (#"{"path":"n","value":1e1}"#, true), (#"{"path":"n","operator":"notEquals","value":10}"#, false),
    (#"{"path":"n","operator":"in","values":[1,10]}"#, true), (#"{"path":"n","operator":"notIn","values":[1]}"#, true),
    (#"{"path":"n","operator":"lessThan","value":10}"#, false), (#"{"path":"n","operator":"atMost","value":10}"#, true),
    (#"{"path":"n","operator":"greaterThan","value":9.99}"#, true),
    (#"{"path":"n","operator":"atLeast","value":-11}"#, true),
    (#"{"path":"s","operator":"lessThan","value":"abd"}"#, true),
    (#"{"path":"s","operator":"lessThan","value":5}"#, false),
    (#"{"path":"s","operator":"contains","value":"bc"}"#, true),
    (#"{"path":"s","operator":"notContains","value":"bc"}"#, false),
    (#"{"path":"s","operator":"startsWith","value":"AB","ignoreCase":true}"#, true),
    (#"{"path":"s","operator":"endsWith","value":"ab"}"#, false),
    (#"{"path":"t","operator":"contains","value":"y"}"#, true),
    (#"{"path":"t","operator":"contains","value":"z"}"#, false),
    (#"{"path":"t[1]","value":"y"}"#, true), (#"{"path":"o.z","operator":"exists"}"#, true),
    (#"{"path":"o.q","operator":"exists"}"#, false), (#"{"path":"o.q","operator":"notExists"}"#, true),
    (#"{"path":"o.z","value":null}"#, true), (#"{"path":"items[*].p","operator":"greaterThan","value":4}"#, true),
    (#"{"path":"items[*].p","operator":"notEquals","value":5}"#, false), (#"{"path":"b","value":true}"#, true),
    (#"{"path":"o","value":{"z":null}}"#, true), (#"{"path":"absent","value":1}"#, false),
    (#"{"path":"absent","value":1,"absent":"keep"}"#, true),
    (#"{"path":"absent","operator":"notEquals","value":1}"#, false), (#"{"path":"$.n","value":10}"#, true),
    (#"{"path":"[\"n\"]","value":10}"#, true),
  ])
  func fieldOperators(with: String, isKept: Bool) throws {
    #expect(try keeps("json-filter", with, Self.order) == isKept, "\(with)")
  }

  @Test(arguments: [
    ("9007199254740993", "9007199254740992", 1), ("1.0", "10e-1", 0), ("-0", "0.000", 0), ("-2", "-10", 1),
    ("1e999999999999999999999", "1e400", 1), ("0.1", "0.09999999999999999999999", 1), ("-1", "0", -1), ("0", "5", -1),
    ("1e-999999999999999999999", "0", 1), ("12", "102", -1),
  ])
  func numbersCompareExactly(a: String, b: String, order: Int) throws {
    let value = #"{"n":\#(a)}"#
    #expect(try keeps("json-filter", #"{"path":"n","operator":"greaterThan","value":\#(b)}"#, value) == (order > 0))
    #expect(try keeps("json-filter", #"{"path":"n","operator":"lessThan","value":\#(b)}"#, value) == (order < 0))
    #expect(try keeps("json-filter", #"{"path":"n","value":\#(b)}"#, value) == (order == 0))
  }

  @Test func lastOfTwinsCountsAsToMostReaders() throws {
    #expect(try keeps("json-filter", #"{"path":"a","value":2}"#, #"{"a":1,"a":2}"#))
  }

  @Test func whatIsNoJSONGoesAsAsked() throws {
    let path = #""path":"a","value":1"#
    let failure = "!the value is no JSON: no value begins so at byte 0"
    #expect(try outcome("json-filter", "{\(path)}", "plain") == failure)
    #expect(try outcome("json-filter", #"{\#(path),"onInvalid":"drop"}"#, "plain") == nil)
    #expect(try outcome("json-filter", #"{\#(path),"onInvalid":"keep"}"#, "plain") == "plain")
    let chain = try Chain(steps: [step("json-filter", "{\(path)}")])
    #expect(
      chain.run(Record(value: [0x22, 0xff, 0x22])) == .failed(step: 0, message: "the value is no JSON: it is not UTF-8")
    )
  }

  @Test func hostileValuesOnlyFail() throws {
    let chain = try Chain(steps: [step("json-filter", #"{"path":"*","operator":"exists"}"#)])
    for value in [
      String(repeating: "[", count: 100_000), "", "{", "\"\\u12", "1 2", String(repeating: " ", count: 5 << 20),
    ] {
      guard case .failed(step: 0, _) = run(chain, value) else {
        Issue.record("taken: \(value.prefix(20))")
        continue
      }
    }
  }

  @Test(arguments: [
    (#"{"path":"a"}"#, "with.value"), (#"{"path":"a","operator":"in","value":1}"#, "with.value"),
    (#"{"path":"a","operator":"in"}"#, "with.values"), (#"{"path":"a","operator":"exists","value":1}"#, "with.value"),
    (#"{"path":"a","value":1,"values":[1]}"#, "with.values"), (#"{"path":"a[","value":1}"#, "with.path"),
    (#"{"path":"a","operator":"lessThan","value":true}"#, "with.value"), (#"{"path":"","value":1}"#, "with.path"),
    (#"{"path":"a","operator":"startsWith","value":1}"#, "with.value"), (#"{"path":1,"value":1}"#, "with.path"),
    (#"{"path":"a","operator":"like","value":1}"#, "with.operator"), (#"{"path":"a.[0]","value":1}"#, "with.path"),
    (#"{"path":"a","value":1,"ignoreCase":"yes"}"#, "with.ignoreCase"), (#"{"path":"a]","value":1}"#, "with.path"),
    (#"{"path":"a","operator":"in","values":[]}"#, "with.values"), (#"{"path":"a..b","value":1}"#, "with.path"),
    (#"{"path":"a[99999999999999999999]","value":1}"#, "with.path"), (#"{"path":"a.","value":1}"#, "with.path"),
  ])
  func wrongFieldFilterIsRefused(with: String, path: String) {
    #expect(faults([step("json-filter", with)]).map(\.path) == [path], "\(with)")
  }

  @Test func sampleKeepsItsPartAndIsSteady() throws {
    let chain = try Chain(steps: [step("sample", #"{"percent":25}"#)])
    func kept(_ chain: Chain, _ place: Int) -> Bool {
      if case .kept = run(chain, "same", key: "key-\(place)") { true } else { false }
    }
    let count = (0..<20_000).count { kept(chain, $0) }
    #expect((4_700...5_300).contains(count))
    #expect((0..<500).allSatisfy { kept(chain, $0) == kept(chain, $0) })
    let other = try Chain(steps: [step("sample", #"{"percent":25,"seed":"b"}"#)])
    #expect((0..<500).contains { kept(chain, $0) != kept(other, $0) })
  }

  @Test func sampleEndsAreAllAndNothing() throws {
    for place in 0..<200 {
      #expect(try keeps("sample", #"{"percent":100}"#, "v", key: "\(place)"))
      #expect(try !keeps("sample", #"{"percent":0}"#, "v", key: "\(place)"))
      #expect(try keeps("sample", #"{"percent":99.9999999999999999}"#, "v", key: "\(place)"))
    }
    #expect(faults([step("sample", #"{"percent":100.5}"#)]).map(\.path) == ["with.percent"])
    #expect(faults([step("sample", #"{"percent":"10"}"#)]).map(\.path) == ["with.percent"])
  }
}
