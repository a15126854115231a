/// Columns that line up.
struct TextTable {
  let columns: [String]
  var rows: [[String]] = []

  init(_ columns: [String], rows: [[String]] = []) {
    self.columns = columns
    self.rows = rows
  }

  var text: String {
    var widths = columns.map(\.count)
    for row in rows {
      for (place, cell) in row.enumerated() where place < widths.count {
        widths[place] = max(widths[place], cell.count)
      }
    }
    return ([columns] + rows).map { Self.line($0, widths) }.joined(separator: "\n")
  }

  static func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (place, cell) in cells.enumerated() {
      line += cell
      guard place < cells.count - 1 else { break }
      let width = place < widths.count ? widths[place] : cell.count
      line += String(repeating: " ", count: max(0, width - cell.count) + 2)
    }
    return line
  }
}
