/// How schema types look in Swift, and what they take on the wire.
extension FieldType {
  var swiftName: String {
    switch self {
    case .bool: "Bool"
    case .int8: "Int8"
    case .int16: "Int16"
    case .int32: "Int32"
    case .int64: "Int64"
    case .uuid: "UUID128"
    case .string: "String"
    case .bytes: "[UInt8]"
    case .records: "ByteBuffer"
    case .array(let element): "[\(element.swiftName)]"
    case .structure(let structure): structure.name
    }
  }

  /// The value a field has when nothing is said.
  var zero: String {
    switch self {
    case .bool: "false"
    case .int8, .int16, .int32, .int64: "0"
    case .uuid: ".zero"
    case .string: "\"\""
    case .bytes, .array: "[]"
    case .records: "nil"
    case .structure(let structure): "\(structure.name)()"
    }
  }

  /// The fewest bytes a value takes in `version`.
  func minimum(_ version: Int, flexible: Bool) -> Int {
    switch self {
    case .bool, .int8: 1
    case .int16: 2
    case .int32: 4
    case .int64: 8
    case .uuid: 16
    case .string: flexible ? 1 : 2
    case .bytes, .records, .array: flexible ? 1 : 4
    case .structure(let structure): structure.minimum(version, flexible: flexible)
    }
  }

  var structure: Structure? {
    switch self {
    case .structure(let structure): structure
    case .array(let element): element.structure
    default: nil
    }
  }
}

extension Structure {
  /// The structures within, at any depth, outer ones first.
  var inner: [Structure] {
    fields.compactMap(\.type.structure).flatMap { [$0] + $0.inner }
  }

  func minimum(_ version: Int, flexible: Bool) -> Int {
    let present = fields.filter { $0.tag == nil && $0.versions.lower <= version && version <= $0.versions.upper }
    return present.reduce(flexible ? 1 : 0) { $0 + $1.type.minimum(version, flexible: flexible) }
  }
}

extension Field {
  var swiftType: String { type.swiftName + (nullable == nil ? "" : "?") }

  var swiftInitial: String { initial ?? type.zero }

  /// Text of a condition that holds when the value is to be seen.
  var isSet: String {
    switch swiftInitial {
    case "false": name
    case "true": "!\(name)"
    case "[]": nullable == nil ? "!\(name).isEmpty" : "\(name) != []"
    case "\"\"": nullable == nil ? "!\(name).isEmpty" : "\(name) != \"\""
    case ".zero": "!\(name).isZero"
    default: "\(name) != \(swiftInitial)"
    }
  }
}
