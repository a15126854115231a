/// Holds the arrows between targets: who may import whom, and who may use which library.
struct ImportRule: SourceRule {
  /// Our own targets, by what each may import of ours. The arrows point one way: from the edge to the base.
  static let arrows: [String: Set<String>] = [
    "WeirBase": ["CWeir", "CDigest"],
    "WeirRecords": ["WeirBase", "CCodecs"],
    "WeirWire": ["WeirBase"],
    "WeirLog": ["WeirBase", "WeirRecords"],
    "WeirBroker": ["WeirBase", "WeirWire", "WeirRecords", "WeirLog"],
    "WeirSmartEngine": ["WeirBase", "WeirRecords"],
    "WeirObjects": ["WeirBase", "CYAML"],
    "WeirControl": ["WeirBase", "WeirObjects", "CSQLite"],
    "WeirAPI": ["WeirBase", "WeirObjects", "WeirControl", "CConsole"],
    "WeirServer": [
      "WeirBase", "WeirWire", "WeirRecords", "WeirLog", "WeirSmartEngine", "WeirBroker", "WeirObjects", "WeirControl",
      "WeirAPI",
    ],
    "WeirClient": ["WeirBase", "WeirWire", "WeirRecords", "WeirObjects"],
    "weir": ["WeirBase", "WeirServer", "WeirClient", "WeirRecords", "WeirObjects"],
    "WeirWireGenerator": [],
    "WeirSim": ["WeirBase"],
  ]

  /// Sockets live at the edges only, buffers from the wire upward.
  static let libraries: [String: Set<String>] = [
    "WeirWire": ["NIOCore"],
    "WeirBroker": ["NIOCore"],
    "WeirControl": ["NIOCore", "NIOPosix", "NIOHTTP1"],
    "WeirAPI": ["NIOCore", "NIOPosix", "NIOHTTP1"],
    "WeirServer": ["NIOCore", "NIOPosix", "NIOHTTP1"],
    "WeirClient": ["NIOCore", "NIOPosix", "NIOHTTP1"],
    "weir": ["ArgumentParser", "FoundationEssentials"],
  ]

  static let system: Set<String> = ["Glibc", "Musl", "Darwin", "Synchronization", "Dispatch"]

  func findings(in file: SourceFile) -> [Finding] {
    guard let ours = Self.arrows[file.target] else {
      return [Finding(path: file.path, line: 0, message: "target \(file.target) has no row in ImportRule.arrows")]
    }
    let allowed = ours.union(Self.libraries[file.target] ?? []).union(Self.system)
    return file.code.enumerated().compactMap { index, line in
      guard let module = Self.importedModule(line), !allowed.contains(module) else { return nil }
      let advice =
        module == "Foundation"
        ? "full Foundation is never linked: use WeirBase or Glibc"
        : "not among its allowed imports (\(allowed.sorted().joined(separator: ", ")))"
      return Finding(path: file.path, line: index + 1, message: "\(file.target) imports \(module): \(advice)")
    }
  }

  /// What a single declaration is imported as.
  private static let kinds: Set<Substring> = [
    "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
  ]

  /// The module that a line imports, if it is an import.
  static func importedModule(_ line: String) -> String? {
    var words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })[...]
    while let word = words.first, word.hasPrefix("@") || ["package", "public", "internal", "private"].contains(word) {
      words = words.dropFirst()
    }
    guard words.first == "import" else { return nil }
    words = words.dropFirst()
    if let kind = words.first, kinds.contains(kind) {
      words = words.dropFirst()
    }
    return words.first.map { String($0.prefix { $0 != "." && $0 != ";" }) }
  }
}
