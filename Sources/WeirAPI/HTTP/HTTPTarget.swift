/// What a request line points at: path and query, decoded (RFC 3986; queries as HTML forms write them).
package struct HTTPTarget: Sendable {
  package let path: String
  package let segments: [String]
  package let query: [(name: String, value: String)]

  /// Parameters of one query; more are refused.
  static let parametersMax = 256

  /// Nil where an escape is no hexadecimal byte, or the bytes are no UTF-8.
  package init?(_ target: String) {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = String(parts.first ?? "")
    guard path.hasPrefix("/") else { return nil }
    var segments: [String] = []
    for segment in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      guard let text = Self.decode(segment, isForm: false) else { return nil }
      segments.append(text)
    }
    var query: [(name: String, value: String)] = []
    for pair in parts.count > 1 ? parts[1].split(separator: "&") : [] {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard query.count < Self.parametersMax, let name = Self.decode(sides.first ?? "", isForm: true),
        let value = Self.decode(sides.count > 1 ? sides[1] : "", isForm: true)
      else { return nil }
      query.append((name, value))
    }
    self.segments = segments
    self.query = query
  }

  private static func decode(_ text: Substring, isForm: Bool) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else { return nil }
        bytes.append(high << 4 | low)
      case UInt8(ascii: "+") where isForm: bytes.append(UInt8(ascii: " "))
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.flatMap { UInt8(exactly: $0) }
  }
}
