import Glibc
import WeirBase

/// One process of this machine, and never another that got its number later.
struct ProcessMark: Hashable, Sendable {
  let pid: Int32
  /// When it began, in the kernel's ticks since the machine started.
  let startTicks: UInt64
  /// The run of the machine in which it began.
  let boot: String

  private struct Stat {
    let state: Character
    let threads: Int
    let startTicks: UInt64
  }

  init(pid: Int32, startTicks: UInt64, boot: String) {
    self.pid = pid
    self.startTicks = startTicks
    self.boot = boot
  }

  /// The process that has this number now; nil where none has.
  init?(pid: Int32) {
    guard let stat = Self.stat(pid), let boot = Self.currentBoot else { return nil }
    self.init(pid: pid, startTicks: stat.startTicks, boot: boot)
  }

  /// Whether it still runs. One that ended and waits to be reaped does not; but its first thread may be that far while
  /// others still hold its files.
  var isRunning: Bool {
    guard pid > 1, boot == Self.currentBoot, let stat = Self.stat(pid) else { return false }
    let isEnded = (stat.state == "Z" || stat.state == "X") && stat.threads <= 1
    return stat.startTicks == startTicks && !isEnded
  }

  /// Since it began; nil where the kernel does not tell.
  var uptimeSeconds: Double? {
    guard isRunning, let up = SystemFile.text("/proc/uptime")?.split(separator: " ").first.flatMap({ Double($0) })
    else { return nil }
    let ticksPerSecond = max(1, sysconf(Int32(_SC_CLK_TCK)))
    return max(0, up - Double(startTicks) / Double(ticksPerSecond))
  }

  /// Asks it to end; false where it runs no more.
  func ask(_ signal: Int32) -> Bool { isRunning && kill(pid, signal) == 0 }

  /// Waits until it runs no more; false where it still does after `millis`.
  func waitForEnd(millis: Int) -> Bool {
    for _ in 0..<max(1, millis / 10) {
      if !isRunning { return true }
      pauseBriefly()
    }
    return !isRunning
  }

  private static var currentBoot: String? {
    SystemFile.text("/proc/sys/kernel/random/boot_id").map { String($0.prefix { $0 != "\n" }) }
  }

  /// proc(5): the name stands in parentheses and may hold anything; state is the first field after it, the number of
  /// threads the eighteenth, the start time the twentieth.
  private static func stat(_ pid: Int32) -> Stat? {
    guard let text = SystemFile.text("/proc/\(pid)/stat"), let close = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: close)...].split(separator: " ")
    guard fields.count > 19, let state = fields[0].first, let threads = Int(fields[17]),
      let start = UInt64(fields[19])
    else { return nil }
    return Stat(state: state, threads: threads, startTicks: start)
  }
}

// MARK: As the file of the local node holds it

extension ProcessMark {
  init?(_ json: JSONValue) {
    guard let pid = json["pid"]?.integer.flatMap({ Int32(exactly: $0) }), pid > 1,
      let ticks = json["startTicks"]?.integer.flatMap({ UInt64(exactly: $0) }), let boot = json["boot"]?.text
    else { return nil }
    self.init(pid: pid, startTicks: ticks, boot: boot)
  }

  var json: JSONValue {
    .members(("pid", .int(pid)), ("startTicks", .int(startTicks)), ("boot", .string(boot)))
  }
}
