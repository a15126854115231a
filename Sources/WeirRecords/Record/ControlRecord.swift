import WeirBase

/// What a record of a control batch says (KIP-98). Its key holds a version and a type, both int16.
package enum ControlRecord: Equatable, Sendable {
  case abort
  case commit
  /// A kind of later days, which readers skip.
  case other(Int16)

  /// Reads the key of a control record; nil for one that is not such a key.
  package init?(key: UnsafeRawBufferPointer?) {
    guard let key else { return nil }
    var reader = ByteReader(key)
    guard let version: Int16 = try? reader.integer(), version >= 0, let type: Int16 = try? reader.integer() else {
      return nil
    }
    switch type {
    case 0: self = .abort
    case 1: self = .commit
    default: self = .other(type)
    }
  }
}
