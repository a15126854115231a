import Foundation
import Testing

/// Holds the style of the repository: each rule is run over the files and, as proof that it is alive, over a bad one.
@Suite struct TidyTests {
  private func broken(_ rule: any SourceRule, _ text: String, path: String = "Sources/WeirLog/Bad.swift") -> [Int] {
    rule.findings(in: SourceFile(path: path, text: text)).map(\.line)
  }

  private func check(_ rule: any SourceRule, in folders: [String], generatedToo: Bool = true) {
    let files = folders.flatMap { Repository.swiftFiles(under: $0) }.filter { generatedToo || !$0.isGenerated }
    #expect(files.count > 20, "the sources were not found")
    expectNone(files.flatMap { rule.findings(in: $0) })
  }

  /// Fails with one line per finding.
  private func expectNone(_ found: [Finding]) {
    if !found.isEmpty { Issue.record("\(found.count) places\n\(found.text)") }
  }

  @Test func importsFollowTheArrows() { check(ImportRule(), in: ["Sources"]) }

  @Test func importAgainstTheArrowsIsFound() {
    #expect(broken(ImportRule(), "import WeirBase\npackage import WeirBroker\n") == [2])
    #expect(broken(ImportRule(), "import Foundation\nimport Glibc\n@preconcurrency import NIOCore\n") == [1, 3])
    #expect(broken(ImportRule(), "import struct NIOPosix.X\n", path: "Sources/WeirBroker/A.swift") == [1])
    #expect(broken(ImportRule(), "import FoundationEssentials\n", path: "Sources/weir/A.swift") == [])
    #expect(broken(ImportRule(), "let a = 1\n", path: "Sources/Unknown/A.swift") == [0])
    #expect(broken(ImportRule(), "// import Foundation\nlet a = \"import Foundation\"\n") == [])
  }

  @Test func everyTargetHasARowOfArrows() {
    let targets = Set(Repository.swiftFiles(under: "Sources").map(\.target))
    #expect(targets == Set(ImportRule.arrows.keys))
  }

  @Test func arrowsHaveNoCycle() {
    var done: Set<String> = ["CWeir", "CCodecs", "CDigest", "CSQLite", "CYAML", "CConsole"]
    for _ in ImportRule.arrows {
      for (target, ours) in ImportRule.arrows where ours.isSubset(of: done) { done.insert(target) }
    }
    #expect(done.isSuperset(of: ImportRule.arrows.keys))
  }

  @Test func linesAreShort() { check(LineLengthRule(), in: ["Sources", "Tests"], generatedToo: false) }

  @Test func longLineIsFound() {
    let fits = String(repeating: "a", count: 120)
    #expect(broken(LineLengthRule(), "\(fits)\n\(fits)a\n") == [2])
  }

  @Test func filesAreShort() { check(FileLengthRule(), in: ["Sources", "Tests"], generatedToo: false) }

  @Test func longFileIsFound() {
    #expect(broken(FileLengthRule(), String(repeating: "let a = 1\n", count: 800)) == [])
    #expect(broken(FileLengthRule(), String(repeating: "let a = 1\n", count: 801)) == [0])
  }

  @Test func functionsAreShort() { check(FunctionLengthRule(), in: ["Sources", "Tests"], generatedToo: false) }

  @Test func longFunctionIsFound() {
    func body(_ count: Int) -> String { String(repeating: "  step(\"}\")  // }\n", count: count) }
    #expect(broken(FunctionLengthRule(), "func a() {\n\(body(68))}\n") == [])
    #expect(broken(FunctionLengthRule(), "struct S {\n  init?(\n    b: Int\n  ) {\n\(body(70))}\n}\n") == [2])
    #expect(broken(FunctionLengthRule(), "package static func a<T>(b: T) throws {\n\(body(69))}\n") == [1])
    #expect(broken(FunctionLengthRule(), "protocol P {\n  func a()\n  func b()\n}\n\(body(80))") == [])
  }

  @Test func bannedWordsAreAbsent() { check(BannedWordRule(), in: ["Sources"]) }

  @Test(arguments: BannedWordRule.words.map(\.text))
  func bannedWordIsFound(word: String) {
    #expect(broken(BannedWordRule(), "let a = 1\nlet b = \(word)\n") == [2])
    #expect(broken(BannedWordRule(), "let b = some\(word)\n") == [])
  }

  @Test func bannedWordInCommentOrStringIsNotCode() {
    #expect(broken(BannedWordRule(), "// try! it\nlet a = \"fatalError(\"\nlet b = #\"\\(print(1))\"#\n") == [])
    #expect(broken(BannedWordRule(), "/* a /* b */ print( */ print(1)\n") == [1])
    #expect(broken(BannedWordRule(), "let a = \"\"\"\n  print(\n  \"\"\"\nprint(a)\n") == [4])
    #expect(broken(BannedWordRule(), "print(1)\n", path: "Sources/weir/A.swift") == [])
    #expect(broken(BannedWordRule(), "RealFileSystem()\n", path: "Sources/WeirServer/A.swift") == [])
  }

  @Test func bannedFlagsAreAbsentFromTheBuild() {
    for path in ["Package.swift", "Makefile", "scripts/build"] {
      let text = Repository.text(path) ?? ""
      #expect(!text.isEmpty)
      #expect(!text.contains("-Ounchecked"), "\(path)")
    }
  }

  @Test func uncheckedSendableHasItsReason() { check(SendableReasonRule(), in: ["Sources", "Tests"]) }

  @Test func uncheckedSendableWithoutReasonIsFound() {
    let bare = "final class A: @unchecked Sendable {}"
    #expect(broken(SendableReasonRule(), "let a = 1\n\(bare)\n") == [2])
    #expect(broken(SendableReasonRule(), "/// Guarded by `lock`.\n\(bare)\n\(bare)  // immutable\n") == [])
  }

  @Test func documentsHaveOneTitle() {
    let documents = Repository.paths().filter { $0.hasSuffix(".md") }
    #expect(!documents.isEmpty)
    let found = documents.flatMap { path in MarkdownTitleRule.findings(path: path, text: Repository.text(path) ?? "") }
    expectNone(found)
  }

  @Test func documentWithoutOneTitleIsFound() {
    func count(_ text: String) -> Int { MarkdownTitleRule.findings(path: "a.md", text: text).count }
    #expect(count("# One\n\n## Two\n```sh\n# comment\n```\n") == 0)
    #expect(count("## None\n") == 1)
    #expect(count("# One\n# Two\n") == 1)
  }

  @Test func noFileNamesADevelopersMachine() {
    let found = Repository.paths().flatMap { path in
      Repository.text(path).map { MachinePathRule.findings(path: path, text: $0) } ?? []
    }
    expectNone(found)
  }

  @Test(arguments: MachinePathRule.prefixes)
  func machinePathIsFound(prefix: String) {
    #expect(MachinePathRule.findings(path: "a", text: "x\nopen(\"\(prefix)a\")\n").map(\.line) == [2])
    #expect(MachinePathRule.findings(path: "a", text: "see https://host\(prefix)a\n").isEmpty)
    #expect(MachinePathRule.findings(path: "a", text: "data=\(MachinePathRule.example)data\n").isEmpty)
  }
}
