/// The files the generator reads and writes, below the repository's root.
struct Repository {
  let root: String

  /// What the schemas say now.
  func generate() throws -> [Generator.File] {
    let folder = "\(root)/\(Generator.schemaFolder)"
    let inputs = try TextFiles.names(in: folder, suffix: ".wire").map { name in
      (name: name, text: try TextFiles.read("\(folder)/\(name)"))
    }
    return try Generator.files(from: inputs)
  }

  /// What is committed.
  func committed() throws -> [Generator.File] {
    try [Generator.sourceFolder, Generator.testFolder].flatMap { folder in
      try TextFiles.names(in: "\(root)/\(folder)", suffix: ".swift").map { name in
        Generator.File(path: "\(folder)/\(name)", text: try TextFiles.read("\(root)/\(folder)/\(name)"))
      }
    }
  }

  /// Writes what differs and removes what no schema makes any more; returns the paths touched.
  func update() throws -> [String] {
    let wanted = try generate()
    for folder in [Generator.sourceFolder, Generator.testFolder] { try TextFiles.makeFolder("\(root)/\(folder)") }
    let present = try committed()
    var touched: [String] = []
    for file in wanted where !present.contains(file) {
      try TextFiles.write(file.text, to: "\(root)/\(file.path)")
      touched.append(file.path)
    }
    for file in present where !wanted.contains(where: { $0.path == file.path }) {
      try TextFiles.remove("\(root)/\(file.path)")
      touched.append(file.path)
    }
    return touched
  }
}
