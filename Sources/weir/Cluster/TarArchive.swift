/// Files packed as POSIX's ustar, which every tar reads.
/// https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html
struct TarArchive {
  private static let block = 512
  private var bytes: [UInt8] = []
  private let mtime: Int64

  /// - Parameter seconds: the time that all files bear, since 1970.
  init(seconds: Int64) { mtime = max(0, seconds) }

  /// Adds a file.
  ///
  /// - Parameter name: at most 99 bytes of it are kept; ours are short.
  mutating func add(_ name: String, _ content: [UInt8]) {
    var header = [UInt8](repeating: 0, count: Self.block)
    func put(_ text: String, at place: Int, _ room: Int) {
      for (index, byte) in text.utf8.prefix(room).enumerated() { header[place + index] = byte }
    }
    put(name, at: 0, 99)
    put("0000600", at: 100, 7)
    put("0000000", at: 108, 7)
    put("0000000", at: 116, 7)
    put(Self.octal(Int64(content.count), digits: 11), at: 124, 11)
    put(Self.octal(mtime, digits: 11), at: 136, 11)
    put("        ", at: 148, 8)
    put("0", at: 156, 1)
    put("ustar", at: 257, 5)
    put("00", at: 263, 2)
    put("root", at: 265, 31)
    put("root", at: 297, 31)
    let sum = header.reduce(Int64(0)) { $0 + Int64($1) }
    put(Self.octal(sum, digits: 6) + "\0 ", at: 148, 8)
    bytes += header
    bytes += content
    bytes += [UInt8](repeating: 0, count: (Self.block - content.count % Self.block) % Self.block)
  }

  /// The whole archive: two empty blocks end it.
  var archive: [UInt8] { bytes + [UInt8](repeating: 0, count: 2 * Self.block) }

  private static func octal(_ value: Int64, digits: Int) -> String {
    let text = String(value, radix: 8)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
