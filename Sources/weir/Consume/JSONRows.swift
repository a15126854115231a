import WeirBase
import WeirClient

/// JSON objects as rows of a table, their top-level fields as its columns.
struct JSONRows {
  private var columns: [String] = []
  private var widths: [Int] = []
  private var gathered: [[String: String]] = []

  /// The row, with a header before it where the fields differ from those before. Ends with a newline.
  mutating func next(_ members: [JSONValue.Member]) -> String {
    let names = members.map(\.name)
    let cells = members.map { Self.text($0.value) }
    var text = ""
    if names != columns {
      if !columns.isEmpty { text += "\n" }
      columns = names
      widths = zip(names, cells).map { max($0.count, $1.count) }
      text += TextTable.line(names, widths) + "\n"
    }
    return text + TextTable.line(cells, widths) + "\n"
  }

  /// Keeps a row for `wholeTable`.
  mutating func gather(_ members: [JSONValue.Member]) {
    var row: [String: String] = [:]
    for member in members {
      if !columns.contains(member.name) { columns.append(member.name) }
      row[member.name] = Self.text(member.value)
    }
    gathered.append(row)
  }

  /// All rows that were kept; ends with a newline unless there is none.
  var wholeTable: String {
    if gathered.isEmpty { return "" }
    return TextTable(columns, rows: gathered.map { row in columns.map { row[$0] ?? "" } }).text + "\n"
  }

  private static func text(_ value: JSONValue) -> String {
    if case .string(let string) = value { return string }
    return value.compact
  }
}
