/// One step of a chain, ready to run.
protocol Transform: Sendable {
  /// - Returns: whether the record stays.
  func apply(_ record: inout WorkingRecord) throws(TransformFault) -> Bool
}

/// Why a step cannot handle a record.
struct TransformFault: Error, Hashable {
  /// A sentence without its full stop. It may quote the names of fields, never values: values may be secret.
  var message: String
}
