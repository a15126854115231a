import Glibc

/// Standard error, and what it is connected to.
enum Terminal {
  static let isErrorTerminal = isatty(2) == 1
  static let isOutputTerminal = isatty(1) == 1
  static let isInputTerminal = isatty(0) == 1

  /// A line for people.
  static func tell(_ text: String) { write("\(text)\n") }

  /// What went wrong.
  static func complain(_ text: String) {
    write(isErrorTerminal ? "\u{1b}[31merror:\u{1b}[0m \(text)\n" : "error: \(text)\n")
  }

  /// As it is, without an end of line.
  static func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var done = 0
      while done < bytes.count {
        let count = Glibc.write(2, bytes.baseAddress.map { $0 + done }, bytes.count - done)
        if count > 0 { done += count } else if errno != EINTR { return }
      }
    }
  }

  /// Columns of the terminal; nil where there is none.
  static var width: Int? {
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
