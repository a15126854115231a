import Foundation
import Testing
import WeirSmartEngine

/// The page on built-in transforms, written from the program: `WEIR_WRITE_DOCS=1 swift test --filter DocumentTests`.
@Suite struct DocumentTests {
  private static let page = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("docs/TRANSFORMS.md")

  @Test func pageIsUpToDate() throws {
    if ProcessInfo.processInfo.environment["WEIR_WRITE_DOCS"] == "1" {
      try BuiltInDocument.text.write(to: Self.page, atomically: true, encoding: .utf8)
    }
    let found = try String(contentsOf: Self.page, encoding: .utf8)
    #expect(
      found == BuiltInDocument.text, "docs/TRANSFORMS.md is not what the program says; write it with WEIR_WRITE_DOCS=1")
  }
}
