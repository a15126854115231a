import WeirBase

/// Writes a Swagger 2 document as gnostic's protobuf message `openapi.v2.Document`, which older kubectls ask for
/// (content type `application/com.github.proto-openapi.spec.v2.v1.0+protobuf`).
package enum OpenAPIProtobuf {
  /// What in the document has no place in the message.
  package struct Fault: Error, Sendable, CustomStringConvertible {
    /// As in `paths./apis.get.summary`.
    package let path: String
    package let reason: String
    package var description: String { "\(path): \(reason)" }
  }

  package static func encode(_ swagger: JSONValue) throws(Fault) -> [UInt8] {
    try message(.document, swagger, at: "").bytes
  }

  // MARK: Messages

  private static func message(
    _ kind: SwaggerMessage, _ json: JSONValue, at path: String
  ) throws(Fault) -> ProtobufWriter {
    guard let members = json.members else { throw Fault(path: path, reason: "an object expected") }
    switch kind {
    case .parameter: return try parameter(json, at: path)
    case .responseValue: return try responseValue(json, at: path)
    default: break
    }
    let layout = kind.layout
    var writer = ProtobufWriter()
    for member in members {
      let inner = path.isEmpty ? member.name : "\(path).\(member.name)"
      if let field = layout.fields[member.name] {
        try write(field.form, member.value, field.number, at: inner, to: &writer)
      } else if let vendor = layout.vendor, member.name.hasPrefix("x-") {
        writer.message(vendor, named(member.name, any(member.value)))
      } else if let rest = layout.rest {
        writer.message(rest.number, named(member.name, try message(rest.message, member.value, at: inner)))
      } else {
        throw Fault(path: inner, reason: "the message has no such field")
      }
    }
    return writer
  }

  /// ParametersItem { Parameter | JsonReference }
  private static func parameter(_ json: JSONValue, at path: String) throws(Fault) -> ProtobufWriter {
    json["$ref"] == nil
      ? wrapped(1, try plainParameter(json, at: path)) : wrapped(2, try message(.jsonReference, json, at: path))
  }

  /// Parameter { BodyParameter | NonBodyParameter { one of four } }
  private static func plainParameter(_ json: JSONValue, at path: String) throws(Fault) -> ProtobufWriter {
    let place = json["in"]?.text
    if place == "body" { return wrapped(1, try message(.bodyParameter, json, at: path)) }
    let kinds: [String: (UInt64, SwaggerMessage)] = [
      "header": (1, .headerParameter), "formData": (2, .formParameter), "query": (3, .queryParameter),
      "path": (4, .pathParameter),
    ]
    guard let (number, kind) = place.flatMap({ kinds[$0] }) else {
      throw Fault(path: path + ".in", reason: "none of body, header, formData, query, path")
    }
    return wrapped(2, wrapped(number, try message(kind, json, at: path)))
  }

  private static func responseValue(_ json: JSONValue, at path: String) throws(Fault) -> ProtobufWriter {
    json["$ref"] == nil
      ? wrapped(1, try message(.response, json, at: path)) : wrapped(2, try message(.jsonReference, json, at: path))
  }

  private static func security(_ json: JSONValue, at path: String) throws(Fault) -> ProtobufWriter {
    let flow = json["flow"]?.text ?? ""
    let flows: [String: UInt64] = ["implicit": 3, "password": 4, "application": 5, "accessCode": 6]
    switch (json["type"]?.text, flows[flow]) {
    case ("basic", _): return wrapped(1, try message(.basicSecurity, json, at: path))
    case ("apiKey", _): return wrapped(2, try message(.keySecurity, json, at: path))
    case ("oauth2", let number?): return wrapped(number, try message(.oauthSecurity(flow: flow), json, at: path))
    default: throw Fault(path: path + ".type", reason: "none of basic, apiKey, oauth2 with one of its flows")
    }
  }

  private static func wrapped(_ number: UInt64, _ inner: ProtobufWriter) -> ProtobufWriter {
    var writer = ProtobufWriter()
    writer.message(number, inner)
    return writer
  }

  private static func named(_ name: String, _ value: ProtobufWriter) -> ProtobufWriter {
    var writer = ProtobufWriter()
    writer.text(1, name)
    writer.message(2, value)
    return writer
  }

  private static func any(_ json: JSONValue) -> ProtobufWriter {
    var writer = ProtobufWriter()
    // JSON is YAML.
    writer.text(2, json.compact + "\n")
    return writer
  }

  // MARK: Fields

  private static func write(
    _ form: SwaggerMessage.Form, _ json: JSONValue, _ number: UInt64, at path: String, to writer: inout ProtobufWriter
  ) throws(Fault) {
    switch form {
    case .text: writer.text(number, try text(json, at: path))
    case .texts: for value in try values(json, at: path) { writer.text(number, try text(value, at: path)) }
    case .flag: writer.flag(number, try flag(json, at: path))
    case .integer: writer.integer(number, try integer(json, at: path))
    case .double: writer.double(number, try double(json, at: path))
    case .any: writer.message(number, any(json))
    case .anys: for value in try values(json, at: path) { writer.message(number, any(value)) }
    case .message(let kind): writer.message(number, try message(kind, json, at: path))
    case .messages(let kind):
      for value in try values(json, at: path) { writer.message(number, try message(kind, value, at: path)) }
    case .requirements:
      for value in try values(json, at: path) { writer.message(number, try requirement(value, at: path)) }
    case .named, .namedAny, .namedParameters, .namedTexts, .securityDefinitions, .additionalProperties, .typeItem,
      .schemaItems, .schemaItem:
      writer.message(number, try nested(form, json, at: path))
    }
  }

  /// The forms whose value stands in a message of its own.
  private static func nested(
    _ form: SwaggerMessage.Form, _ json: JSONValue, at path: String
  ) throws(Fault) -> ProtobufWriter {
    var writer = ProtobufWriter()
    switch form {
    case .named(let kind):
      for member in try members(json, at: path) {
        writer.message(1, named(member.name, try message(kind, member.value, at: "\(path).\(member.name)")))
      }
    case .namedAny:
      for member in try members(json, at: path) { writer.message(1, named(member.name, any(member.value))) }
    case .namedParameters:
      for member in try members(json, at: path) {
        writer.message(1, named(member.name, try plainParameter(member.value, at: "\(path).\(member.name)")))
      }
    case .namedTexts:
      for member in try members(json, at: path) {
        var pair = ProtobufWriter()
        pair.text(1, member.name)
        pair.text(2, try text(member.value, at: path))
        writer.message(1, pair)
      }
    case .securityDefinitions:
      for member in try members(json, at: path) {
        writer.message(1, named(member.name, try security(member.value, at: "\(path).\(member.name)")))
      }
    case .additionalProperties:
      if let isAllowed = json.boolean {
        writer.flag(2, isAllowed)
      } else {
        writer.message(1, try message(.schema, json, at: path))
      }
    case .typeItem: for value in json.elements ?? [json] { writer.text(1, try text(value, at: path)) }
    case .schemaItems:
      for value in json.elements ?? [json] { writer.message(1, try message(.schema, value, at: path)) }
    default: writer.message(1, try message(.schema, json, at: path))
    }
    return writer
  }

  /// SecurityRequirement { repeated NamedStringArray { name, StringArray { values } } }
  private static func requirement(_ json: JSONValue, at path: String) throws(Fault) -> ProtobufWriter {
    var writer = ProtobufWriter()
    for member in try members(json, at: path) {
      var scopes = ProtobufWriter()
      for scope in try values(member.value, at: path) { scopes.text(1, try text(scope, at: path)) }
      writer.message(1, named(member.name, scopes))
    }
    return writer
  }

  private static func text(_ json: JSONValue, at path: String) throws(Fault) -> String {
    guard let text = json.text else { throw Fault(path: path, reason: "a string expected") }
    return text
  }

  private static func flag(_ json: JSONValue, at path: String) throws(Fault) -> Bool {
    guard let flag = json.boolean else { throw Fault(path: path, reason: "a boolean expected") }
    return flag
  }

  private static func integer(_ json: JSONValue, at path: String) throws(Fault) -> Int64 {
    guard let integer = json.integer else { throw Fault(path: path, reason: "an integer expected") }
    return integer
  }

  private static func double(_ json: JSONValue, at path: String) throws(Fault) -> Double {
    guard case .number(let spelling) = json, let value = Double(spelling) else {
      throw Fault(path: path, reason: "a number expected")
    }
    return value
  }

  private static func values(_ json: JSONValue, at path: String) throws(Fault) -> [JSONValue] {
    guard let values = json.elements else { throw Fault(path: path, reason: "an array expected") }
    return values
  }

  private static func members(_ json: JSONValue, at path: String) throws(Fault) -> [JSONValue.Member] {
    guard let members = json.members else { throw Fault(path: path, reason: "an object expected") }
    return members
  }
}
