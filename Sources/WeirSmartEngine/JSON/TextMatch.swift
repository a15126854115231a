/// Text as bytes to compare.
enum TextMatch {
  static func hasSuffix(_ text: [UInt8], _ suffix: [UInt8]) -> Bool { text.suffix(suffix.count).elementsEqual(suffix) }

  /// The bytes to compare by, in lower case if case does not matter.
  static func fold(_ text: String, _ ignoringCase: Bool) -> [UInt8] {
    Array((ignoringCase ? text.lowercased() : text).utf8)
  }

  /// The same for bytes that need not be UTF-8. Where case does not matter, what is not becomes U+FFFD.
  static func fold(_ bytes: [UInt8], _ ignoringCase: Bool) -> [UInt8] {
    ignoringCase ? Array(String(decoding: bytes, as: UTF8.self).lowercased().utf8) : bytes
  }
}
