import ArgumentParser

/// How `weir consume` shows values.
enum ConsumeOutput: String, CaseIterable, ExpressibleByArgument {
  /// As text, or as a hex dump where there is a zero byte.
  case dynamic
  /// As text; of what has a zero byte only the length.
  case text
  /// As a hex dump.
  case binary
  /// As indented JSON.
  case json
  /// Byte for byte.
  case raw
  /// JSON objects as rows, their top-level fields as columns.
  case table
  /// As `table`, gathered so that all columns line up; on a terminal drawn anew as rows come.
  case fullTable = "full_table"

  init?(argument: String) { self.init(rawValue: argument.lowercased()) }
}
