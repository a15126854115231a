import Glibc
import WeirBase

/// Whether a data directory can be made and written, how much room it has, and how long a durable write takes.
struct DiskCheck {
  private static let syncs = 50
  private static let slowMicros = 20_000
  private static let freeBytesMin: UInt64 = 100 << 20
  private static let freeBytesWanted: UInt64 = 1 << 30

  private let files = RealFileSystem()
  private let directory: String
  /// The directory itself, or the nearest above it that exists.
  private let existing: String

  init(_ directory: String) {
    self.directory = directory
    var path = directory
    while path != "/", path != ".", access(path, F_OK) != 0 { path = parentDirectory(path) }
    existing = path
  }

  func results() -> [CheckResult] {
    guard access(existing, W_OK | X_OK) == 0, SystemFile.isDirectory(existing) else {
      return [
        CheckResult(
          name: "data directory", verdict: .failed, finding: "\(directory): \(existing) cannot be written",
          advice: "give this user the right to write there, or choose another with --data-dir")
      ]
    }
    return [place(), room(), syncTime()]
  }

  private func place() -> CheckResult {
    let kind = fileSystem()
    let finding = "\(directory) on \(kind)\(existing == directory ? "" : ", to be made")"
    switch kind {
    case "tmpfs", "ramfs":
      return CheckResult(
        name: "data directory", verdict: .warning, finding: finding,
        advice: "this is memory: everything is gone when the machine stops. Choose a disk with --data-dir")
    case "nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs":
      return CheckResult(
        name: "data directory", verdict: .warning, finding: finding,
        advice: "locks and durable writes over a network file system are only as good as its server. Prefer a disk")
    default: return CheckResult(name: "data directory", verdict: .ok, finding: finding)
    }
  }

  /// The type of the file system that holds the directory, as the kernel names it.
  private func fileSystem() -> String {
    let real = SystemFile.absolute(existing)
    var best = (point: "", kind: "an unknown file system")
    for line in (SystemFile.text("/proc/mounts") ?? "").split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count > 2 else { continue }
      let point = String(words[1])
      let holds = point == "/" || real == point || real.hasPrefix(point + "/")
      if holds, point.count >= best.point.count { best = (point, String(words[2])) }
    }
    return best.kind
  }

  private func room() -> CheckResult {
    let free: UInt64
    do throws(IOError) { free = try files.freeBytes(existing) } catch {
      return CheckResult(name: "disk space", verdict: .failed, finding: error.description, advice: "mend the disk")
    }
    let verdict: CheckResult.Verdict =
      free < Self.freeBytesMin ? .failed : free < Self.freeBytesWanted ? .warning : .ok
    return CheckResult(
      name: "disk space", verdict: verdict, finding: "\(ByteSize.format(Int64(clamping: free))) free",
      advice: verdict == .ok ? "" : "a full disk refuses writes. Make room, or choose another disk with --data-dir")
  }

  private func syncTime() -> CheckResult {
    let path = existing + "/.weir-check-\(getpid())"
    defer { _ = try? files.removeFile(path) }
    let micros: [Int]
    do throws(IOError) { micros = try measure(path).sorted() } catch {
      return CheckResult(
        name: "durable writes", verdict: .failed, finding: error.description, advice: "mend the disk, or choose another"
      )
    }
    let median = micros.isEmpty ? 0 : micros[micros.count / 2]
    let isSlow = median > Self.slowMicros
    return CheckResult(
      name: "durable writes", verdict: isSlow ? .warning : .ok,
      finding: "\(Self.millis(median)) each (median of \(micros.count), at most \(Self.millis(micros.last ?? 0)))",
      advice: isSlow ? "acks=all waits for one of these. A local SSD takes less than 5 ms" : "")
  }

  private static func millis(_ micros: Int) -> String {
    "\(micros / 1000).\(String(micros % 1000 + 1000).dropFirst().prefix(2)) ms"
  }

  private func measure(_ path: String) throws(IOError) -> [Int] {
    let file = try files.open(path, .create)
    defer { file.close() }
    let block = [UInt8](repeating: 0x77, count: 4096)
    let clock = SystemClock()
    var micros: [Int] = []
    for number in 0..<Self.syncs {
      let start = clock.monotonicNanos()
      try file.write(block, at: UInt64(number * block.count))
      try file.syncData()
      micros.append(Int((clock.monotonicNanos() &- start) / 1000))
    }
    return micros
  }
}
