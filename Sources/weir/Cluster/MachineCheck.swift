import Glibc
import WeirBase

/// One thing that a node needs of its machine, and what to do where it lacks.
struct CheckResult: Sendable {
  enum Verdict: String, Sendable {
    case ok
    /// A node runs; something is slower, smaller or absent.
    case warning
    /// A node does not run, or not safely.
    case failed
  }

  var name: String
  var verdict: Verdict
  var finding: String
  /// What to do; empty where all is well.
  var advice = ""

  var document: JSONValue {
    .members(
      ("check", .string(name)), ("result", .string(verdict.rawValue)), ("finding", .string(finding)),
      ("advice", .string(advice)))
  }
}

/// What a node wants of the machine that it would run on.
struct MachineCheck {
  let dataDirectory: String

  /// The checks that need no addresses, in the order in which they are shown.
  func results() -> [CheckResult] {
    [kernel(), library(), openFiles(), memory(), time()] + DiskCheck(dataDirectory).results() + [wasm()]
  }

  /// RWF_NOWAIT reads came with Linux 4.14.
  private func kernel() -> CheckResult {
    var names = utsname()
    uname(&names)
    let release = withUnsafeBytes(of: names.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    let numbers = release.split(separator: ".").prefix(2).compactMap { Int($0.prefix { $0.isNumber }) }
    guard numbers.count == 2, (numbers[0], numbers[1]) < (4, 14) else {
      return CheckResult(name: "kernel", verdict: .ok, finding: "Linux \(release)")
    }
    return CheckResult(
      name: "kernel", verdict: .failed, finding: "Linux \(release)",
      advice: "a node needs Linux 4.14 or newer: upgrade the system")
  }

  private func library() -> CheckResult {
    var text = [CChar](repeating: 0, count: 64)
    let count = confstr(Int32(_CS_GNU_LIBC_VERSION), &text, text.count)
    let version = String(decoding: text.prefix(max(0, count - 1)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return CheckResult(name: "C library", verdict: .ok, finding: version.isEmpty ? "present" : version)
  }

  /// The node raises its soft limit to the hard one itself.
  private func openFiles() -> CheckResult {
    var bound = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &bound)
    let isEnough = bound.rlim_max >= 65_536
    return CheckResult(
      name: "open files", verdict: isEnough ? .ok : .warning, finding: "at most \(bound.rlim_max)",
      advice: isEnough
        ? ""
        : "each partition and each client takes one or two. Raise the hard limit to 65536 or more: LimitNOFILE= in a "
          + "systemd unit, 'nofile' in /etc/security/limits.conf, --ulimit nofile= for a container")
  }

  private func memory() -> CheckResult {
    let line = SystemFile.text("/proc/meminfo")?.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    guard let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap({ Int64($0) }) else {
      return CheckResult(name: "memory", verdict: .warning, finding: "unknown", advice: "/proc/meminfo cannot be read")
    }
    let isEnough = kilobytes >= 128 << 10
    return CheckResult(
      name: "memory", verdict: isEnough ? .ok : .warning,
      finding: "\(ByteSize.format(kilobytes &* 1024)) available",
      advice: isEnough ? "" : "a node wants 128 MiB for itself; reads are quick while the page cache has room as well")
  }

  /// Files that the usual keepers of the time leave while they run or have the time right.
  private static let timeKeepers = [
    ("/run/systemd/timesync/synchronized", "systemd-timesyncd"), ("/run/chrony/chronyd.pid", "chrony"),
    ("/run/chronyd.pid", "chrony"), ("/run/ntpd.pid", "ntpd"), ("/var/run/ntpd.pid", "ntpd"),
  ]

  private func time() -> CheckResult {
    let files = RealFileSystem()
    let now = Instant.format(millis: SystemClock().wallMillis())
    let firstYear = 1_735_689_600_000
    guard SystemClock().wallMillis() > Int64(firstYear) else {
      return CheckResult(
        name: "time", verdict: .failed, finding: now,
        advice: "the clock is years behind: records would be stamped wrongly and kept too long. Set it: apt-get "
          + "install chrony")
    }
    if let keeper = Self.timeKeepers.first(where: { files.exists($0.0) }) {
      return CheckResult(name: "time", verdict: .ok, finding: "\(now), kept by \(keeper.1)")
    }
    return CheckResult(
      name: "time", verdict: .warning, finding: "\(now), and nothing was found that keeps it",
      advice: "record times and retention follow this clock. Unless the host keeps it: apt-get install chrony")
  }

  private func wasm() -> CheckResult {
    CheckResult(
      name: "Wasm engine", verdict: .ok, finding: "not part of this release",
      advice: "built-in transforms work; SmartModules in WebAssembly can be declared and do not run yet")
  }
}
