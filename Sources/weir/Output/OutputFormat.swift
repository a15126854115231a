import ArgumentParser
import WeirBase
import WeirClient

/// How a listing is shown.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  case table, json, yaml
}

struct OutputOptions: ParsableArguments {
  @Option(name: [.customShort("O"), .long], help: "How to show it: table, json or yaml.")
  var output = OutputFormat.table

  /// Shows rows for people or the same as a document for programs.
  ///
  /// - Parameter empty: said on standard error where a table would have no rows.
  func show(_ table: TextTable, _ document: JSONValue, empty: String? = nil) {
    switch output {
    case .table:
      if table.rows.isEmpty, let empty { return Terminal.tell(empty) }
      StandardOutput.print(table.text)
    case .json: StandardOutput.print(document.pretty)
    case .yaml: StandardOutput.print(document.yaml)
    }
  }
}
