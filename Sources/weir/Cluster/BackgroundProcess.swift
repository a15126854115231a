import Glibc
import WeirBase

/// A program that outlives the one that starts it: in a session of its own, reading nothing, writing to a file.
enum BackgroundProcess {
  /// glibc's flag for setsid in the child; its header hides it without _GNU_SOURCE.
  private static let setSession: Int32 = 0x80

  /// Starts this very binary.
  ///
  /// - Parameter log: standard output and error are appended here.
  static func start(_ arguments: [String], log: String) throws -> pid_t {
    guard let binary = realpath("/proc/self/exe", nil) else {
      throw CommandFailure.failed("this program's file was moved or deleted; start it from where it is now")
    }
    defer { free(binary) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o640)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    // What the caller left open, such as the lock of a script, is not the node's.
    for descriptor in try inherited() { posix_spawn_file_actions_addclose(&actions, descriptor) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(setSession) | Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var pipes = sigset_t()
    sigemptyset(&pipes)
    sigaddset(&pipes, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &pipes)
    return try spawn(binary, arguments, &actions, &attributes)
  }

  private static func spawn(
    _ binary: UnsafePointer<CChar>, _ arguments: [String], _ actions: inout posix_spawn_file_actions_t,
    _ attributes: inout posix_spawnattr_t
  ) throws -> pid_t {
    let words = CStrings(["weir"] + arguments)
    let environment = CStrings(surroundings)
    // A node must not hold on to the directory where somebody happened to stand.
    let here = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    _ = chdir("/")
    defer {
      if here >= 0 {
        _ = fchdir(here)
        close(here)
      }
    }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, binary, &actions, &attributes, words.pointers, environment.pointers)
    guard code == 0 else { throw CommandFailure.failed("the node cannot be started: \(errnoText(code))") }
    return pid
  }

  /// NAME=value, as this program was given them.
  private static var surroundings: [String] {
    (SystemFile.bytes("/proc/self/environ", limit: 4 << 20) ?? []).split(separator: 0).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  private static func inherited() throws -> [Int32] {
    let names = (try? RealFileSystem().list("/proc/self/fd")) ?? []
    return names.compactMap { Int32($0) }.filter { $0 > 2 }
  }
}

/// Texts as C takes them: pointers, the last null.
private final class CStrings {
  let pointers: [UnsafeMutablePointer<CChar>?]

  init(_ texts: [String]) { pointers = texts.map { strdup($0) } + [nil] }

  deinit { for pointer in pointers { free(pointer) } }
}
