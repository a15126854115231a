import Glibc
import Synchronization
import WeirBase

@testable import WeirControl

/// A real etcd in a directory of its own, on loopback.
final class EtcdServer: Sendable {
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  let endpoint: Endpoint
  private let peer: Endpoint
  private let directory: String
  private let binary: String
  private let process = Mutex<pid_t>(0)

  /// One for all tests that do not harm it; ends with the tests.
  static let shared: Result<EtcdServer, any Error> = Result {
    let server = try EtcdServer()
    atexit { if case .success(let server) = EtcdServer.shared { server.remove() } }
    return server
  }

  init() throws {
    guard let binary = Self.find() else {
      throw Missing(description: "etcd is not here: run scripts/fetch-etcd, or name one with WEIR_ETCD")
    }
    self.binary = binary
    var template = Array("/tmp/weir-etcd-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Missing(description: "no directory for etcd") }
    directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    endpoint = try Self.freePort()
    peer = try Self.freePort()
    try start()
  }

  private static func find() -> String? {
    if let named = getenv("WEIR_ETCD") { return String(cString: named) }
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    return ["/\(root)/.build/tools/etcd", "/usr/bin/etcd"].first { access($0, X_OK) == 0 }
  }

  private static func freePort() throws -> Endpoint {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { Glibc.close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, length) | getsockname(socket, $0, &length)
      }
    }
    guard code == 0 else { throw Missing(description: "no free port") }
    return Endpoint(host: "127.0.0.1", port: Int(UInt16(bigEndian: address.sin_port)))
  }

  func start() throws {
    let arguments = [
      binary, "--data-dir", "\(directory)/data", "--listen-client-urls", "http://\(endpoint)",
      "--advertise-client-urls", "http://\(endpoint)", "--listen-peer-urls", "http://\(peer)",
      "--initial-advertise-peer-urls", "http://\(peer)", "--initial-cluster", "default=http://\(peer)",
      "--experimental-watch-progress-notify-interval", "200ms", "--log-level", "error",
    ]
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, "\(directory)/log", O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var pid: pid_t = 0
    guard posix_spawn(&pid, binary, &actions, nil, &words, environ) == 0 else {
      throw Missing(description: "\(binary) does not start")
    }
    process.withLock { $0 = pid }
  }

  /// As a power cut would: no word of warning.
  func kill() {
    let pid = process.withLock { pid in
      defer { pid = 0 }
      return pid
    }
    guard pid > 0 else { return }
    _ = Glibc.kill(pid, SIGKILL)
    var status: Int32 = 0
    waitpid(pid, &status, 0)
  }

  func remove() {
    kill()
    removeDirectory(directory)
  }

  /// A store of its own name in this etcd, ready.
  func store(_ name: String) async throws -> EtcdStore {
    let store = EtcdStore.connect(endpoints: [endpoint], prefix: name, clock: SystemClock(), events: SilentLog())
    guard await eventually({ (try? await store.get("ready")) != nil }) else {
      throw Missing(description: "etcd does not get ready; see \(directory)/log")
    }
    return store
  }
}

/// With all that is in it.
func removeDirectory(_ path: String) {
  if let entries = opendir(path) {
    while let entry = readdir(entries) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != "." && name != ".." { removeDirectory("\(path)/\(name)") }
    }
    closedir(entries)
  }
  remove(path)
}
