import WeirBase

/// Holds a value against a schema: finds every fault, fills defaults in, and brings the value into one form (fields in
/// the schema's order, free names sorted, whole numbers without fraction, nulls left out), so that equal objects are
/// equal values.
struct SchemaCheck {
  /// Most faults that one answer tells.
  static let causesMax = 200

  private(set) var causes: [Cause] = []
  /// Fields that the schema does not know; they are left out of the result.
  private(set) var unknown: [Cause] = []

  mutating func admit(_ value: JSONValue, _ schema: Schema, at path: String) -> JSONValue {
    switch schema.form {
    case .object(let fields): return admitObject(value, fields, at: path)
    case .map(let inner): return admitMap(value, inner, max: schema.itemsMax, at: path)
    case .array(let item, let type): return admitArray(value, item, type, max: schema.itemsMax, at: path)
    case .text(let rule): checkText(value, rule, at: path)
    case .integer(let range): return admitInteger(value, range, at: path)
    case .boolean: if value.boolean == nil { refuseType(value, "a boolean", at: path) }
    case .any: break
    }
    return value
  }

  mutating func refuse(_ path: String, _ reason: Cause.Reason, _ message: String) {
    if causes.count < Self.causesMax { causes.append(Cause(path, reason, message)) }
  }

  private mutating func refuseType(_ value: JSONValue, _ expected: String, at path: String) {
    let name = value.typeName
    var message = "must be \(expected), not \("aeiou".contains(name.prefix(1)) ? "an" : "a") \(name)"
    switch value {
    case .null: message = "must be \(expected), not null"
    case .bool, .number: if expected == "a string" { message += "; put \(value.compact) in quotes" }
    default: break
    }
    refuse(path, .typeInvalid, message)
  }

  // MARK: Objects

  mutating func admitObject(_ value: JSONValue, _ fields: [Field], at path: String) -> JSONValue {
    guard let members = value.members else {
      refuseType(value, "an object", at: path)
      return value
    }
    let given = byName(members, at: path)
    for member in members where !fields.contains(where: { $0.name == member.name }) {
      noteUnknown(member.name, among: fields.map(\.name), at: path)
    }
    var admitted: [JSONValue.Member] = []
    for field in fields {
      let place = join(path, field.name)
      if let value = given[field.name], !value.isNull {
        admitted.append(JSONValue.Member(field.name, admit(value, field.schema, at: place)))
      } else if let standard = field.defaultValue {
        admitted.append(JSONValue.Member(field.name, standard))
      } else if field.isRequired {
        refuse(place, .required, "is required: \(lowerFirst(field.schema.description))")
      }
    }
    return .object(admitted)
  }

  mutating func noteUnknown(_ name: String, among known: [String], at path: String) {
    let near = Spelling.nearest(to: name, among: known).first
    let help = near.map { "did you mean \"\($0)\"?" } ?? "known are \(known.joined(separator: ", "))"
    if unknown.count < Self.causesMax {
      unknown.append(Cause(join(path, name), .unknownField, "unknown field \"\(name.prefix(100))\"; \(help)"))
    }
  }

  /// The last of two members with one name counts, but it is a fault.
  private mutating func byName(_ members: [JSONValue.Member], at path: String) -> [String: JSONValue] {
    var given: [String: JSONValue] = [:]
    for member in members where given.updateValue(member.value, forKey: member.name) != nil {
      refuse(join(path, member.name), .duplicate, "stands more than once in its object")
    }
    return given
  }

  private mutating func admitMap(_ value: JSONValue, _ inner: Schema, max: Int, at path: String) -> JSONValue {
    guard let members = value.members else {
      refuseType(value, "an object", at: path)
      return value
    }
    guard members.count <= max else {
      refuse(path, .tooMany, "has \(members.count) members; \(max) are allowed")
      return value
    }
    let isFree = if case .any = inner.form { true } else { false }
    let given = byName(members, at: path).filter { isFree || !$0.value.isNull }
    return .object(
      given.sorted { $0.key < $1.key }.map {
        JSONValue.Member($0.key, admit($0.value, inner, at: join(path, $0.key)))
      })
  }

  private mutating func admitArray(
    _ value: JSONValue, _ item: Schema, _ type: Schema.ListType, max: Int, at path: String
  ) -> JSONValue {
    guard let elements = value.elements else {
      refuseType(value, "an array", at: path)
      return value
    }
    guard elements.count <= max else {
      refuse(path, .tooMany, "has \(elements.count) elements; \(max) are allowed")
      return value
    }
    let admitted = elements.enumerated().map { admit($1, item, at: "\(path)[\($0)]") }
    checkUnique(admitted, type, at: path)
    return .array(admitted)
  }

  private mutating func checkUnique(_ elements: [JSONValue], _ type: Schema.ListType, at path: String) {
    if type == .atomic { return }
    var seen: Set<JSONValue> = []
    for (place, element) in elements.enumerated() {
      var key = element
      if case .map(let keys) = type { key = .array(keys.map { element[$0] ?? .null }) }
      if !seen.insert(key).inserted {
        let names = key.elements?.map { $0.text ?? $0.compact }.joined(separator: ", ") ?? key.text ?? key.compact
        refuse("\(path)[\(place)]", .duplicate, "\"\(names)\" stands more than once")
      }
    }
  }

  // MARK: Scalars

  private mutating func checkText(_ value: JSONValue, _ rule: TextRule, at path: String) {
    let known = rule.choices.map { "\"\($0)\"" }.joined(separator: ", ")
    guard let text = value.text else {
      if rule.choices.isEmpty { return refuseType(value, "a string", at: path) }
      return refuse(path, .typeInvalid, "must be one of \(known), not \(value.typeName)")
    }
    let count = text.unicodeScalars.count
    if count > rule.lengthMax {
      return refuse(path, .tooLong, "is \(count) characters long; \(rule.lengthMax) are allowed")
    }
    if !rule.choices.isEmpty, !rule.choices.contains(text) {
      let near = Spelling.nearest(to: text, among: rule.choices).first.map { "; did you mean \"\($0)\"?" } ?? ""
      return refuse(path, .notSupported, "\"\(text.prefix(100))\" is not one of \(known)\(near)")
    }
    if let fault = rule.fault?(text) { return refuse(path, .invalid, "\(quoted(text)) \(fault)") }
    if count < rule.lengthMin { refuse(path, .invalid, "must not be shorter than \(rule.lengthMin) characters") }
  }

  private mutating func admitInteger(_ value: JSONValue, _ range: ClosedRange<Int64>, at path: String) -> JSONValue {
    guard let number = value.integer else {
      refuseType(value, "an integer", at: path)
      return value
    }
    if !range.contains(number) {
      let (low, high) = (range.lowerBound, range.upperBound)
      let bounds = high == .max ? "\(low) or more" : "from \(low) to \(high)"
      refuse(path, .invalid, "\(number) is out of range; allowed is \(bounds)")
    }
    return .int(number)
  }

  // MARK: Words

  private func join(_ path: String, _ name: String) -> String {
    let isPlain = !name.isEmpty && !name.contains { "./[]".contains($0) }
    if isPlain { return path.isEmpty ? name : "\(path).\(name)" }
    return "\(path)[\(name.prefix(300))]"
  }

  private func quoted(_ text: String) -> String {
    var out = ""
    JSONValue.quote(String(text.prefix(100)), &out)
    return out
  }

  private func lowerFirst(_ text: String) -> String {
    let first = text.prefix { $0 != "." }
    return first.prefix(1).lowercased() + first.dropFirst()
  }
}
