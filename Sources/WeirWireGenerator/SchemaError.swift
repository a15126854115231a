/// What is wrong with a schema file, and where.
struct SchemaError: Error, Equatable, CustomStringConvertible {
  var file: String
  /// Counted from 1.
  var line: Int
  var message: String

  var description: String { "\(file):\(line): \(message)" }
}
