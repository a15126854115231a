import WeirObjects

/// Why an object could not be read or changed, in words for whoever asked.
package enum ObjectError: Error, Sendable, Hashable {
  case notFound(ObjectKey)
  case alreadyExists(ObjectKey)
  /// Somebody else changed it first, or the version asked for is not the current one.
  case conflict(String)
  /// Others own fields that the change would take: each with its owner.
  case ownedByOthers(String, [Cause])
  /// What was asked cannot be read.
  case malformed(String)
  /// Everything that is wrong with the object.
  case invalid(ObjectKey?, [Cause])
  /// The revision asked for is forgotten: list again.
  case expired(String)
  case tooLarge(String)
  /// Nobody may do this to such an object.
  case notAllowed(String)
  /// The store cannot be reached now; trying again later may work.
  case unavailable(String)
  case internalFault(String)

  init(_ error: StoreError) {
    self =
      switch error {
      case .compacted(let revision): .expired("changes before revision \(revision) are forgotten; list again")
      case .slow(let reason): .expired(reason)
      case .unavailable(let reason): .unavailable(reason)
      case .tooLarge(let reason): .tooLarge(reason)
      case .leaseNotFound(let lease): .internalFault("lease \(lease) has ended")
      case .invalid(let reason), .damaged(let reason): .internalFault(reason)
      }
  }
}

extension ObjectError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notFound(let key): "\(key) does not exist"
    case .alreadyExists(let key): "\(key) exists already"
    case .invalid(_, let causes): ObjectFault(causes).description
    case .ownedByOthers(let text, _), .malformed(let text), .conflict(let text), .expired(let text),
      .tooLarge(let text), .notAllowed(let text), .unavailable(let text),
      .internalFault(let text):
      text
    }
  }
}
