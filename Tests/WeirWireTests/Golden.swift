import NIOCore
import WeirBase
import WeirWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The files in `Goldens/`: tab-separated columns, `#` before a comment.
enum GoldenFile {
  static func rows(_ name: String) -> [[String]] {
    let folder = #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
    return text("\(folder)/Goldens/\(name)").split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
  }

  static func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }

  private static func text(_ path: String) -> String {
    guard let file = fopen(path, "rb") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(contentsOf: chunk.prefix(count))
    }
  }
}

/// A body that a client's library wrote from known values.
struct WrittenGolden {
  var message: String
  var version: Int16
  var bytes: [UInt8]
  /// What the fields must say, as in `topics[0].name=orders`.
  var facts: [String]

  static var all: [WrittenGolden] {
    GoldenFile.rows("kafka-python.txt").compactMap { row in
      guard row.count >= 3, let version = Int16(row[1]) else { return nil }
      return WrittenGolden(
        message: row[0], version: version, bytes: GoldenFile.bytes(row[2]), facts: Array(row.dropFirst(3)))
    }
  }
}

/// A request and its answer as they went over a wire.
struct RecordedGolden {
  var client: String
  var api: String
  var version: Int16
  /// Header and body.
  var request: [UInt8]
  /// What followed the correlation id; nil if nothing was answered.
  var response: [UInt8]?

  static var all: [RecordedGolden] {
    GoldenFile.rows("recorded.txt").compactMap { row in
      guard row.count == 5, let version = Int16(row[2]) else { return nil }
      return RecordedGolden(
        client: row[0], api: row[1], version: version, request: GoldenFile.bytes(row[3]),
        response: row[4] == "-" ? nil : GoldenFile.bytes(row[4]))
    }
  }
}

/// What a decoded message says, one `path=value` a leaf.
struct Facts {
  private(set) var all: Set<String> = []

  init(_ message: some WireBody) { add(message, "") }

  private mutating func add(_ value: Any, _ path: String) {
    switch value {
    case let id as UUID128: all.insert("\(path)=\(Self.hex(id.high) + Self.hex(id.low))")
    // First, since an empty array passes for one of any type.
    case let list as [Any] where list.isEmpty: all.insert("\(path)=[]")
    case let bytes as [UInt8]: all.insert("\(path)=\(Self.hex(bytes))")
    case let records as ByteBuffer: all.insert("\(path)=\(Self.hex(Array(records.readableBytesView)))")
    case let list as [Any]: for (index, element) in list.enumerated() { add(element, "\(path)[\(index)]") }
    default: addOther(value, path)
    }
  }

  private mutating func addOther(_ value: Any, _ path: String) {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional:
      if let inner = mirror.children.first { add(inner.value, path) } else { all.insert("\(path)=null") }
    case .struct where !mirror.children.isEmpty && !(value is String):
      for child in mirror.children {
        let label = child.label ?? ""
        add(child.value, path.isEmpty ? label : "\(path).\(label)")
      }
    default: all.insert("\(path)=\(value)")
    }
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static func hex(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
