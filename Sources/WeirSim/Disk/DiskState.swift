import WeirBase

/// A tree of files, with no locks and no faults. Errors are those of Linux.
struct DiskState: Sendable {
  var files: [FileNode] = []
  var directories = [DirectoryNode()]
  private var changeCount = 0

  typealias Entry = DirectoryNode.Entry

  /// Bytes of all files that have a name.
  var usedBytes: Int {
    directories.reduce(0) { sum, directory in
      directory.entries.values.reduce(sum) { sum, entry in
        if case .file(let number) = entry { sum + files[number].bytes.count } else { sum }
      }
    }
  }

  func entry(_ path: String) -> Entry? {
    var found = Entry.directory(0)
    for part in path.split(separator: "/") {
      guard case .directory(let number) = found, let next = directories[number].entries[String(part)] else {
        return nil
      }
      found = next
    }
    return found
  }

  func directory(_ path: String, _ operation: String) throws(IOError) -> Int {
    switch entry(path) {
    case .directory(let number): return number
    case .file: throw IOError(errno: ErrorNumber.notDirectory, operation: operation, path: path)
    case nil: throw IOError(errno: ErrorNumber.noEntry, operation: operation, path: path)
    }
  }

  mutating func open(_ path: String, _ mode: OpenMode) throws(IOError) -> Int {
    switch (entry(path), mode) {
    case (.directory, _): throw IOError(errno: ErrorNumber.isDirectory, operation: "open", path: path)
    case (.file, .createNew): throw IOError(errno: ErrorNumber.exists, operation: "open", path: path)
    case (.file(let number), _): return number
    case (nil, .read), (nil, .readWrite): throw IOError(errno: ErrorNumber.noEntry, operation: "open", path: path)
    case (nil, _):
      let parent = try directory(Self.parent(path), "open")
      files.append(FileNode())
      set(.file(files.count - 1), name(path), in: parent)
      return files.count - 1
    }
  }

  mutating func makeDirectory(_ path: String) throws(IOError) {
    switch entry(path) {
    case .directory: return
    case .file: throw IOError(errno: ErrorNumber.exists, operation: "make directory", path: path)
    case nil: break
    }
    try makeDirectory(Self.parent(path))
    let parent = try directory(Self.parent(path), "make directory")
    directories.append(DirectoryNode())
    set(.directory(directories.count - 1), name(path), in: parent)
  }

  mutating func rename(_ from: String, to: String) throws(IOError) {
    guard let moved = entry(from) else {
      throw IOError(errno: ErrorNumber.noEntry, operation: "rename to \(to)", path: from)
    }
    let source = try directory(Self.parent(from), "rename")
    let target = try directory(Self.parent(to), "rename")
    if case .directory(let number) = entry(to), !directories[number].entries.isEmpty {
      throw IOError(errno: ErrorNumber.notEmpty, operation: "rename to \(to)", path: from)
    }
    changeCount += 1
    directories[target].change(.init(number: changeCount, name: name(to), entry: moved))
    directories[source].change(.init(number: changeCount, name: name(from), entry: nil))
  }

  mutating func removeFile(_ path: String) throws(IOError) {
    guard case .file = entry(path) else {
      throw IOError(
        errno: entry(path) == nil ? ErrorNumber.noEntry : ErrorNumber.isDirectory, operation: "remove", path: path)
    }
    set(nil, name(path), in: try directory(Self.parent(path), "remove"))
  }

  mutating func removeTree(_ path: String) throws(IOError) {
    guard entry(path) != nil else { return }
    set(nil, name(path), in: try directory(Self.parent(path), "remove"))
  }

  mutating func syncDirectory(_ path: String) throws(IOError) {
    let synced = try directory(path, "sync")
    let numbers = Set(directories[synced].changes.map(\.number))
    directories[synced].sync()
    for index in directories.indices where index != synced && !directories[index].changes.isEmpty {
      directories[index].sync(numbers)
    }
  }

  func afterPowerCut(_ random: inout SeededRandom) -> DiskState {
    var after = self
    for index in files.indices { after.files[index] = files[index].afterPowerCut(&random) }
    let kept = [0, 50, 90, 100][random.int(0...3)]
    var fates: [Int: ChangeFate] = [:]
    for change in directories.flatMap(\.changes) where fates[change.number] == nil {
      fates[change.number] = random.chance(kept) ? (random.chance(8) ? .torn : .kept) : .dropped
    }
    for index in directories.indices {
      after.directories[index] = directories[index].afterPowerCut { fates[$0] ?? .kept }
    }
    return after
  }

  /// All files by their paths.
  func contents() -> [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    var waiting = [(path: "", directory: 0)]
    while let (path, directory) = waiting.popLast() {
      for (name, entry) in directories[directory].entries {
        switch entry {
        case .file(let number): found[path + "/" + name] = files[number].bytes
        case .directory(let number): waiting.append((path + "/" + name, number))
        }
      }
    }
    return found
  }

  private mutating func set(_ entry: Entry?, _ name: String, in directory: Int) {
    changeCount += 1
    directories[directory].change(.init(number: changeCount, name: name, entry: entry))
  }

  private func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? "" }

  static func parent(_ path: String) -> String {
    let parent = parentDirectory(path)
    return parent == "." ? "/" : parent
  }
}
