import Testing

@testable import WeirBase

@Suite struct ByteSizeTests {
  @Test(arguments: [
    ("0", Int64(0)), ("16384", 16_384), ("16KB", 16_000), ("16 KiB", 16_384), ("2 Ki", 2_048), ("10Gb", 10_000_000_000),
    ("1GiB", 1 << 30), ("2.5 MB", 2_500_000), ("1t", 1_000_000_000_000), (" 7 b ", 7),
  ])
  func reads(text: String, bytes: Int64) { #expect(ByteSize.parse(text) == bytes) }

  @Test(arguments: ["", "x", "-1", "1 XB", "1..2 KB", "99999999999999999999", "9223372036854775807 KB", "1e400", "KB"])
  func refuses(text: String) { #expect(ByteSize.parse(text) == nil) }

  @Test(arguments: [(Int64(0), "0 B"), (1023, "1023 B"), (1536, "1.5 KiB"), (3 << 30, "3.0 GiB"), (5 << 40, "5.0 TiB")])
  func writes(bytes: Int64, text: String) { #expect(ByteSize.format(bytes) == text) }
}

@Suite struct TimeSpanTests {
  @Test(arguments: [
    ("150ms", Int64(150)), ("20s", 20_000), ("1h30m", 5_400_000), ("7d", 604_800_000), ("1w 2d", 777_600_000),
    ("2m", 120_000), ("0", 0), ("5", 5_000), ("1 day 2 hours", 93_600_000), ("0s", 0),
  ])
  func reads(text: String, millis: Int64) { #expect(TimeSpan.parseMillis(text) == millis) }

  @Test(arguments: ["", " ", "h", "5 parsecs", "-1s", "1.5h", "99999999999999999999s", "9223372036854775807d", "1h-"])
  func refuses(text: String) { #expect(TimeSpan.parseMillis(text) == nil) }

  @Test(arguments: [
    (Int64(604_800_000), "7d"), (5_400_000, "1h 30m"), (250, "250ms"), (0, "0ms"), (61_001, "1m 1s 1ms"),
  ])
  func writes(millis: Int64, text: String) { #expect(TimeSpan.format(millis: millis) == text) }
}

@Suite struct SpellingTests {
  @Test(arguments: [("", "", 0), ("abc", "", 3), ("kitten", "sitting", 3), ("orders", "ordres", 1), ("a", "b", 1)])
  func distance(a: String, b: String, distance: Int) { #expect(Spelling.distance(a, b) == distance) }

  @Test func nearestComesFirst() {
    #expect(
      Spelling.nearest(to: "oders", among: ["payments", "orders", "older"]) == ["orders", "older"]
        || Spelling.nearest(to: "oders", among: ["payments", "orders", "older"]) == ["orders"])
  }

  @Test func nothingIsNearToSomethingElse() {
    #expect(Spelling.nearest(to: "zzz", among: ["orders", "payments"]).isEmpty)
  }
}

@Suite struct InstantTests {
  @Test(arguments: [
    (Int64(0), "1970-01-01T00:00:00.000Z"), (951_782_399_999, "2000-02-28T23:59:59.999Z"),
    (951_782_400_000, "2000-02-29T00:00:00.000Z"), (1_772_323_199_999, "2026-02-28T23:59:59.999Z"),
    (-1, "1969-12-31T23:59:59.999Z"),
  ])
  func writesUTC(millis: Int64, text: String) { #expect(Instant.format(millis: millis) == text) }

  @Test func theFarthestTimesDoNotTrap() {
    #expect(!Instant.format(millis: .max).isEmpty)
    #expect(!Instant.format(millis: .min).isEmpty)
  }
}

@Suite struct JSONTests {
  @Test(arguments: [
    "null", "true", "-12.5e+3", "\"a\\nb\"", "[]", "{}", "[1,[2,{\"x\":null}]]", "{\"b\":1,\"a\":\"ü\"}",
    "\"\u{1f600}\"",
  ])
  func whatIsReadIsWrittenAsItWas(text: String) throws { #expect(try JSONParser.parse(text).compact == text) }

  @Test func escapesAreRead() throws {
    #expect(try JSONParser.parse("\"\\u00fc\\ud83d\\ude00\\/\\ud83d\"") == .string("ü\u{1f600}/\u{fffd}"))
  }

  @Test(arguments: [
    "", "nul", "01", "1.", "[1,", "[1,]", "{\"a\"}", "{a:1}", "\"a", "\"\\x\"", "1 2", "\"\u{1}\"", "\"\\u12\"", "-",
  ])
  func whatIsNoJSONIsRefused(text: String) {
    #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(text) }
  }

  @Test func deepNestingIsRefusedNotFollowed() {
    let text = String(repeating: "[", count: 100_000)
    #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(text) }
  }

  @Test func prettyIndents() throws {
    #expect(
      try JSONParser.parse("{\"a\":[1,2],\"b\":{}}").pretty == "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {}\n}")
  }

  @Test func yamlIsBlockStyle() throws {
    let yaml = try JSONParser.parse("[{\"name\":\"a b\",\"n\":1,\"list\":[true,\"no\"],\"none\":[]}]").yaml
    #expect(yaml == "- name: \"a b\"\n  \"n\": 1\n  list:\n    - true\n    - \"no\"\n  none: []\n")
  }

  @Test(arguments: [(0.0, "0.000"), (1.5, "1.500"), (-0.25, "-0.250"), (1234.5678, "1234.568"), (.infinity, "null")])
  func decimals(value: Double, text: String) { #expect(JSONValue.decimal(value).compact == text) }
}
