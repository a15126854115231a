import WeirBase

/// docs/TRANSFORMS.md, written from the definitions of the built-in transforms.
package enum BuiltInDocument {
  package static var text: String { preface + BuiltIn.all.map(section).joined(separator: "\n") }

  private static func section(_ builtIn: BuiltIn) -> String {
    let rows = builtIn.parameters.map { parameter in
      "| `\(parameter.name)` | \(type(parameter)) | \(fallback(parameter)) | \(parameter.description) |\n"
    }
    return "## \(BuiltIn.prefix)\(builtIn.name)\n\(builtIn.summary)\n\n"
      + "| parameter | type | default | meaning |\n|---|---|---|---|\n" + rows.joined()
  }

  private static func type(_ parameter: Parameter) -> String {
    if !parameter.choices.isEmpty { return parameter.choices.map { "`\($0)`" }.joined(separator: ", ") }
    let range = parameter.minimum.flatMap { least in parameter.maximum.map { ", \(least) to \($0)" } } ?? ""
    return words(parameter.type) + range
  }

  private static func fallback(_ parameter: Parameter) -> String {
    if parameter.isRequired { return "required" }
    guard let value = parameter.defaultValue else { return "" }
    return value.text?.isEmpty == true ? "empty" : "`\(value.text ?? value.compact)`"
  }

  private static func words(_ type: Parameter.ValueType) -> String {
    switch type {
    case .text: "text"
    case .integer: "whole number"
    case .number: "number"
    case .boolean: "true or false"
    case .choice: "word"
    case .path: "JSON path"
    case .paths: "list of JSON paths"
    case .any: "any JSON value"
    case .list: "list of JSON values"
    case .names: "object: JSON path to name"
    case .fields: "object: JSON path to value"
    }
  }

  private static let preface = """
    # Built-in transforms

    A chain is a list of steps, each with a transform (`uses`) and its parameters (`with`). A record passes them in
    order: each keeps it, changes it or drops it. Key, headers, timestamp and offset stay as they are; every built-in
    sees each record by itself, and makes at most one of one, so all of them fit views. This page is written from the
    definitions in the program; a test compares them.

    ```yaml
    transforms:
    - uses: builtin/json-filter
      with: {path: customer.country, operator: in, values: [DE, FR]}
    - uses: builtin/json-mask
      with: {paths: [customer.card], keepLast: 4}
    ```

    - A **JSON path** names a field: `customer.card`, `items[0].sku`, `items[*].sku` (every element), `a.*` (every
      member), `["a.b"].c` (a name with a dot). A leading `$.` means nothing. Up to \(JSONPath.segmentsMax) levels and
      \(JSONPath.bytesMax) bytes.
    - JSON keeps the order of its members and the spelling of its numbers, and a value that no step changes stays byte
      for byte as it came. Numbers compare by value with all their digits. Of members that share a name the last is
      compared, and all are changed or removed.
    - A value that is no JSON (or not UTF-8, or larger than \(WorkingRecord.documentBytesMax >> 20) MiB) fails the
      record unless `onInvalid` says otherwise; what happens to a failed record is the topic's `onError`. Steps that
      hide something never let through what they cannot read.
    - A record without a value (a tombstone) passes steps that change JSON; to filters its value is absent.
    - A chain has up to \(Chain.stepsMax) steps; lists and objects of parameters up to \(Arguments.listMax) entries.


    """
}
