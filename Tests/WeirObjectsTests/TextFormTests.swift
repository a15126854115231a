import Testing
import WeirBase
import WeirObjects

/// Small texts: times, ages, identities, Base64.
@Suite struct TextFormTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2026-02-28T23:59:59Z", 1_772_323_199_000),
    ("2000-02-29T12:00:00.5Z", 951_825_600_500),
    ("2000-02-29T12:00:00.123456789+01:30", 951_820_200_123), ("1969-12-31T23:59:59z", -1_000),
    ("0001-01-01T00:00:00Z", -62_135_596_800_000), ("9999-12-31T23:59:59Z", 253_402_300_799_000),
  ])
  func times(text: String, millis: Int64) {
    #expect(Timestamp.parseMillis(text) == millis)
  }

  @Test(arguments: [
    "", "2026-02-28", "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z",
    "2026-01-01T00:00:00", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+24:00", "2026-01-01 00:00:00Z",
    "٢026-01-01T00:00:00Z", "2026-01-01T00:00:00Zx",
  ])
  func noTimes(text: String) {
    #expect(Timestamp.parseMillis(text) == nil)
  }

  @Test func timesComeBack() {
    var random = SeededRandom(seed: 51)
    for _ in 0..<2_000 {
      let millis = Int64.random(in: -62_135_596_800...253_402_300_799, using: &random) * 1000
      #expect(Timestamp.parseMillis(Timestamp.format(millis: millis)) == millis)
    }
  }

  /// As kubectl shows ages.
  @Test(arguments: [
    (-1_000, "0s"), (-5_000, "<invalid>"), (0, "0s"), (119_999, "119s"), (120_000, "2m"), (330_000, "5m30s"),
    (600_000, "10m"), (10_799_000, "179m"), (10_800_000, "3h"), (11_520_000, "3h12m"), (28_800_000, "8h"),
    (172_799_000, "47h"), (172_800_000, "2d"), (176_400_000, "2d1h"), (691_200_000, "8d"), (63_072_000_000, "2y"),
    (63_936_000_000, "2y10d"), (252_288_000_000, "8y"),
  ])
  func ages(millis: Int64, text: String) {
    #expect(Age.text(millis: millis) == text)
  }

  @Test func columnValues() {
    #expect(ColumnValue.age(millis: nil).text(now: 0) == "<unknown>")
    #expect(ColumnValue.age(millis: .min).text(now: .max) == "<invalid>")
    #expect(ColumnValue.age(millis: 1_000).cell(now: 6_000) == .string("5s"))
    #expect(ColumnValue.integer(7).cell(now: 0) == .number("7"))
    #expect(ColumnValue.none.cell(now: 0) == .string(""))
  }

  @Test func identities() {
    let id = UUID128(high: 0x0011_2233_4455_6677, low: 0x8899_aabb_ccdd_eeff)
    #expect(UID.format(id) == "00112233-4455-6677-8899-aabbccddeeff")
    #expect(UID.parse("00112233-4455-6677-8899-AABBCCDDEEFF") == id)
    for text in [
      "", "00112233", "00112233-4455-6677-8899-aabbccddeef", "0011223x-4455-6677-8899-aabbccddeeff",
      "+0112233-4455-6677-8899-aabbccddeeff", "001122334455-6677-8899-aabb-ccddeeff",
    ] {
      #expect(UID.parse(text) == nil)
    }
  }

  @Test func base64() {
    #expect(Base64.encode(Array("foobar".utf8)) == "Zm9vYmFy")
    #expect(Base64.decode("Zg==") == Array("f".utf8))
    var random = SeededRandom(seed: 52)
    for count in 0..<200 {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }
    for text in ["Z", "Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Zm9v\n", "Zm-_"] {
      #expect(Base64.decode(text) == nil, "\(text)")
    }
  }
}
