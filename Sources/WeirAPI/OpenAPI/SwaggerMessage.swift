/// The messages of gnostic's `openapi.v2` package that a Swagger 2 document becomes, with their field numbers.
/// https://github.com/google/gnostic/blob/main/openapiv2/OpenAPIv2.proto
enum SwaggerMessage {
  case document, info, contact, license, externalDocs, tag
  case paths, pathItem, operation, parameter, jsonReference, response, responseValue, responses, header, items
  case bodyParameter
  case headerParameter, formParameter, queryParameter, pathParameter
  case schema, xml
  case basicSecurity, keySecurity
  case oauthSecurity(flow: String)

  /// How one member of the JSON is written.
  enum Form {
    case text
    case texts
    case flag
    case integer
    case double
    /// Any JSON, kept as YAML text.
    case any
    case anys
    case message(SwaggerMessage)
    case messages(SwaggerMessage)
    /// A message that holds its members, by their names, as repeated (name, value) messages in field 1.
    case named(SwaggerMessage)
    case namedAny
    case namedParameters
    case namedTexts
    /// Security requirements: each a message of (name, texts).
    case requirements
    case securityDefinitions
    case additionalProperties
    /// A text or several, in a message of their own.
    case typeItem
    /// One schema or several, in a message of their own.
    case schemaItems
    /// A response's schema.
    case schemaItem
  }

  struct Layout {
    var fields: [String: (number: UInt64, form: Form)] = [:]
    /// Where members that begin with `x-` go.
    var vendor: UInt64?
    /// Where every other member goes, as (name, value) messages.
    var rest: (number: UInt64, message: SwaggerMessage)?
  }

  var layout: Layout {
    switch self {
    case .document: Self.documentLayout
    case .info:
      Layout(
        fields: [
          "title": (1, .text), "version": (2, .text), "description": (3, .text), "termsOfService": (4, .text),
          "contact": (5, .message(.contact)), "license": (6, .message(.license)),
        ], vendor: 7)
    case .contact: Layout(fields: ["name": (1, .text), "url": (2, .text), "email": (3, .text)], vendor: 4)
    case .license: Layout(fields: ["name": (1, .text), "url": (2, .text)], vendor: 3)
    case .externalDocs: Layout(fields: ["description": (1, .text), "url": (2, .text)], vendor: 3)
    case .tag:
      Layout(
        fields: ["name": (1, .text), "description": (2, .text), "externalDocs": (3, .message(.externalDocs))],
        vendor: 4)
    case .paths: Layout(vendor: 1, rest: (2, .pathItem))
    case .pathItem: Self.pathItemLayout
    case .operation: Self.operationLayout
    case .jsonReference: Layout(fields: ["$ref": (1, .text), "description": (2, .text)])
    case .response:
      Layout(
        fields: [
          "description": (1, .text), "schema": (2, .schemaItem), "headers": (3, .named(.header)),
          "examples": (4, .namedAny),
        ], vendor: 5)
    case .responses: Layout(vendor: 2, rest: (1, .responseValue))
    case .bodyParameter:
      Layout(
        fields: [
          "description": (1, .text), "name": (2, .text), "in": (3, .text), "required": (4, .flag),
          "schema": (5, .message(.schema)),
        ], vendor: 6)
    case .schema: Self.schemaLayout
    case .xml:
      Layout(
        fields: [
          "name": (1, .text), "namespace": (2, .text), "prefix": (3, .text), "attribute": (4, .flag),
          "wrapped": (5, .flag),
        ], vendor: 6)
    case .basicSecurity: Layout(fields: ["type": (1, .text), "description": (2, .text)], vendor: 3)
    case .keySecurity:
      Layout(
        fields: ["type": (1, .text), "name": (2, .text), "in": (3, .text), "description": (4, .text)], vendor: 5)
    case .oauthSecurity(let flow): Self.oauthLayout(flow)
    case .items: Self.valueLayout(first: 1, leading: [])
    case .header: Self.headerLayout
    case .headerParameter, .pathParameter:
      Self.valueLayout(first: 5, leading: ["required", "in", "description", "name"])
    case .formParameter, .queryParameter:
      Self.valueLayout(first: 6, leading: ["required", "in", "description", "name", "allowEmptyValue"])
    // Written by what they turn out to be.
    case .parameter, .responseValue: Layout()
    }
  }

  private static var documentLayout: Layout {
    Layout(
      fields: [
        "swagger": (1, .text), "info": (2, .message(.info)), "host": (3, .text), "basePath": (4, .text),
        "schemes": (5, .texts), "consumes": (6, .texts), "produces": (7, .texts), "paths": (8, .message(.paths)),
        "definitions": (9, .named(.schema)), "parameters": (10, .namedParameters),
        "responses": (11, .named(.response)), "security": (12, .requirements),
        "securityDefinitions": (13, .securityDefinitions), "tags": (14, .messages(.tag)),
        "externalDocs": (15, .message(.externalDocs)),
      ], vendor: 16)
  }

  private static var pathItemLayout: Layout {
    Layout(
      fields: [
        "$ref": (1, .text), "get": (2, .message(.operation)), "put": (3, .message(.operation)),
        "post": (4, .message(.operation)), "delete": (5, .message(.operation)),
        "options": (6, .message(.operation)), "head": (7, .message(.operation)),
        "patch": (8, .message(.operation)), "parameters": (9, .messages(.parameter)),
      ], vendor: 10)
  }

  private static var operationLayout: Layout {
    Layout(
      fields: [
        "tags": (1, .texts), "summary": (2, .text), "description": (3, .text),
        "externalDocs": (4, .message(.externalDocs)), "operationId": (5, .text), "produces": (6, .texts),
        "consumes": (7, .texts), "parameters": (8, .messages(.parameter)), "responses": (9, .message(.responses)),
        "schemes": (10, .texts), "deprecated": (11, .flag), "security": (12, .requirements),
      ], vendor: 13)
  }

  private static var schemaLayout: Layout {
    Layout(
      fields: [
        "$ref": (1, .text), "format": (2, .text), "title": (3, .text), "description": (4, .text),
        "default": (5, .any), "multipleOf": (6, .double), "maximum": (7, .double), "exclusiveMaximum": (8, .flag),
        "minimum": (9, .double), "exclusiveMinimum": (10, .flag), "maxLength": (11, .integer),
        "minLength": (12, .integer), "pattern": (13, .text), "maxItems": (14, .integer), "minItems": (15, .integer),
        "uniqueItems": (16, .flag), "maxProperties": (17, .integer), "minProperties": (18, .integer),
        "required": (19, .texts), "enum": (20, .anys), "additionalProperties": (21, .additionalProperties),
        "type": (22, .typeItem), "items": (23, .schemaItems), "allOf": (24, .messages(.schema)),
        "properties": (25, .named(.schema)), "discriminator": (26, .text), "readOnly": (27, .flag),
        "xml": (28, .message(.xml)), "externalDocs": (29, .message(.externalDocs)), "example": (30, .any),
      ], vendor: 31)
  }

  private static func oauthLayout(_ flow: String) -> Layout {
    var names = ["type", "flow", "scopes"]
    if flow != "application" && flow != "password" { names.append("authorizationUrl") }
    if flow != "implicit" { names.append("tokenUrl") }
    names.append("description")
    var layout = Layout(vendor: UInt64(names.count + 1))
    for (place, name) in names.enumerated() {
      layout.fields[name] = (UInt64(place + 1), name == "scopes" ? .namedTexts : .text)
    }
    return layout
  }

  /// Parameters that are no body, headers and their items share one run of fields behind their own first ones.
  private static func valueLayout(first: UInt64, leading: [String]) -> Layout {
    var layout = Layout()
    for (place, name) in leading.enumerated() {
      let isFlag = name == "required" || name == "allowEmptyValue"
      layout.fields[name] = (UInt64(place + 1), isFlag ? .flag : .text)
    }
    let run: [(String, Form)] = [
      ("type", .text), ("format", .text), ("items", .message(.items)), ("collectionFormat", .text), ("default", .any),
      ("maximum", .double), ("exclusiveMaximum", .flag), ("minimum", .double), ("exclusiveMinimum", .flag),
      ("maxLength", .integer), ("minLength", .integer), ("pattern", .text), ("maxItems", .integer),
      ("minItems", .integer), ("uniqueItems", .flag), ("enum", .anys), ("multipleOf", .double),
    ]
    for (place, member) in run.enumerated() { layout.fields[member.0] = (first + UInt64(place), member.1) }
    layout.vendor = first + UInt64(run.count)
    return layout
  }

  private static var headerLayout: Layout {
    var layout = valueLayout(first: 1, leading: [])
    layout.fields["description"] = (18, .text)
    layout.vendor = 19
    return layout
  }
}
