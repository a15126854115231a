internal import NIOCore

/// A structure with versions. All are generated from the files in `Schemas/`.
package protocol WireBody: Sendable, Equatable {
  /// The versions the codec knows.
  static var versions: ClosedRange<Int16> { get }

  /// Whether this version has compact lengths and tagged fields (KIP-482).
  static func isFlexible(_ version: Int16) -> Bool

  /// Reads the body. Fields this version lacks keep their defaults. Throws for a version outside `versions`, and for
  /// bytes that are no such body; bytes after it are left unread.
  init(from reader: inout WireReader, version: Int16) throws(WireError)

  /// Throws for a version outside `versions`, for null where the version has none, and for a field that is set though
  /// the version lacks it, unless the field is one that may be left out.
  func encode(into writer: inout WireWriter, version: Int16) throws(WireError)
}

/// The body of a request or response.
package protocol WireMessage: WireBody {
  static var api: ApiKey { get }
}

package protocol WireRequest: WireMessage {
  associatedtype Response: WireResponse
}

package protocol WireResponse: WireMessage {}

/// A structure that group members exchange through opaque bytes, its version in front (the embedded consumer protocol).
package protocol WireBlob: WireBody {}

extension WireBlob {
  /// Reads a blob with its version. A version newer than we know is read as the newest we know: later ones only append
  /// fields.
  package init(blob: [UInt8]) throws(WireError) {
    self = try WireReader.reading(ByteBuffer(bytes: blob)) { (reader: inout WireReader) throws(WireError) in
      let version = try reader.int16()
      return try Self(from: &reader, version: min(version, Self.versions.upperBound))
    }
  }

  /// The blob with its version in front.
  package func blob(version: Int16) throws(WireError) -> [UInt8] {
    var writer = WireWriter(capacityHint: 64)
    writer.int16(version)
    try encode(into: &writer, version: version)
    return writer.joined()
  }
}
