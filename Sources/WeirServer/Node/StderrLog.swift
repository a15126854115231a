import Glibc
import WeirBase

/// The node's log: a line an event on standard error, in logfmt or JSON.
///
/// Every line has `time` (RFC 3339, UTC, milliseconds), `level` (debug, info, warning, error) and `msg`, then the
/// fields of the event. Values are cut at 4,096 characters, and nothing in them can end a line or reach a terminal.
final class StderrLog: EventLog {
  private let level: EventLevel
  private let format: LogFormat
  private let clock: any Clock
  private let write: @Sendable (String) -> Void

  /// - Parameter write: takes whole lines, each with its end.
  init(
    level: EventLevel, format: LogFormat = .logfmt, clock: any Clock,
    write: @escaping @Sendable (String) -> Void = StderrLog.writeLine
  ) {
    self.level = level
    self.format = format
    self.clock = clock
    self.write = write
  }

  /// One write a line, so that lines of several threads do not mix.
  static func writeLine(_ line: String) {
    Array(line.utf8).withUnsafeBytes { bytes in _ = Glibc.write(2, bytes.baseAddress, bytes.count) }
  }

  func record(_ level: EventLevel, _ message: @autoclosure () -> String, _ fields: [(String, String)]) {
    guard level >= self.level else { return }
    let time = Instant.format(millis: clock.wallMillis())
    let all = [("time", time), ("level", "\(level)"), ("msg", message())] + fields
    switch format {
    case .logfmt: write(all.map { "\($0.0)=\(Self.quoted($0.1))" }.joined(separator: " ") + "\n")
    case .json: write(Self.json(all) + "\n")
    }
  }

  /// A field that has the name of an earlier one is numbered: readers of JSON keep one member of a name.
  private static func json(_ fields: [(String, String)]) -> String {
    var seen: [String: Int] = [:]
    let members = fields.map { name, value -> JSONValue.Member in
      let count = seen[name, default: 0] + 1
      seen[name] = count
      return JSONValue.Member(count == 1 ? name : "\(name)_\(count)", .string(cut(value)))
    }
    return JSONValue.object(members).compact
  }

  /// Control characters beyond ASCII, which JSON does not escape, become U+FFFD.
  private static func cut(_ text: String) -> String {
    var cut = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(4096) {
      cut.append((0x80..<0xa0).contains(scalar.value) ? "\u{fffd}" : scalar)
    }
    return String(cut)
  }

  /// Bare where it is one plain word; else in quotes, with what would break the line or a terminal escaped.
  private static func quoted(_ text: String) -> String {
    let isPlain =
      !text.isEmpty && text.utf8.count <= 4096
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
      case _ where scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value):
        out += "\\x" + String(scalar.value, radix: 16)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
