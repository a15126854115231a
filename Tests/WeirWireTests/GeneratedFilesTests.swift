import Testing

@testable import WeirWireGenerator

@Suite("Generated files")
struct GeneratedFilesTests {
  private var repository: Repository {
    Repository(root: #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 })
  }

  @Test("are what the schemas say (else run: swift run WeirWireGenerator)")
  func upToDate() throws {
    let committed = try repository.committed().sorted { $0.path < $1.path }
    let wanted = try repository.generate().sorted { $0.path < $1.path }
    #expect(committed.map(\.path) == wanted.map(\.path))
    for (old, new) in zip(committed, wanted) {
      #expect(old.text == new.text, "\(new.path) is out of date")
    }
  }
}
