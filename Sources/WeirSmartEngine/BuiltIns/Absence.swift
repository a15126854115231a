/// What a filter does where what it looks at is missing.
enum Absence: String {
  case drop, keep, fail

  /// - Parameter reason: why nothing is there, for the failure.
  func decide(_ reason: String) throws(TransformFault) -> Bool {
    switch self {
    case .drop: false
    case .keep: true
    case .fail: throw TransformFault(message: reason)
    }
  }
}
