/// Bytes to search for (Knuth, Morris, Pratt): no text, however hostile, is looked at twice.
struct TextPattern {
  let bytes: [UInt8]
  /// For each place, how many bytes before and with it are a beginning of the pattern too.
  private let borders: [Int]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var borders = [Int](repeating: 0, count: bytes.count)
    var matched = 0
    for place in bytes.indices.dropFirst() {
      while matched > 0, bytes[place] != bytes[matched] { matched = borders[matched - 1] }
      if bytes[place] == bytes[matched] { matched += 1 }
      borders[place] = matched
    }
    self.borders = borders
  }

  func isIn(_ text: [UInt8]) -> Bool {
    if bytes.isEmpty { return true }
    var matched = 0
    for byte in text {
      while matched > 0, byte != bytes[matched] { matched = borders[matched - 1] }
      if byte == bytes[matched] { matched += 1 }
      if matched == bytes.count { return true }
    }
    return false
  }
}
