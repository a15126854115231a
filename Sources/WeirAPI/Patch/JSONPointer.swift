/// Leads to one value inside a document (RFC 6901).
struct JSONPointer: Sendable, Hashable {
  /// With `~1` and `~0` already read as `/` and `~`.
  let tokens: [String]

  init(tokens: [String]) { self.tokens = tokens }

  init(_ text: String) throws(PatchFault) {
    if text.isEmpty {
      tokens = []
      return
    }
    guard text.utf8.first == UInt8(ascii: "/") else {
      throw .malformed("the path \"\(text)\" does not begin with /")
    }
    var tokens: [String] = []
    for part in text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      tokens.append(try Self.token(part, of: text))
    }
    self.tokens = tokens
  }

  private static func token(_ part: Substring.UTF8View, of text: String) throws(PatchFault) -> String {
    var bytes: [UInt8] = []
    var rest = part.makeIterator()
    while let byte = rest.next() {
      guard byte == UInt8(ascii: "~") else {
        bytes.append(byte)
        continue
      }
      switch rest.next() {
      case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "~"))
      case UInt8(ascii: "1"): bytes.append(UInt8(ascii: "/"))
      default: throw .malformed("in the path \"\(text)\", ~ is followed by neither 0 nor 1")
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// As RFC 6901 spells it.
  var description: String { Self.spelled(tokens[...]) }

  static func spelled(_ tokens: ArraySlice<String>) -> String {
    var text = ""
    for token in tokens {
      text += "/"
      for scalar in token.unicodeScalars {
        switch scalar {
        case "~": text += "~0"
        case "/": text += "~1"
        default: text.unicodeScalars.append(scalar)
        }
      }
    }
    return text
  }

  /// Whether `other` lies strictly inside what this leads to.
  func isProperPrefix(of other: JSONPointer) -> Bool {
    tokens.count < other.tokens.count && other.tokens.starts(with: tokens)
  }

  /// The place in an array of `count` values that a token names, `count` itself included for "-".
  static func index(_ token: String, count: Int) -> Int? {
    if token == "-" { return count }
    let digits = token.utf8
    guard !digits.isEmpty, digits.count <= 9, digits.allSatisfy({ (0x30...0x39).contains($0) }),
      digits.count == 1 || digits.first != UInt8(ascii: "0")
    else { return nil }
    return Int(token)
  }
}
