import WeirBase

/// A document under a patch, and how much the patch has cost so far.
struct JSONPatchWork {
  private(set) var document: JSONValue
  private var added = 0
  private var visited = 0

  init(_ document: JSONValue) { self.document = document }

  mutating func run(_ operation: JSONPatchOperation) throws(PatchFault) {
    switch operation {
    case .add(let path, let value):
      try charge(value, at: path)
      try add(value, at: path)
    case .remove(let path): _ = try remove(path)
    case .replace(let path, let value):
      try charge(value, at: path)
      try replace(path, with: value)
    case .move(let from, let path):
      guard !from.isProperPrefix(of: path) else {
        throw .notApplicable("\(from.description) cannot move into itself")
      }
      let value = try remove(from)
      try charge(value, at: path)
      try add(value, at: path)
    case .copy(let from, let path):
      let value = try value(at: from)
      try charge(value, at: path)
      try add(value, at: path)
    case .test(let path, let expected):
      guard try value(at: path).means(expected) else {
        throw .notApplicable("the value at \"\(path.description)\" is not the one tested for")
      }
    }
  }

  // MARK: Limits

  /// Counts a value that is about to be put at `path`.
  private mutating func charge(_ value: JSONValue, at path: JSONPointer) throws(PatchFault) {
    let (bytes, values, depth) = value.extent
    added += bytes
    guard added <= JSONPatch.addedMax else {
      throw .tooLarge("the patch adds more than \(JSONPatch.addedMax) bytes")
    }
    guard path.tokens.count + depth <= JSONPatch.depthMax else {
      throw .tooLarge("the result nests deeper than \(JSONPatch.depthMax) levels")
    }
    try visit(values)
  }

  private mutating func visit(_ values: Int) throws(PatchFault) {
    visited += values
    guard visited <= JSONPatch.visitedMax else {
      throw .tooLarge("the patch visits more than \(JSONPatch.visitedMax) values")
    }
  }

  // MARK: The operations

  private mutating func value(at path: JSONPointer) throws(PatchFault) -> JSONValue {
    var value = document
    for (depth, token) in path.tokens.enumerated() {
      guard let next = try child(token, of: value) else { throw Self.missing(path, depth + 1) }
      value = next
    }
    return value
  }

  private mutating func child(_ token: String, of value: JSONValue) throws(PatchFault) -> JSONValue? {
    switch value {
    case .object(let members):
      try visit(members.count)
      return members.first { $0.name == token }?.value
    case .array(let values):
      guard let index = JSONPointer.index(token, count: values.count), index < values.count else { return nil }
      return values[index]
    default: return nil
    }
  }

  private static func missing(_ path: JSONPointer, _ depth: Int) -> PatchFault {
    .notApplicable("there is nothing at \"\(JSONPointer.spelled(path.tokens.prefix(depth)))\"")
  }

  private mutating func add(_ value: JSONValue, at path: JSONPointer) throws(PatchFault) {
    try change(path) { token, members throws(PatchFault) in
      if let place = members.firstIndex(where: { $0.name == token }) {
        members[place] = JSONValue.Member(token, value)
      } else {
        members.append(JSONValue.Member(token, value))
      }
    } inArray: { token, values throws(PatchFault) in
      guard let index = JSONPointer.index(token, count: values.count), index <= values.count else {
        throw Self.missing(path, path.tokens.count)
      }
      values.insert(value, at: index)
    } whole: { _ throws(PatchFault) in
      value
    }
  }

  private mutating func replace(_ path: JSONPointer, with value: JSONValue) throws(PatchFault) {
    try change(path) { token, members throws(PatchFault) in
      guard let place = members.firstIndex(where: { $0.name == token }) else {
        throw Self.missing(path, path.tokens.count)
      }
      members[place] = JSONValue.Member(token, value)
    } inArray: { token, values throws(PatchFault) in
      guard let index = JSONPointer.index(token, count: values.count), index < values.count else {
        throw Self.missing(path, path.tokens.count)
      }
      values[index] = value
    } whole: { _ throws(PatchFault) in
      value
    }
  }

  /// - Returns: what was there.
  private mutating func remove(_ path: JSONPointer) throws(PatchFault) -> JSONValue {
    var removed = JSONValue.null
    try change(path) { token, members throws(PatchFault) in
      guard let place = members.firstIndex(where: { $0.name == token }) else {
        throw Self.missing(path, path.tokens.count)
      }
      removed = members.remove(at: place).value
    } inArray: { token, values throws(PatchFault) in
      guard let index = JSONPointer.index(token, count: values.count), index < values.count else {
        throw Self.missing(path, path.tokens.count)
      }
      removed = values.remove(at: index)
    } whole: { old throws(PatchFault) in
      removed = old
      return .null
    }
    return removed
  }

  // MARK: Changing in place

  private typealias InObject = (String, inout [JSONValue.Member]) throws(PatchFault) -> Void
  private typealias InArray = (String, inout [JSONValue]) throws(PatchFault) -> Void

  /// Hands the container that holds the last token to one of the closures, or the whole document to the last.
  private mutating func change(
    _ path: JSONPointer, _ inObject: InObject, inArray: InArray,
    whole: (JSONValue) throws(PatchFault) -> JSONValue
  ) throws(PatchFault) {
    guard !path.tokens.isEmpty else {
      document = try whole(document)
      return
    }
    // Taken out while it changes, so that its arrays have one owner and are not copied.
    var taken = document
    document = .null
    try Self.descend(&taken, path, 0, &visited, inObject, inArray)
    document = taken
  }

  private static func descend(
    _ value: inout JSONValue, _ path: JSONPointer, _ depth: Int, _ visited: inout Int, _ inObject: InObject,
    _ inArray: InArray
  ) throws(PatchFault) {
    let token = path.tokens[depth]
    let isLast = depth == path.tokens.count - 1
    switch value {
    case .object(var members):
      value = .null
      visited += members.count
      guard visited <= JSONPatch.visitedMax else {
        throw .tooLarge("the patch visits more than \(JSONPatch.visitedMax) values")
      }
      if isLast {
        try inObject(token, &members)
      } else {
        guard let place = members.firstIndex(where: { $0.name == token }) else { throw missing(path, depth + 1) }
        var inner = members[place].value
        members[place] = JSONValue.Member(token, .null)
        try descend(&inner, path, depth + 1, &visited, inObject, inArray)
        members[place] = JSONValue.Member(token, inner)
      }
      value = .object(members)
    case .array(var values):
      value = .null
      if isLast {
        try inArray(token, &values)
      } else {
        guard let index = JSONPointer.index(token, count: values.count), index < values.count else {
          throw missing(path, depth + 1)
        }
        var inner = values[index]
        values[index] = .null
        try descend(&inner, path, depth + 1, &visited, inObject, inArray)
        values[index] = inner
      }
      value = .array(values)
    default: throw missing(path, depth + 1)
    }
  }
}

extension JSONValue {
  /// Bytes on one line (about), values, and levels below this one.
  fileprivate var extent: (bytes: Int, values: Int, depth: Int) {
    switch self {
    case .null, .bool: return (5, 1, 0)
    case .number(let spelling): return (spelling.utf8.count + 1, 1, 0)
    case .string(let text): return (text.utf8.count + 3, 1, 0)
    case .array(let values):
      return values.reduce(into: (2, 1, 1)) { sum, value in
        let one = value.extent
        sum = (sum.0 + one.bytes, sum.1 + one.values, max(sum.2, one.depth + 1))
      }
    case .object(let members):
      return members.reduce(into: (2, 1, 1)) { sum, member in
        let one = member.value.extent
        sum = (sum.0 + one.bytes + member.name.utf8.count + 3, sum.1 + one.values, max(sum.2, one.depth + 1))
      }
    }
  }
}
