/// What Kubernetes allows as keys and values of labels and as keys of annotations.
package enum LabelRule {
  /// All keys and values of an object's annotations together, in bytes.
  package static let annotationsBytesMax = 256 << 10

  /// What is wrong with a key (`[prefix/]name`), or nil.
  package static func keyFault(_ key: String) -> String? {
    let parts = key.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts.last ?? ""
    if parts.count == 2, let prefix = parts.first, let fault = prefixFault(prefix) { return fault }
    if name.isEmpty { return "has no name" }
    if name.utf8.count > 63 { return "has a name of \(name.utf8.count) characters; 63 are allowed" }
    return isWord(name) ? nil : "has a name that \(wordRule)"
  }

  private static func prefixFault(_ prefix: Substring) -> String? {
    let isName =
      prefix.utf8.count <= 253 && !prefix.isEmpty
      && prefix.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(isDNSLabel)
    return isName ? nil : "has a prefix that is no DNS name of lower-case letters, digits, '-' and '.'"
  }

  /// What is wrong with a label's value, or nil.
  package static func valueFault(_ value: String) -> String? {
    if value.isEmpty { return nil }
    if value.utf8.count > 63 { return "is \(value.utf8.count) characters long; 63 are allowed" }
    return isWord(value[...]) ? nil : wordRule
  }

  private static let wordRule =
    "may hold only letters, digits, '-', '_' and '.', and begins and ends with a letter or digit"

  /// What is wrong with a namespace's name (an RFC 1123 label), or nil.
  package static func namespaceFault(_ name: String) -> String? {
    name.utf8.count <= 63 && isDNSLabel(name[...])
      ? nil : "must be 1 to 63 lower-case letters, digits and '-', beginning and ending with a letter or digit"
  }

  private static func isDNSLabel(_ label: Substring) -> Bool {
    guard let first = label.utf8.first, let last = label.utf8.last else { return false }
    return isLowerOrDigit(first) && isLowerOrDigit(last)
      && label.utf8.allSatisfy { isLowerOrDigit($0) || $0 == UInt8(ascii: "-") }
  }

  private static func isLowerOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isWord(_ text: Substring) -> Bool {
    let separators: Set<UInt8> = [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")]
    guard let first = text.utf8.first, let last = text.utf8.last else { return false }
    return text.utf8.allSatisfy(TextRule.isNameByte) && !separators.contains(first) && !separators.contains(last)
  }
}
