/// Bytes as people read them: sixteen a line, with their place and their text.
enum HexDump {
  private static let digits = Array("0123456789abcdef".utf8)
  private static let perLine = 16

  static func text(_ bytes: UnsafeRawBufferPointer) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count * 5)
    for start in stride(from: 0, to: bytes.count, by: perLine) {
      let line = bytes[start..<min(start + perLine, bytes.count)]
      if start > 0 { out.append(UInt8(ascii: "\n")) }
      for shift in stride(from: 28, through: 0, by: -4) { out.append(digits[(start >> shift) & 15]) }
      out.append(contentsOf: "  ".utf8)
      for place in 0..<perLine {
        if place < line.count {
          let byte = line[start + place]
          out.append(digits[Int(byte >> 4)])
          out.append(digits[Int(byte & 15)])
        } else {
          out.append(contentsOf: "  ".utf8)
        }
        out.append(UInt8(ascii: " "))
      }
      out.append(contentsOf: " |".utf8)
      for byte in line { out.append(byte >= 0x20 && byte < 0x7f ? byte : UInt8(ascii: ".")) }
      out.append(UInt8(ascii: "|"))
    }
    return String(decoding: out, as: UTF8.self)
  }
}
