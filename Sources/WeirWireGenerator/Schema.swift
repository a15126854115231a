/// One schema file: an API's request and response, or a blob.
struct Schema: Equatable {
  enum Kind: Equatable {
    case api(key: Int)
    case blob
  }

  var name: String
  /// What the API is for.
  var comment: String
  var kind: Kind
  var versions: VersionRange
  /// The first version with compact lengths and tagged fields; nil if none has.
  var flexibleFrom: Int?
  var bodies: [Structure]
}

struct Structure: Equatable {
  var name: String
  /// What stands in its documentation.
  var purpose: String
  /// The versions in which it occurs.
  var versions: VersionRange
  var fields: [Field]
}

struct Field: Equatable {
  var name: String
  var type: FieldType
  var versions: VersionRange
  /// The versions that have null.
  var nullable: VersionRange?
  /// Swift text; nil for the type's zero.
  var initial: String?
  var tag: Int?
  /// Whether it is left out silently in versions that lack it.
  var isIgnorable: Bool
  var comment: String
}

indirect enum FieldType: Equatable {
  case bool, int8, int16, int32, int64, uuid, string, bytes, records
  case array(FieldType)
  case structure(Structure)

  init?(scalar word: String) {
    switch word {
    case "bool": self = .bool
    case "int8": self = .int8
    case "int16": self = .int16
    case "int32": self = .int32
    case "int64": self = .int64
    case "uuid": self = .uuid
    case "string": self = .string
    case "bytes": self = .bytes
    case "records": self = .records
    default: return nil
    }
  }
}

struct VersionRange: Equatable {
  var lower: Int
  var upper: Int

  func contains(_ other: VersionRange) -> Bool { lower <= other.lower && other.upper <= upper }
}
