import Glibc
import WeirBase
import WeirClient
import WeirObjects

/// What is packed for a maintainer, file by file.
struct Diagnosis {
  struct Part {
    let name: String
    let about: String
    let content: [UInt8]
  }

  /// Of one part; what is beyond is cut, and said to be.
  private static let partBytesMax = 32 << 20
  private static let logBytesMax = 2 << 20
  private static let filesMax = 100_000

  private(set) var parts: [Part] = []
  /// What could not be had, and why.
  private(set) var gaps: [String] = []

  mutating func add(_ name: String, _ about: String, _ text: String) { add(name, about, Array(text.utf8)) }

  mutating func add(_ name: String, _ about: String, _ bytes: [UInt8]) {
    let isCut = bytes.count > Self.partBytesMax
    if isCut { gaps.append("\(name): only the first \(ByteSize.format(Int64(Self.partBytesMax))) are here") }
    parts.append(Part(name: name, about: about, content: isCut ? Array(bytes.prefix(Self.partBytesMax)) : bytes))
  }

  private mutating func addFile(_ name: String, _ about: String, _ path: String) {
    guard let bytes = SystemFile.bytes(path, limit: 1 << 20) else { return gaps.append("\(name): no \(path)") }
    add(name, about, bytes)
  }

  // MARK: The machine

  mutating func addMachine(_ checks: [CheckResult]) {
    add("checks.yaml", "what `weir cluster check` finds", JSONValue.array(checks.map(\.document)).yaml)
    var names = utsname()
    uname(&names)
    let release = withUnsafeBytes(of: names.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    let machine = withUnsafeBytes(of: names.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    add("os/kernel.txt", "kernel and machine", "\(release) \(machine)\n")
    addFile("os/release.txt", "the distribution", "/etc/os-release")
    addFile("os/memory.txt", "memory", "/proc/meminfo")
    addFile("os/load.txt", "load", "/proc/loadavg")
    addFile("os/mounts.txt", "mounted file systems", "/proc/mounts")
    let processors =
      SystemFile.text("/proc/cpuinfo")?.split(separator: "\n").filter { $0.hasPrefix("model name") } ?? []
    add("os/processors.txt", "processors", processors.joined(separator: "\n") + "\n")
  }

  // MARK: The local node

  mutating func addLocal(_ node: LocalNode) {
    var shown = node
    shown.arguments = Redaction.clean(arguments: node.arguments)
    add("local-node.yaml", "how the node was started", shown.json.yaml)
    if let process = node.process, process.isRunning {
      addFile("process/status.txt", "the node's process", "/proc/\(process.pid)/status")
      addFile("process/limits.txt", "its limits", "/proc/\(process.pid)/limits")
      let open = (try? RealFileSystem().list("/proc/\(process.pid)/fd"))?.count ?? 0
      add("process/open-files.txt", "how many files it has open", "\(open)\n")
    } else {
      gaps.append("process: the local node does not run")
    }
    if let tail = SystemFile.tail(node.log, limit: Self.logBytesMax) {
      add("log.txt", "the last lines of the node's log", tail)
    } else {
      gaps.append("log.txt: no \(node.log)")
    }
    addListing(node.dataDirectory)
  }

  /// Names, sizes and times of the node's files; never what is in them.
  private mutating func addListing(_ directory: String) {
    var text = "bytes modified path\n"
    var left = Self.filesMax
    Self.list(directory, "", &text, &left)
    if left <= 0 { gaps.append("files.txt: more than \(Self.filesMax) files") }
    add("files.txt", "the data directory's files: sizes, times and names", text)
  }

  private static func list(_ root: String, _ path: String, _ text: inout String, _ left: inout Int) {
    for name in (try? RealFileSystem().list(root + "/" + path)) ?? [] {
      guard left > 0 else { return }
      left -= 1
      let inner = path.isEmpty ? name : path + "/" + name
      var facts = stat()
      guard lstat(root + "/" + inner, &facts) == 0 else { continue }
      let isDirectory = facts.st_mode & S_IFMT == S_IFDIR
      let time = Instant.format(millis: Int64(facts.st_mtim.tv_sec) &* 1000)
      text += "\(facts.st_size) \(time) \(inner)\(isDirectory ? "/" : "")\n"
      if isDirectory { list(root, inner, &text, &left) }
    }
  }

  // MARK: The cluster

  mutating func addCluster(_ cluster: Cluster, _ api: AdminAPI) {
    do {
      let facts = try wait { try await ClusterFacts.ask(cluster, api) }
      add("cluster.yaml", "the cluster in figures", StatusReport(local: nil, facts: facts).document.yaml)
    } catch { gaps.append("cluster.yaml: \(CommandFailure.describe(error))") }
    addTopics(Admin(cluster))
    for (path, name, about) in [
      ("/metrics", "metrics.txt", "all metrics"), ("/readyz", "readyz.txt", "whether the node is ready"),
      ("/version", "version.json", "the node's version"),
    ] {
      do { add(name, about, try wait { try await api.page(path) }) } catch { gaps.append("\(name): \(error)") }
    }
    for kind in Kind.allCases { addObjects(kind, api) }
  }

  private mutating func addTopics(_ admin: Admin) {
    do {
      let (topics, configs) = try wait {
        let topics = try await admin.listTopics()
        return (topics, try await Self.configs(of: topics.map(\.name), admin))
      }
      let documents = topics.map { topic in
        JSONValue.members(
          ("name", .string(topic.name)), ("id", .optional(topic.id)), ("partitions", .int(topic.partitions.count)),
          ("status", .string(topic.status)),
          ("configs", .texts(Dictionary((configs[topic.name] ?? []).map { ($0.name, $0.value ?? "") }) { a, _ in a })))
      }
      add("topics.yaml", "topics and their settings", JSONValue.array(documents).yaml)
      let groups = try wait { try await admin.listGroups() }
      add("groups.txt", "consumer groups", groups.map { "\($0.id) \($0.state)\n" }.joined())
    } catch { gaps.append("topics.yaml: \(CommandFailure.describe(error))") }
  }

  private static func configs(of names: [String], _ admin: Admin) async throws -> [String: [ConfigEntry]] {
    let namesPerRequest = 500
    var configs: [String: [ConfigEntry]] = [:]
    for from in stride(from: 0, to: names.count, by: namesPerRequest) {
      let some = Array(names[from..<min(names.count, from + namesPerRequest)])
      configs.merge(try await admin.describeConfigs(topics: some)) { first, _ in first }
    }
    return configs
  }

  private mutating func addObjects(_ kind: Kind, _ api: AdminAPI) {
    let plural = kind.definition.plural
    do {
      let objects = try wait { try await api.objects(ObjectQuery(kind, namespace: nil)) }
      let text = objects.map { "---\n" + Redaction.clean($0).yaml }.joined()
      add("objects/\(plural).yaml", "\(objects.count) \(plural), without modules' bytes and secrets", text)
    } catch { gaps.append("objects/\(plural).yaml: \(error)") }
  }

  // MARK: The archive

  /// All parts, and a file that says what they are, in one directory.
  func archive(directory: String, seconds: Int64) -> [UInt8] {
    var tar = TarArchive(seconds: seconds)
    tar.add(directory + "/README.txt", Array(contents.utf8))
    for part in parts { tar.add(directory + "/" + part.name, part.content) }
    return tar.archive
  }

  /// What is in it and what is not.
  var contents: String {
    let rows = parts.map { [$0.name, ByteSize.format(Int64($0.content.count)), $0.about] }
    var text = TextTable(["FILE", "SIZE", "WHAT IT IS"], rows: rows).text + "\n"
    if !gaps.isEmpty { text += "\nNot here:\n" + gaps.map { "  \($0)\n" }.joined() }
    return text + "\nNo records, no modules' bytes and no secrets are in it. Read it before you send it.\n"
  }
}
