import WeirBase
import WeirObjects

/// Says whether a value is what a JSON Schema (as OpenAPI 3.0 writes it) describes; as much of it as is used here.
struct SchemaReader {
  let components: JSONValue?

  func admits(_ value: JSONValue, _ schema: JSONValue) -> Bool { fault(value, schema, "") == nil }

  /// The first thing that is wrong, or nil.
  func fault(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> String? {
    if let name = schema["$ref"]?.text?.split(separator: "/").last {
      guard let target = components?[String(name)] else { return "\(path): \(name) is not there" }
      return fault(value, target, path)
    }
    if let all = schema["allOf"]?.elements {
      return all.lazy.compactMap { fault(value, $0, path) }.first
    }
    if value == .null { return schema["nullable"] == .bool(true) || schema["type"] == nil ? nil : "\(path): null" }
    if let choices = schema["enum"]?.elements, !choices.contains(value) { return "\(path): not a choice" }
    switch schema["type"]?.text {
    case "object": return objectFault(value, schema, path)
    case "array": return arrayFault(value, schema, path)
    case "string": return textFault(value, schema, path)
    case "integer": return integerFault(value, schema, path)
    case "boolean": return value.boolean == nil ? "\(path): no boolean" : nil
    default: return nil
    }
  }

  private func objectFault(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> String? {
    guard let members = value.members else { return "\(path): no object" }
    if let most = schema["maxProperties"]?.integer, members.count > most { return "\(path): too many" }
    for name in schema["required"]?.elements?.compactMap(\.text) ?? [] where value[name] == nil {
      return "\(path): \(name) is missing"
    }
    for member in members {
      let place = path + "." + member.name
      if let inner = schema["properties"]?[member.name] {
        if let fault = fault(member.value, inner, place) { return fault }
      } else if schema["additionalProperties"] == .bool(false) {
        return "\(place): unknown"
      } else if let inner = schema["additionalProperties"], inner.members != nil,
        let fault = fault(member.value, inner, place)
      {
        return fault
      }
    }
    return nil
  }

  private func arrayFault(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> String? {
    guard let values = value.elements else { return "\(path): no array" }
    if let most = schema["maxItems"]?.integer, values.count > most { return "\(path): too many" }
    guard let items = schema["items"] else { return "\(path): no items" }
    return values.lazy.compactMap { fault($0, items, path + "[]") }.first
  }

  private func textFault(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> String? {
    guard let text = value.text else { return "\(path): no string" }
    let count = Int64(text.unicodeScalars.count)
    if let least = schema["minLength"]?.integer, count < least { return "\(path): too short" }
    if let most = schema["maxLength"]?.integer, count > most { return "\(path): too long" }
    if schema["format"] == .string("date-time"), Timestamp.parseMillis(text) == nil { return "\(path): no time" }
    guard let pattern = schema["pattern"]?.text else { return nil }
    guard let regex = try? Regex(pattern) else { return "\(path): no pattern" }
    return (try? regex.wholeMatch(in: text)) == nil ? "\(path): no match of \(pattern)" : nil
  }

  private func integerFault(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> String? {
    guard let number = value.integer else { return "\(path): no integer" }
    if let least = schema["minimum"]?.integer, number < least { return "\(path): too small" }
    if let most = schema["maximum"]?.integer, number > most { return "\(path): too large" }
    return nil
  }
}
