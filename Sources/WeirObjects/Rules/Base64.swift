/// Standard Base64 with padding (RFC 4648, section 4).
package enum Base64 {
  /// The bytes; nil for anything that is not exactly one encoding of them. Line breaks are not taken.
  package static func decode(_ text: String) -> [UInt8]? {
    let characters = Array(text.utf8)
    guard characters.count % 4 == 0 else { return nil }
    let padding = characters.suffix(2).filter { $0 == UInt8(ascii: "=") }.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(characters.count / 4 * 3)
    var bits: UInt32 = 0
    for (place, character) in characters.dropLast(padding).enumerated() {
      guard let value = sextet(character) else { return nil }
      bits = bits << 6 | value
      let filled = (place % 4) * 6 + 6
      if filled >= 8, place % 4 != 0 {
        let spare = UInt32(filled % 8)
        bytes.append(UInt8(truncatingIfNeeded: bits >> spare))
      }
    }
    let spareBits: UInt32 = padding == 2 ? 0xf : padding == 1 ? 0x3 : 0
    return bits & spareBits == 0 ? bytes : nil
  }

  package static func encode(_ bytes: [UInt8]) -> String {
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4)
    var at = 0
    while at < bytes.count {
      let chunk = bytes[at..<min(at + 3, bytes.count)]
      let word = chunk.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - chunk.count))
      for place in 0..<4 {
        out.append(place <= chunk.count ? alphabet[Int(word >> UInt32(18 - 6 * place) & 0x3f)] : UInt8(ascii: "="))
      }
      at += 3
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static func sextet(_ character: UInt8) -> UInt32? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
