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

/// One line of a file in `Goldens/`: message, version, bytes in hex, and what some fields must say.
struct Golden: Sendable {
  var message: String
  var version: Int16
  var bytes: [UInt8]
  /// As in `topics[0].name=orders`.
  var facts: [String]

  static func all(in file: String) -> [Golden] {
    let folder = #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
    return text("\(folder)/Goldens/\(file)").split(separator: "\n").compactMap(Golden.init)
  }

  private init?(_ line: Substring) {
    let columns = line.split(separator: "\t").map(String.init)
    guard columns.count >= 2, let version = Int16(columns[1]), !line.hasPrefix("#") else { return nil }
    message = columns[0]
    self.version = version
    // A body can be empty: then the third column is a fact or missing.
    let hex = columns.count > 2 && !columns[2].contains("=") ? columns[2] : ""
    bytes = Self.bytes(hex)
    facts = Array(columns.dropFirst(hex.isEmpty ? 2 : 3))
  }

  private static func bytes(_ hex: String) -> [UInt8] {
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
      for child in mirror.children { add(child.value, path.isEmpty ? child.label ?? "" : "\(path).\(child.label ?? "")") }
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
