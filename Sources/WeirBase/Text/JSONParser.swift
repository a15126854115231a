/// Reads JSON text. It never traps: what is no JSON, or nests deeper than 256 levels, is an error with its place.
package struct JSONParser {
  package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    package let reason: String
    /// Bytes from the start.
    package let offset: Int
    package var description: String { "\(reason) at byte \(offset)" }
  }

  private static let depthMax = 256
  private let bytes: UnsafeRawBufferPointer
  private var at = 0

  private init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The one value that the text holds.
  package static func parse(_ bytes: UnsafeRawBufferPointer) throws(Failure) -> JSONValue {
    var parser = JSONParser(bytes)
    parser.skipSpace()
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.at == bytes.count else { throw parser.failure("text after the value") }
    return value
  }

  package static func parse(_ bytes: [UInt8]) throws(Failure) -> JSONValue {
    let result = bytes.withUnsafeBytes { bytes -> Result<JSONValue, Failure> in
      do throws(Failure) { return .success(try parse(bytes)) } catch { return .failure(error) }
    }
    return try result.get()
  }

  package static func parse(_ text: String) throws(Failure) -> JSONValue {
    var text = text
    let result = text.withUTF8 { utf8 -> Result<JSONValue, Failure> in
      do throws(Failure) { return .success(try parse(UnsafeRawBufferPointer(utf8))) } catch { return .failure(error) }
    }
    return try result.get()
  }

  private func failure(_ reason: String) -> Failure { Failure(reason: reason, offset: at) }

  private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { at += 1 }
  }

  private mutating func value(depth: Int) throws(Failure) -> JSONValue {
    guard depth < Self.depthMax else { throw failure("nested too deep") }
    switch next {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case .some(let byte) where byte == UInt8(ascii: "-") || Self.isDigit(byte): return try number()
    case .some: throw failure("no value begins so")
    case nil: throw failure("the text ends early")
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(Failure) -> JSONValue {
    for index in 0..<word.utf8CodeUnitCount {
      guard next == word.utf8Start[index] else { throw failure("\(word) expected") }
      at += 1
    }
    return value
  }

  private mutating func object(_ depth: Int) throws(Failure) -> JSONValue {
    var members: [JSONValue.Member] = []
    try list(UInt8(ascii: "}")) { parser throws(Failure) in
      guard parser.next == UInt8(ascii: "\"") else { throw parser.failure("a name in quotes expected") }
      let name = try parser.string()
      parser.skipSpace()
      guard parser.next == UInt8(ascii: ":") else { throw parser.failure("a colon expected") }
      parser.at += 1
      parser.skipSpace()
      members.append(JSONValue.Member(name, try parser.value(depth: depth + 1)))
    }
    return .object(members)
  }

  private mutating func array(_ depth: Int) throws(Failure) -> JSONValue {
    var values: [JSONValue] = []
    try list(UInt8(ascii: "]")) { parser throws(Failure) in values.append(try parser.value(depth: depth + 1)) }
    return .array(values)
  }

  private mutating func list(
    _ close: UInt8, _ item: (inout JSONParser) throws(Failure) -> Void
  ) throws(Failure) {
    at += 1
    skipSpace()
    if next == close {
      at += 1
      return
    }
    while true {
      try item(&self)
      skipSpace()
      guard let byte = next else { throw failure("the text ends early") }
      at += 1
      if byte == close { return }
      guard byte == UInt8(ascii: ",") else { throw failure("a comma or the end of the list expected") }
      skipSpace()
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  private mutating func digits() throws(Failure) {
    guard let byte = next, Self.isDigit(byte) else { throw failure("a digit expected") }
    while let byte = next, Self.isDigit(byte) { at += 1 }
  }

  private mutating func number() throws(Failure) -> JSONValue {
    let start = at
    if next == UInt8(ascii: "-") { at += 1 }
    if next == UInt8(ascii: "0") { at += 1 } else { try digits() }
    if next == UInt8(ascii: ".") {
      at += 1
      try digits()
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      at += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { at += 1 }
      try digits()
    }
    return .number(String(decoding: bytes[start..<at], as: UTF8.self))
  }

  private mutating func string() throws(Failure) -> String {
    at += 1
    var text: [UInt8] = []
    while let byte = next {
      at += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(&text)
      case 0..<0x20: throw failure("a control character in a string")
      default: text.append(byte)
      }
    }
    throw failure("the string does not end")
  }

  private mutating func escape(_ text: inout [UInt8]) throws(Failure) {
    guard let byte = next else { throw failure("the text ends early") }
    at += 1
    switch byte {
    case UInt8(ascii: "n"): text.append(0x0a)
    case UInt8(ascii: "r"): text.append(0x0d)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0c)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "u"): text.append(contentsOf: Array(String(Character(try unicode())).utf8))
    default: throw failure("no such escape")
    }
  }

  /// Half a surrogate pair becomes U+FFFD.
  private mutating func unicode() throws(Failure) -> Unicode.Scalar {
    let first = try hex()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xdc00, next == UInt8(ascii: "\\"), at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "u") else {
      return "\u{fffd}"
    }
    at += 2
    let second = try hex()
    guard (0xdc00..<0xe000).contains(second) else { return "\u{fffd}" }
    return Unicode.Scalar(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)) ?? "\u{fffd}"
  }

  private mutating func hex() throws(Failure) -> UInt32 {
    guard bytes.count - at >= 4 else { throw failure("four hexadecimal digits expected") }
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(bytes[at])).hexDigitValue else {
        throw failure("four hexadecimal digits expected")
      }
      value = value << 4 | UInt32(digit)
      at += 1
    }
    return value
  }
}
