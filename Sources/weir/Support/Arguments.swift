import ArgumentParser
import WeirBase
import WeirClient

/// A number of bytes as an argument: `16384`, `2 Ki`, `1GiB`.
struct ByteCount: ExpressibleByArgument {
  let bytes: Int64

  init(_ bytes: Int64) { self.bytes = bytes }

  init?(argument: String) {
    guard let bytes = ByteSize.parse(argument) else { return nil }
    self.bytes = bytes
  }

  var defaultValueDescription: String { ByteSize.format(bytes) }
}

/// A length of time as an argument: `150ms`, `20s`, `1h30m`, `7d`.
struct Span: ExpressibleByArgument {
  let millis: Int64

  init(millis: Int64) { self.millis = millis }

  init?(argument: String) {
    guard let millis = TimeSpan.parseMillis(argument) else { return nil }
    self.millis = millis
  }

  var defaultValueDescription: String { TimeSpan.format(millis: millis) }
}

/// `name=value` as an argument.
struct Setting: ExpressibleByArgument {
  let name: String
  let value: String

  init?(argument: String) {
    guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else { return nil }
    name = String(argument[..<equals])
    value = String(argument[argument.index(after: equals)...])
  }
}

/// Words that may be written as `read_committed`, `read-committed` or `ReadCommitted`.
func wordEquals(_ argument: String, _ word: String) -> Bool {
  func plain(_ text: String) -> String { text.lowercased().filter { $0 != "_" && $0 != "-" } }
  return plain(argument) == plain(word)
}

/// An isolation level as an argument.
struct Isolation: ExpressibleByArgument {
  let level: IsolationLevel

  init(_ level: IsolationLevel) { self.level = level }

  init?(argument: String) {
    if wordEquals(argument, "readCommitted") {
      level = .readCommitted
    } else if wordEquals(argument, "readUncommitted") {
      level = .readUncommitted
    } else {
      return nil
    }
  }

  static var allValueStrings: [String] { ["read_uncommitted", "read_committed"] }
  var defaultValueDescription: String { level == .readCommitted ? "read_committed" : "read_uncommitted" }
}

extension Compression: ExpressibleByArgument {}
