/// Why bytes are no message, or a message fits no bytes.
package struct WireError: Error, Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    /// Fewer bytes are left than the field needs.
    case truncated(needed: Int, left: Int)
    /// A length or count is negative, or above what the protocol or a limit allows.
    case badLength(Int)
    /// A varint runs past 32 bits.
    case badVarint
    /// Null where this version has no null.
    case unexpectedNull
    /// The message does not exist in this version.
    case unsupportedVersion(Int16)
    /// A field is set that this version cannot carry and that may not be left out.
    case fieldNotInVersion(Int16)
  }

  package var kind: Kind
  /// Where in the message, as in `FetchRequest.topics[2].partitions[0]`; empty for headers and loose values.
  package var path: String
  /// Where in the frame, in bytes; nil when encoding.
  package var offset: Int?

  package init(_ kind: Kind, path: String = "", offset: Int? = nil) {
    self.kind = kind
    self.path = path
    self.offset = offset
  }

  /// The same error seen from the structure around it.
  package func within(_ outer: String) -> WireError {
    var error = self
    error.path = path.isEmpty ? outer : path.hasPrefix("[") ? outer + path : "\(outer).\(path)"
    return error
  }

  static func fieldNotInVersion(_ field: String, _ version: Int16) -> WireError {
    WireError(.fieldNotInVersion(version), path: field)
  }
}

extension WireError: CustomStringConvertible {
  package var description: String {
    let place = offset.map { "at byte \($0)" } ?? ""
    let parts = [path, place].filter { !$0.isEmpty }
    return parts.isEmpty ? cause : "\(parts.joined(separator: " ")): \(cause)"
  }

  private var cause: String {
    switch kind {
    case .truncated(let needed, let left): "needs \(needed) bytes, \(left) are left"
    case .badLength(let length): "length \(length) is out of range"
    case .badVarint: "varint of more than 32 bits"
    case .unexpectedNull: "null where a value must be"
    case .unsupportedVersion(let version): "version \(version) does not exist"
    case .fieldNotInVersion(let version): "is set, but version \(version) cannot carry it"
    }
  }
}
