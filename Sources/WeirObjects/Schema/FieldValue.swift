import WeirBase

/// What can stand in a field of an object, as Swift holds it and as JSON writes it.
package protocol FieldValue: Sendable, Hashable {
  /// Reads an admitted value.
  ///
  /// - Parameter path: where the value stands, for the fault.
  init(field json: JSONValue, at path: String) throws(ObjectFault)
  /// The value as JSON.
  var fieldJSON: JSONValue { get }
  /// Nothing worth writing: an optional field is left out.
  var isAbsent: Bool { get }
}

extension FieldValue {
  package var isAbsent: Bool { false }
}

extension ObjectFault {
  /// A value that is not of the type its field has.
  static func type(_ path: String, _ expected: String, _ json: JSONValue) -> ObjectFault {
    ObjectFault([Cause(path, .typeInvalid, "must be \(expected), not \(json.typeName)")])
  }
}

extension String: FieldValue {
  package init(field json: JSONValue, at path: String) throws(ObjectFault) {
    guard let text = json.text else { throw .type(path, "a string", json) }
    self = text
  }
  package var fieldJSON: JSONValue { .string(self) }
}

extension Bool: FieldValue {
  package init(field json: JSONValue, at path: String) throws(ObjectFault) {
    guard let value = json.boolean else { throw .type(path, "a boolean", json) }
    self = value
  }
  package var fieldJSON: JSONValue { .bool(self) }
}

extension FieldValue where Self: FixedWidthInteger {
  package init(field json: JSONValue, at path: String) throws(ObjectFault) {
    guard let wide = json.integer, let value = Self(exactly: wide) else {
      throw .type(path, "an integer from \(Self.min) to \(Self.max)", json)
    }
    self = value
  }
  package var fieldJSON: JSONValue { .int(self) }
}

extension Int16: FieldValue {}
extension Int32: FieldValue {}
extension Int64: FieldValue {}

extension FieldValue where Self: RawRepresentable, RawValue == String {
  package init(field json: JSONValue, at path: String) throws(ObjectFault) {
    let text = try String(field: json, at: path)
    guard let value = Self(rawValue: text) else {
      throw ObjectFault([Cause(path, .notSupported, "\"\(text)\" is not among its values")])
    }
    self = value
  }
  package var fieldJSON: JSONValue { .string(rawValue) }
}

extension JSONValue: FieldValue {
  package init(field json: JSONValue, at path: String) throws(ObjectFault) { self = json }
  package var fieldJSON: JSONValue { self }
  package var isAbsent: Bool { self == .null || self == .object([]) }
}

extension Optional: FieldValue where Wrapped: FieldValue {
  package init(field json: JSONValue, at path: String) throws(ObjectFault) {
    self = json.isNull ? nil : try Wrapped(field: json, at: path)
  }
  package var fieldJSON: JSONValue { self?.fieldJSON ?? .null }
  package var isAbsent: Bool { self == nil }
}

extension Array: FieldValue where Element: FieldValue {
  package init(field json: JSONValue, at path: String) throws(ObjectFault) {
    guard let elements = json.elements else { throw .type(path, "an array", json) }
    self = []
    for (place, element) in elements.enumerated() { append(try Element(field: element, at: "\(path)[\(place)]")) }
  }
  package var fieldJSON: JSONValue { .array(map(\.fieldJSON)) }
  package var isAbsent: Bool { isEmpty }
}

extension Dictionary: FieldValue where Key == String, Value: FieldValue {
  package init(field json: JSONValue, at path: String) throws(ObjectFault) {
    guard let members = json.members else { throw .type(path, "an object", json) }
    self = [:]
    for member in members { self[member.name] = try Value(field: member.value, at: "\(path).\(member.name)") }
  }
  package var fieldJSON: JSONValue {
    .object(sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, $0.value.fieldJSON) })
  }
  package var isAbsent: Bool { isEmpty }
}
