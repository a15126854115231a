/// One place that breaks a rule, and what to do instead.
struct Finding: Equatable, CustomStringConvertible {
  var path: String
  /// Counted from 1; 0 means the whole file.
  var line: Int
  var message: String

  var description: String { "\(path):\(line): \(message)" }
}

/// A rule about Swift files.
protocol SourceRule {
  func findings(in file: SourceFile) -> [Finding]
}

extension [Finding] {
  /// One line per finding, for a failing test.
  var text: String { map(\.description).joined(separator: "\n") }
}
