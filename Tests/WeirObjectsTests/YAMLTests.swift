import Testing
import WeirBase
import WeirObjects

@Suite struct YAMLTests {
  private func fault(_ text: String, _ limits: YAMLLimits = YAMLLimits()) throws -> YAMLFault {
    do throws(YAMLFault) {
      let documents = try YAML.documents(Array(text.utf8), limits: limits)
      Issue.record("read as \(documents.map(\.value.compact))")
      return YAMLFault("", line: 0, column: 0)
    } catch {
      return error
    }
  }

  private func value(_ text: String) throws -> String {
    try YAML.documents(text).map(\.value.compact).joined(separator: " ")
  }

  /// As sigs.k8s.io/yaml, which kubectl reads with, resolves plain scalars.
  @Test(arguments: [
    ("yes", "true"), ("Yes", "true"), ("yEs", #""yEs""#), ("y", "true"), ("N", "false"), ("on", "true"),
    ("OFF", "false"), ("True", "true"), ("null", "null"), ("~", "null"), ("Null", "null"), ("'yes'", #""yes""#),
    (#""5""#, #""5""#), ("5", "5"), ("-5", "-5"), ("+5", "5"), ("0", "0"), ("-0", "-0"), ("00", "0"), ("0x1F", "31"),
    ("-0x1f", "-31"), ("0b101", "5"), ("0o17", "15"), ("017", "15"), ("08", "8"), ("1_000", "1000"),
    ("12345678901234567890123", "12345678901234567890123"), ("1.50", "1.50"), (".5", "0.5"), ("1.", "1"),
    ("-.5e3", "-0.5e3"), ("01.5", "1.5"), ("1e3", "1e3"), ("1e999", #""1e999""#), ("1.2.3", #""1.2.3""#),
    ("2026-02-28", #""2026-02-28""#), ("12:30", #""12:30""#), ("5s", #""5s""#), ("1e", #""1e""#), ("0x", #""0x""#),
    ("0x+5", #""0x+5""#), ("!!str 5", #""5""#), ("!!int '7'", "7"), ("!!float 5", "5"), ("!!bool yes", "true"),
    ("! 5", #""5""#), ("|\n  a\n  b\n", #""a\nb\n""#), (">-\n  a\n  b\n", #""a b""#),
  ])
  func scalars(text: String, expected: String) throws {
    // A document of null is no document: look at it inside a list.
    #expect(try value("- \(text)") == "[\(expected)]")
  }

  @Test(arguments: [
    ("- .inf", 1, 3, "no form in JSON"), ("- !!int x", 1, 3, "cannot be read as"), ("- !!binary aGk=", 1, 3, "cannot"),
    ("a: !mine {b: 1}", 1, 4, "not supported"), ("a: 1\nb: 2\na: 3", 3, 1, "stands twice"),
    ("{\"a\":1,\n \"a\":2}", 2, 2, "stands twice"), ("a: *x", 1, 4, "no anchor &x"),
    ("a: &x [*x]", 1, 8, "hold itself"), ("? [a]\n: 1", 1, 3, "plain value"), ("~: 1", 1, 1, "must be a text"),
    ("a:\n\t- b", 2, 1, "tab cannot indent"), ("a: [1, 2", 2, 1, "expected"), ("a: 'b", 1, 6, "quoted scalar"),
    ("a: 1\n b: 2", 2, 3, "mapping values"), ("a: {<<: 5}", 1, 9, "takes a mapping"), ("{\"a\": }x", 1, 8, "expected"),
  ])
  func faultsSayWhere(text: String, line: Int, column: Int, words: String) throws {
    let fault = try fault(text)
    #expect(fault.message.contains(words), "\(fault)")
    #expect(fault.line == line, "\(fault)")
    #expect(fault.column == column, "\(fault)")
  }

  @Test func severalDocuments() throws {
    let documents = try YAML.documents("# first\n---\na: 1\n---\n---\n# none\n---\nb: [x, {c: d}]\n...\n")
    #expect(documents.map(\.value.compact) == [#"{"a":1}"#, #"{"b":["x",{"c":"d"}]}"#])
    #expect(documents.map(\.line) == [3, 8])
  }

  @Test(arguments: ["", "\n", "# only a comment", "---\n", "---\n...\n"]) func nothing(text: String) throws {
    #expect(try YAML.documents(text).isEmpty)
  }

  @Test func namesAreTexts() throws {
    #expect(try value("{1: a, yes: b, 1.5: c, 'd': e}") == #"{"1":"a","true":"b","1.5":"c","d":"e"}"#)
  }

  @Test func aliasesAndMergeKeys() throws {
    let merged = try value("a: &x {p: 1, q: 2}\nb: *x\nc: {<<: *x, q: 3}")
    #expect(merged == #"{"a":{"p":1,"q":2},"b":{"p":1,"q":2},"c":{"q":3,"p":1}}"#)
    #expect(try value("c: {q: 3, <<: [{q: 1, r: 2}, {r: 9, s: 4}]}") == #"{"c":{"q":3,"r":2,"s":4}}"#)
    #expect(try value("'<<': 5") == #"{"<<":5}"#)
  }

  @Test func anchorsEndWithTheirDocument() throws {
    #expect(try fault("a: &x 1\n---\nb: *x").line == 3)
  }

  @Test func jsonKeepsWhatYAMLCannotSay() throws {
    #expect(try value(#"  {"a":"\ud83d\ude00\/","b":1.0e2}"#) == #"{"a":"😀/","b":1.0e2}"#)
    #expect(try value("{\n\t\"a\": [1,\n\t2]\n}") == #"{"a":[1,2]}"#)
  }

  @Test func aliasesDoNotExplode() throws {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<20 {
      text += "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ","))]\n"
    }
    #expect(try fault(text).message.contains("aliases repeat"))
    var merges = "a0: &a0 {k: v}\n"
    for level in 1..<40 { merges += "a\(level): &a\(level) {<<: [*a\(level - 1), *a\(level - 1)], k\(level): v}\n" }
    #expect(try fault(merges).message.contains("aliases repeat"))
  }

  @Test func depthIsBounded() throws {
    #expect(try fault("a: " + String(repeating: "[", count: 100_000)).message.contains("deeper than 100"))
    #expect(try fault(String(repeating: "- ", count: 5_000) + "x").message.contains("deeper than 100"))
    let nested = String(repeating: "{\"a\":", count: 90) + "1" + String(repeating: "}", count: 90)
    #expect(try YAML.documents(nested).count == 1)
    let deep = String(repeating: "[", count: 300) + String(repeating: "]", count: 300)
    #expect(try fault(deep).message.contains("deeper"))
  }

  @Test func sizeAndCountAreBounded() throws {
    var limits = YAMLLimits()
    limits.bytesMax = 10
    #expect(try fault("a: 123456789", limits).message.contains("10 are allowed"))
    limits = YAMLLimits()
    limits.nodesMax = 10
    #expect(try fault("- 1\n- 2\n- 3\n- 4\n- 5\n- 6\n- 7\n- 8\n- 9\n- 10\n", limits).line == 10)
  }

  @Test func badUTF8IsRefusedWithItsPlace() throws {
    do throws(YAMLFault) {
      _ = try YAML.documents(Array("a: b\nc: ".utf8) + [0xff])
      Issue.record("read")
    } catch {
      #expect(error.line == 2)
    }
    #expect(throws: YAMLFault.self) { try YAML.documents(Array("{\"a\":\"".utf8) + [0xc3] + Array("\"}".utf8)) }
  }

  @Test func everyJSONIsReadAsItself() throws {
    var samples = SampleValues(random: SeededRandom(seed: 41))
    for _ in 0..<300 {
      let value = samples.value(Schema(.array(Schema(.any, ""), .atomic), ""))
      #expect(try YAML.documents(value.pretty).map(\.value) == [value])
      #expect(try YAML.documents(value.yaml).map(\.value) == [value])
    }
  }

  @Test func tenThousandTopicsInOneFile() throws {
    let one = "apiVersion: weir.streaming/v1\nkind: Topic\nmetadata: {name: t}\nspec: {partitions: 3}\n---\n"
    let documents = try YAML.documents(String(repeating: one, count: 10_000))
    let objects = try documents.map { try ObjectCodec.decode($0.value, kind: nil) }
    #expect(objects.count == 10_000)
    #expect(documents.last?.line == 49_996)
    #expect(objects.allSatisfy { $0.spec["partitions"] == .number("3") })
  }
}
