import WeirBase

/// Holds a value against the definition of its parameter.
enum ParameterCheck {
  static func faults(of value: JSONValue, _ parameter: Parameter, at path: String) -> [ParameterFault] {
    switch parameter.type {
    case .text: text(value, at: path)
    case .integer: number(value, parameter, at: path, isWhole: true)
    case .number: number(value, parameter, at: path, isWhole: false)
    case .boolean:
      value.boolean == nil ? [ParameterFault(path: path, message: "must be true or false, not \(value.typeName)")] : []
    case .choice: choice(value, parameter, at: path)
    case .path: jsonPath(value, at: path)
    case .paths: list(value, at: path, of: jsonPath)
    case .any: size(value, at: path)
    case .list: list(value, at: path, of: size)
    case .names: object(value, at: path, of: name)
    case .fields: object(value, at: path, of: size)
    }
  }

  private static func fault(_ path: String, _ message: String) -> [ParameterFault] {
    [ParameterFault(path: path, message: message)]
  }

  private static func text(_ value: JSONValue, at path: String) -> [ParameterFault] {
    guard let text = value.text else { return fault(path, "must be a string, not \(value.typeName)") }
    let max = Arguments.textBytesMax
    return text.utf8.count > max ? fault(path, "has \(text.utf8.count) bytes: at most \(max) are allowed") : []
  }

  private static func number(
    _ value: JSONValue, _ parameter: Parameter, at path: String, isWhole: Bool
  ) -> [ParameterFault] {
    guard case .number(let spelling) = value, let number = Double(spelling), !isWhole || value.integer != nil else {
      return fault(path, "must be \(isWhole ? "a whole number" : "a number"), not \(value.typeName)")
    }
    if let minimum = parameter.minimum, number < Double(minimum) {
      return fault(path, "is \(spelling): at least \(minimum) is needed")
    }
    if let maximum = parameter.maximum, number > Double(maximum) {
      return fault(path, "is \(spelling): at most \(maximum) is allowed")
    }
    return []
  }

  private static func choice(_ value: JSONValue, _ parameter: Parameter, at path: String) -> [ParameterFault] {
    guard let word = value.text else { return fault(path, "must be a string, not \(value.typeName)") }
    if parameter.choices.contains(word) { return [] }
    let message = "is \"\(word)\", which is none of \(parameter.choices.joined(separator: ", "))"
    let nearest = Spelling.nearest(to: word, among: parameter.choices)
    return [ParameterFault(path: path, message: message, nearest: nearest)]
  }

  private static func jsonPath(_ value: JSONValue, at path: String) -> [ParameterFault] {
    guard let text = value.text else { return fault(path, "must be a JSON path in a string, not \(value.typeName)") }
    do throws(JSONPath.Fault) {
      _ = try JSONPath(text)
      return []
    } catch {
      return fault(path, "\"\(text)\" \(error.message)")
    }
  }

  private static func name(_ value: JSONValue, at path: String) -> [ParameterFault] {
    let faults = text(value, at: path)
    return faults.isEmpty && value.text?.isEmpty == true ? fault(path, "is empty: a name is needed") : faults
  }

  /// Bounds a free value by its text.
  private static func size(_ value: JSONValue, at path: String) -> [ParameterFault] {
    let bytes = value.compact.utf8.count
    let max = Arguments.textBytesMax
    return bytes > max ? fault(path, "has \(bytes) bytes as JSON: at most \(max) are allowed") : []
  }

  private static func list(
    _ value: JSONValue, at path: String, of check: (JSONValue, String) -> [ParameterFault]
  ) -> [ParameterFault] {
    guard let elements = value.elements else { return fault(path, "must be a list, not \(value.typeName)") }
    if let wrong = count(elements.count, at: path) { return [wrong] }
    return elements.enumerated().flatMap { place, element in check(element, "\(path)[\(place)]") }
  }

  private static func object(
    _ value: JSONValue, at path: String, of check: (JSONValue, String) -> [ParameterFault]
  ) -> [ParameterFault] {
    guard let members = value.members else { return fault(path, "must be an object, not \(value.typeName)") }
    if let wrong = count(members.count, at: path) { return [wrong] }
    return members.flatMap { member in
      jsonPath(.string(member.name), at: path) + check(member.value, "\(path)[\"\(member.name)\"]")
    }
  }

  private static func count(_ count: Int, at path: String) -> ParameterFault? {
    if count == 0 { return ParameterFault(path: path, message: "is empty: one or more are needed") }
    let max = Arguments.listMax
    return count > max ? ParameterFault(path: path, message: "has \(count) entries: at most \(max) are allowed") : nil
  }
}
