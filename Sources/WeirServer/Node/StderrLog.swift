import Glibc
import WeirBase

/// The node's log: a line an event on standard error, `time=… level=… msg="…" key=value …` (logfmt).
final class StderrLog: EventLog {
  private let level: EventLevel
  private let clock: any Clock

  init(level: EventLevel, clock: any Clock) {
    self.level = level
    self.clock = clock
  }

  func record(_ level: EventLevel, _ message: @autoclosure () -> String, _ fields: [(String, String)]) {
    guard level >= self.level else { return }
    var line = "time=\(timestamp(clock.wallMillis())) level=\(level) msg=\(quoted(message()))"
    for (key, value) in fields { line += " \(key)=\(quoted(value))" }
    line += "\n"
    // One write a line, so that lines of several threads do not mix.
    Array(line.utf8).withUnsafeBytes { bytes in _ = write(2, bytes.baseAddress, bytes.count) }
  }

  /// Bare where it is one plain word; else in quotes, with what would break the line or a terminal escaped.
  private func quoted(_ text: String) -> String {
    let isPlain =
      !text.isEmpty
      && text.unicodeScalars.allSatisfy { scalar in
        scalar.isASCII && scalar.value > 0x20 && scalar != "\"" && scalar != "=" && scalar != "\\"
          && scalar.value != 0x7f
      }
    if isPlain { return text }
    var out = "\""
    for scalar in text.unicodeScalars.prefix(4096) {
      switch scalar {
      case "\"", "\\": out += "\\\(scalar)"
      case "\n": out += "\\n"
      case _ where scalar.value < 0x20 || scalar.value == 0x7f: out += "\\x" + String(scalar.value, radix: 16)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  /// RFC 3339 in UTC with milliseconds.
  private func timestamp(_ millis: Int64) -> String {
    var seconds = time_t(millis / 1000)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func padded(_ number: Int32, _ width: Int = 2) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(parts.tm_year + 1900)-\(padded(parts.tm_mon + 1))-\(padded(parts.tm_mday))T"
      + "\(padded(parts.tm_hour)):\(padded(parts.tm_min)):\(padded(parts.tm_sec)).\(padded(Int32(millis % 1000), 3))Z"
  }
}
