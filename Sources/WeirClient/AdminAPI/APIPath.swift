import WeirObjects

/// Where something stands in the API: path and query, percent-encoded as they are put in.
struct APIPath {
  private(set) var text: String
  private var hasQuery = false

  /// A path of segments.
  init(_ segments: String...) { text = segments.map { "/" + Self.encode($0) }.joined() }

  /// All objects of a kind.
  ///
  /// - Parameter namespace: nil for every one.
  init(_ kind: Kind, namespace: String?) {
    self.init("apis", Kind.group, Kind.version)
    if let namespace { add("namespaces", namespace) }
    add(kind.definition.plural)
  }

  /// One object, or a part of it.
  init(_ key: ObjectKey, _ part: String? = nil) {
    self.init(key.kind, namespace: key.namespace)
    add(key.name)
    if let part { add(part) }
  }

  private mutating func add(_ segments: String...) { for segment in segments { text += "/" + Self.encode(segment) } }

  /// Adds a query parameter; none where the value is nil or empty.
  mutating func set(_ name: String, _ value: String?) {
    guard let value, !value.isEmpty else { return }
    text += (hasQuery ? "&" : "?") + Self.encode(name) + "=" + Self.encode(value)
    hasQuery = true
  }

  /// Everything but RFC 3986's unreserved characters as %XX.
  static func encode(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let hex = String(byte, radix: 16, uppercase: true)
        encoded += byte < 16 ? "%0\(hex)" : "%\(hex)"
      }
    }
    return encoded
  }
}
