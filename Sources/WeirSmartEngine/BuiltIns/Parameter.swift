import WeirBase

/// A parameter of a built-in transform, for checks, forms and documents.
package struct Parameter: Sendable, Hashable {
  /// What a value must be. The raw value is the word for it outside.
  package enum ValueType: String, Sendable, Hashable, CaseIterable {
    /// A text.
    case text
    /// A whole number between `minimum` and `maximum`.
    case integer
    /// A number between `minimum` and `maximum`.
    case number
    case boolean
    /// One of `choices`.
    case choice
    /// A JSON path, as in `customer.cards[*].number`.
    case path
    /// A list of one or more JSON paths.
    case paths
    /// Any JSON value.
    case any
    /// A list of any JSON values.
    case list
    /// An object: a JSON path to a new name.
    case names
    /// An object: a JSON path to any JSON value.
    case fields
  }

  package let name: String
  package let type: ValueType
  package let isRequired: Bool
  /// What is taken where none is given; nil for nothing.
  package let defaultValue: JSONValue?
  /// A sentence for people.
  package let description: String
  /// In the order to show them; empty for any type but `choice`.
  package let choices: [String]
  package let minimum: Int64?
  package let maximum: Int64?

  init(
    _ name: String, _ type: ValueType, _ description: String, isRequired: Bool = false, default value: JSONValue? = nil,
    choices: [String] = [], range: ClosedRange<Int64>? = nil
  ) {
    self.name = name
    self.type = type
    self.isRequired = isRequired
    defaultValue = value
    self.description = description
    self.choices = choices
    minimum = range?.lowerBound
    maximum = range?.upperBound
  }

  /// For the console and other programs; members that say nothing are left out.
  package var json: JSONValue {
    var json = JSONValue.members(
      ("name", .string(name)), ("type", .string(type.rawValue)), ("required", .bool(isRequired)),
      ("description", .string(description)))
    json["default"] = defaultValue
    if !choices.isEmpty { json["choices"] = .array(choices.map(JSONValue.string)) }
    json["minimum"] = minimum.map { JSONValue.int($0) }
    json["maximum"] = maximum.map { JSONValue.int($0) }
    return json
  }
}
