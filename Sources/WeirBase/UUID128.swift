/// A 128-bit identifier: topic ids and the cluster id. Written as Kafka writes it: 22 characters of URL-safe Base64.
package struct UUID128: Hashable, Sendable, Comparable {
  package var high: UInt64
  package var low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Kafka's "no topic id".
  package static let zero = UUID128(high: 0, low: 0)

  package var isZero: Bool { high == 0 && low == 0 }

  /// A version 4 (random) identifier whose text never begins with a dash, so that it is safe as an argument.
  package static func random(from source: any RandomSource) -> UUID128 {
    while true {
      let high = (source.next() & ~0xf000) | 0x4000
      let low = (source.next() & ~(0xc0 << 56)) | (0x80 << 56)
      let id = UUID128(high: high, low: low)
      if !id.description.hasPrefix("-") { return id }
    }
  }

  package static func < (a: Self, b: Self) -> Bool { a.high != b.high ? a.high < b.high : a.low < b.low }
}

extension UUID128: CustomStringConvertible {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  package var description: String {
    var out: [UInt8] = []
    out.reserveCapacity(22)
    for index in 0..<22 {
      out.append(Self.alphabet[Int(sextet(index))])
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Bits `6 * index ..< 6 * index + 6` counted from the most significant; the last has four zero bits at its end.
  private func sextet(_ index: Int) -> UInt64 {
    let shift = 128 - 6 * (index + 1)
    if shift < 0 { return (low << UInt64(-shift)) & 0x3f }
    if shift >= 64 { return (high >> UInt64(shift - 64)) & 0x3f }
    return ((low >> UInt64(shift)) | (shift > 58 ? high << UInt64(64 - shift) : 0)) & 0x3f
  }

  /// Reads what `description` writes; nil for anything else.
  package init?(_ text: String) {
    let characters = Array(text.utf8)
    guard characters.count == 22 else { return nil }
    var high: UInt64 = 0
    var low: UInt64 = 0
    for (index, character) in characters.enumerated() {
      guard let value = Self.alphabet.firstIndex(of: character) else { return nil }
      // The 22nd character carries only two bits.
      let bits: UInt64 = index == 21 ? 2 : 6
      let payload = index == 21 ? UInt64(value) >> 4 : UInt64(value)
      high = (high << bits) | (low >> (64 - bits))
      low = (low << bits) | payload
    }
    self.init(high: high, low: low)
    guard description == text else { return nil }
  }
}
