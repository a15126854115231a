import Glibc
import WeirBase
import WeirObjects

/// Reads declared objects from files, directories and standard input. What is wrong is kept beside what is right.
struct ManifestReader {
  private static let bytesMax = YAMLLimits().bytesMax
  private static let depthMax = 64
  private static let endings = [".yaml", ".yml", ".json"]

  let namespace: String
  let isRecursive: Bool
  private(set) var manifests: [Manifest] = []
  private(set) var faults: [ManifestFault] = []
  private var places: [ObjectKey: String] = [:]

  init(namespace: String, isRecursive: Bool) {
    self.namespace = namespace
    self.isRecursive = isRecursive
  }

  mutating func read(_ path: String) {
    if path == "-" { return readText(.standardInput, "standard input") }
    var status = stat()
    guard stat(path, &status) == 0 else {
      return refuse(path, "cannot be read: \(errnoText(errno))")
    }
    if status.st_mode & S_IFMT == S_IFDIR { return readDirectory(path, depth: 0) }
    readFile(path)
  }

  private mutating func refuse(_ place: String, _ message: String) {
    faults.append(ManifestFault(place: place, message: message))
  }

  private mutating func readFile(_ path: String) {
    do { readText(try InputFile(path: path), path) } catch {
      refuse(path, (error as? CommandFailure)?.message ?? CommandFailure.describe(error))
    }
  }

  private mutating func readDirectory(_ path: String, depth: Int) {
    guard depth < Self.depthMax else { return refuse(path, "directories are nested deeper than \(Self.depthMax)") }
    guard let entries = Self.entries(of: path) else { return refuse(path, "cannot be read: \(errnoText(errno))") }
    let countBefore = manifests.count + faults.count
    for entry in entries {
      let child = path.hasSuffix("/") ? path + entry.name : "\(path)/\(entry.name)"
      if entry.isDirectory {
        if isRecursive { readDirectory(child, depth: depth + 1) }
      } else if Self.endings.contains(where: { entry.name.hasSuffix($0) }) {
        readFile(child)
      }
    }
    if depth == 0, manifests.count + faults.count == countBefore {
      refuse(path, "no .yaml, .yml or .json file in it declares anything")
    }
  }

  private static func entries(of path: String) -> [(name: String, isDirectory: Bool)]? {
    guard let directory = opendir(path) else { return nil }
    defer { closedir(directory) }
    var entries: [(name: String, isDirectory: Bool)] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name == "." || name == ".." { continue }
      var status = stat()
      guard stat("\(path)/\(name)", &status) == 0 else { continue }
      entries.append((name, status.st_mode & S_IFMT == S_IFDIR))
    }
    return entries.sorted { $0.name < $1.name }
  }
}

// MARK: Documents

extension ManifestReader {
  private mutating func readText(_ file: InputFile, _ name: String) {
    do {
      let documents = try YAML.documents(try file.contents(bytesMax: Self.bytesMax))
      for document in documents { add(document.value, at: "\(name):\(document.line)") }
    } catch let fault as YAMLFault {
      refuse(fault.line > 0 ? "\(name):\(fault.line):\(fault.column)" : name, fault.message)
    } catch {
      refuse(name, (error as? CommandFailure)?.message ?? CommandFailure.describe(error))
    }
  }

  private mutating func add(_ value: JSONValue, at place: String) {
    if let items = Self.items(of: value) {
      for (number, item) in items.enumerated() { add(item, at: "\(place) (item \(number + 1))") }
      return
    }
    do throws(ManifestFault) {
      let manifest = try Manifest(value, at: place, defaultNamespace: namespace)
      if let first = places[manifest.key] {
        throw ManifestFault(place: place, message: "\(manifest.title) is declared already at \(first)")
      }
      places[manifest.key] = place
      manifests.append(manifest)
    } catch {
      faults.append(error)
    }
  }

  /// The objects in a List; those of a kind's own list need not say what they are. Nil for anything else.
  private static func items(of value: JSONValue) -> [JSONValue]? {
    guard let word = value["kind"]?.text, word.hasSuffix("List"), let items = value["items"]?.elements else {
      return nil
    }
    let kind = String(word.dropLast("List".count))
    if kind.isEmpty { return items }
    return items.map { item in
      var item = item
      if item["kind"] == nil { item["kind"] = .string(kind) }
      if item["apiVersion"] == nil { item["apiVersion"] = value["apiVersion"] }
      return item
    }
  }
}

extension InputFile {
  /// All of it.
  func contents(bytesMax: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = try buffer.withUnsafeMutableBytes { try read(into: $0) }
      if count == 0 { return bytes }
      guard count <= bytesMax - bytes.count else {
        throw CommandFailure.failed("\(name) is larger than \(ByteSize.format(Int64(bytesMax)))")
      }
      bytes += buffer[..<count]
    }
  }
}
