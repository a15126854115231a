import Foundation

/// The files of this repository, found from where this file stands.
enum Repository {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Built, fetched or private files are not ours to judge.
  private static let skipped: Set<String> = [
    ".build", ".git", "bin", ".swiftpm", "__pycache__", ".pytest_cache", "results",
  ]

  /// Relative paths of all files under a folder, sorted.
  static func paths(under folder: String = "") -> [String] {
    var found: [String] = []
    let start = folder.isEmpty ? root : root.appendingPathComponent(folder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: start.path)) ?? []
    for name in names where !skipped.contains(name) && !name.hasPrefix(".build-") {
      let path = folder.isEmpty ? name : folder + "/" + name
      var isDirectory: ObjCBool = false
      guard FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path, isDirectory: &isDirectory)
      else { continue }
      if isDirectory.boolValue { found += paths(under: path) } else { found.append(path) }
    }
    return found.sorted()
  }

  /// The text of a file, or nil if it is not UTF-8 or larger than 1 MiB.
  static func text(_ path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: root.appendingPathComponent(path).path) else { return nil }
    guard data.count <= 1 << 20 else { return nil }
    return String(data: data, encoding: .utf8)
  }

  static func swiftFiles(under folder: String) -> [SourceFile] {
    paths(under: folder).filter { $0.hasSuffix(".swift") }.compactMap { path in
      text(path).map { SourceFile(path: path, text: $0) }
    }
  }
}
