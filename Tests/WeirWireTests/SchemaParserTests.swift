import Testing

@testable import WeirWireGenerator

@Suite("Schema language")
struct SchemaParserTests {
  private func message(_ body: String, versions: String = "versions 0-5\nflexible 3+") throws -> [Field] {
    try SchemaParser.parse("api X 1\n\(versions)\n\nrequest\n\(body)\n\nresponse\n", file: "X.wire").bodies[0].fields
  }

  @Test("fields have types, versions, defaults, tags and comments")
  func fields() throws {
    let fields = try message(
      """
        name string?2+ 1-4 = null ignorable  # Its name.
        # Of the day.
        count int32 3+ = -1 tag 2
        rows [Row]? 2+
          id uuid
          cells [int8] 4+
      """)
    #expect(fields.map(\.name) == ["name", "count", "rows"])
    #expect(fields[0].versions == VersionRange(lower: 1, upper: 4))
    #expect(fields[0].nullable == VersionRange(lower: 2, upper: 4))
    #expect(fields[0].initial == "nil")
    #expect(fields[0].isIgnorable)
    #expect(fields[0].comment == "Its name.")
    #expect(fields[1].tag == 2)
    #expect(fields[1].initial == "-1")
    #expect(fields[1].comment == "Of the day.")
    let row = try #require(fields[2].type.structure)
    #expect(row.fields[0].versions == VersionRange(lower: 2, upper: 5))
    #expect(row.fields[1].type == .array(.int8))
  }

  @Test(
    "mistakes are named with their line",
    arguments: [
      ("  a", 6, "expected 'NAME TYPE'"), ("  a int31", 6, "'int31' is no type"),
      ("  a int32\n  a int32", 7, "'a' stands here twice"), ("  a int32 6+", 6, "'6+' is not understood here"),
      ("  a int32 4-3", 6, "'4-3' is not understood here"), ("  a int32?", 6, "this type has no null"),
      ("  a string = null", 6, "null needs a nullable type"), ("  a int32\n      b int32", 7, "indented too far"),
      ("   a int32", 6, "indent by two spaces a level"), ("  a [Row]", 6, "Row has no fields"),
      ("  a records", 6, "records are always nullable"), ("  a int32 tag", 6, "'tag' needs a value"),
      ("  a int32 tag x", 6, "'x' is no tag"), ("  a Row\n    b int8", 6, "a lone structure must be tagged"),
    ])
  func mistakes(body: String, line: Int, message text: String) {
    #expect(throws: SchemaError(file: "X.wire", line: line, message: text)) { _ = try message(body) }
  }

  @Test("the head is checked")
  func head() {
    for text in ["", "api X", "api X y", "api X 1\nversions 3", "api X 1\nversions 2-1", "blob X\nversions 0-1"] {
      #expect(throws: SchemaError.self) { _ = try SchemaParser.parse(text, file: "X.wire") }
    }
  }
}
