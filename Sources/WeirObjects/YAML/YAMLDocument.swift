import WeirBase

/// One document of a YAML stream.
package struct YAMLDocument: Sendable, Hashable {
  package var value: JSONValue
  /// Where its first node stands, from 1.
  package var line: Int

  package init(value: JSONValue, line: Int) {
    self.value = value
    self.line = line
  }
}

/// What is wrong with a YAML text, and where.
package struct YAMLFault: Error, Sendable, Hashable, CustomStringConvertible {
  package var message: String
  /// From 1; 0 where the whole text is meant.
  package var line: Int
  package var column: Int

  package init(_ message: String, line: Int, column: Int) {
    self.message = message
    self.line = line
    self.column = column
  }

  package var description: String { line == 0 ? message : "line \(line), column \(column): \(message)" }
}

/// What a YAML text may cost.
package struct YAMLLimits: Sendable {
  package var bytesMax = 32 << 20
  package var depthMax = 100
  /// Values in all documents together.
  package var nodesMax = 4_000_000
  /// Values that aliases repeat, all together.
  package var aliasedMax = 100_000

  package init() {}
}
