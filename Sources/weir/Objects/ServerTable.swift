import WeirBase

/// The printed columns of objects, as the node makes them (metav1.Table).
struct ServerTable {
  private struct Head {
    let name: String
    let isWide: Bool
  }

  private let isWide: Bool
  /// What each name begins with, as in `topic/`.
  private let prefix: String
  private var heads: [Head] = []
  private var rows: [[String]] = []
  private var widths: [Int] = []

  init(isWide: Bool, prefix: String = "") {
    self.isWide = isWide
    self.prefix = prefix
  }

  var isEmpty: Bool { rows.isEmpty }

  /// Takes the rows of a page.
  mutating func add(_ table: JSONValue) {
    if heads.isEmpty {
      heads = (table["columnDefinitions"]?.elements ?? []).map { column in
        Head(name: (column["name"]?.text ?? "").uppercased(), isWide: (column["priority"]?.integer ?? 0) > 0)
      }
    }
    for row in table["rows"]?.elements ?? [] { rows.append(cells(row)) }
  }

  private func cells(_ row: JSONValue) -> [String] {
    let texts = (row["cells"]?.elements ?? []).map { $0.isNull ? "" : $0.text ?? $0.compact }
    var cells = texts.enumerated().filter { place, _ in
      place >= heads.count || isWide || !heads[place].isWide
    }.map(\.element)
    if !cells.isEmpty { cells[0] = prefix + cells[0] }
    return cells
  }

  /// Heads and rows, lined up.
  func text(withHeads: Bool) -> String {
    var table = self
    if !withHeads { table.heads = [] }
    return table.takeText() ?? ""
  }

  /// Heads at first, then what came in since, in columns as wide as those before or wider.
  mutating func takeText() -> String? {
    let isFirst = widths.isEmpty
    let columns = heads.filter { isWide || !$0.isWide }.map(\.name)
    let lines = (isFirst && !columns.isEmpty ? [columns] : []) + rows
    for line in lines {
      for (place, cell) in line.enumerated() {
        if place < widths.count { widths[place] = max(widths[place], cell.count) } else { widths.append(cell.count) }
      }
    }
    rows.removeAll()
    return lines.isEmpty ? nil : lines.map { TextTable.line($0, widths) }.joined(separator: "\n")
  }
}
