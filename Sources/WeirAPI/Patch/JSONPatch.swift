import WeirBase

/// JSON patch (RFC 6902): a list of operations, all or none.
package enum JSONPatch {
  /// Operations in one patch.
  package static let operationsMax = 10_000
  /// Bytes, about, that the operations of one patch may add, and values that they may visit.
  package static let addedMax = 4 << 20
  package static let visitedMax = 20_000_000
  /// Levels of the result.
  package static let depthMax = 256

  /// - Returns: the patched document.
  package static func apply(_ patch: JSONValue, to document: JSONValue) throws(PatchFault) -> JSONValue {
    guard let operations = patch.elements else { throw .malformed("a JSON patch is an array of operations") }
    guard operations.count <= operationsMax else {
      throw .tooLarge("\(operations.count) operations in one patch; the most is \(operationsMax)")
    }
    var work = JSONPatchWork(document)
    for (place, operation) in operations.enumerated() {
      do {
        try work.run(try JSONPatchOperation(operation))
      } catch {
        throw error.prefixed("operation \(place): ")
      }
    }
    return work.document
  }
}

/// One operation, read.
enum JSONPatchOperation {
  case add(JSONPointer, JSONValue)
  case remove(JSONPointer)
  case replace(JSONPointer, JSONValue)
  case move(from: JSONPointer, JSONPointer)
  case copy(from: JSONPointer, JSONPointer)
  case test(JSONPointer, JSONValue)

  init(_ json: JSONValue) throws(PatchFault) {
    guard json.members != nil else { throw .malformed("an operation is an object, not \(json.typeName)") }
    guard let name = json["op"]?.text else { throw .malformed("\"op\" is missing, or not a string") }
    let path = try Self.pointer("path", of: json)
    switch name {
    case "add": self = .add(path, try Self.value(of: json))
    case "remove": self = .remove(path)
    case "replace": self = .replace(path, try Self.value(of: json))
    case "move": self = .move(from: try Self.pointer("from", of: json), path)
    case "copy": self = .copy(from: try Self.pointer("from", of: json), path)
    case "test": self = .test(path, try Self.value(of: json))
    default: throw .malformed("no operation is called \"\(name)\" (add, remove, replace, move, copy, test)")
    }
  }

  private static func pointer(_ name: String, of json: JSONValue) throws(PatchFault) -> JSONPointer {
    guard let text = json[name]?.text else { throw .malformed("\"\(name)\" is missing, or not a string") }
    return try JSONPointer(text)
  }

  private static func value(of json: JSONValue) throws(PatchFault) -> JSONValue {
    guard let value = json["value"] else { throw .malformed("\"value\" is missing") }
    return value
  }
}

extension PatchFault {
  fileprivate func prefixed(_ prefix: String) -> PatchFault {
    switch self {
    case .malformed(let reason): .malformed(prefix + reason)
    case .notApplicable(let reason): .notApplicable(prefix + reason)
    case .tooLarge(let reason): .tooLarge(prefix + reason)
    }
  }
}
