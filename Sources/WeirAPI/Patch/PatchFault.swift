/// Why a patch was not applied.
package enum PatchFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// It is no patch at all (HTTP 400).
  case malformed(String)
  /// It does not fit the object: a path leads nowhere, a test failed (HTTP 422).
  case notApplicable(String)
  /// It asks for more work or space than one patch may (HTTP 413).
  case tooLarge(String)

  package var description: String {
    switch self {
    case .malformed(let reason), .notApplicable(let reason), .tooLarge(let reason): reason
    }
  }
}
