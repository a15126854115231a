import Testing
import WeirBase
import WeirObjects

@testable import WeirAPI

@Suite struct OpenAPIProtobufTests {
  /// Just enough of a reader to see what was written.
  struct Message {
    var fields: [(number: UInt64, bytes: [UInt8], value: UInt64)] = []

    init(_ bytes: [UInt8]) throws {
      var rest = bytes[...]
      while !rest.isEmpty {
        let tag = try Self.varint(&rest)
        switch tag & 7 {
        case 0: fields.append((tag >> 3, [], try Self.varint(&rest)))
        case 1:
          let value = rest.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
          fields.append((tag >> 3, [], value))
          rest = rest.dropFirst(8)
        default:
          let count = Int(try Self.varint(&rest))
          try #require(rest.count >= count)
          fields.append((tag >> 3, Array(rest.prefix(count)), 0))
          rest = rest.dropFirst(count)
        }
      }
    }

    private static func varint(_ rest: inout ArraySlice<UInt8>) throws -> UInt64 {
      var value: UInt64 = 0
      for shift in stride(from: UInt64(0), to: 64, by: 7) {
        guard let byte = rest.popFirst() else { break }
        value |= UInt64(byte & 0x7f) << shift
        if byte < 0x80 { return value }
      }
      return value
    }

    func all(_ number: UInt64) throws -> [Message] {
      try fields.filter { $0.number == number }.map { try Message($0.bytes) }
    }

    func at(_ path: UInt64...) throws -> Message {
      try path.reduce(self) { message, number in try #require(try message.all(number).first) }
    }

    func text(_ number: UInt64) -> String? {
      fields.first { $0.number == number }.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    func value(_ number: UInt64) -> UInt64? { fields.first { $0.number == number }?.value }
  }

  private func encode(_ json: String) throws -> Message {
    try Message(try OpenAPIProtobuf.encode(try JSONParser.parse(json)))
  }

  @Test func writesTheHead() throws {
    let document = try encode(
      ##"{"swagger":"2.0","info":{"title":"Weir","version":"v1"},"schemes":["http","https"],"x-a":{"b":1}}"##)
    #expect(document.text(1) == "2.0")
    #expect(try document.at(2).text(1) == "Weir")
    #expect(document.fields.filter { $0.number == 5 }.count == 2)
    let vendor = try document.at(16)
    #expect(vendor.text(1) == "x-a")
    #expect(try vendor.at(2).text(2) == "{\"b\":1}\n")
  }

  @Test func writesSchemas() throws {
    let document = try encode(
      ##"{"definitions":{"a.B":{"type":"object","required":["x"],"properties":{"x":{"type":"integer","##
        + ##""format":"int32","minimum":1,"maxLength":300},"y":{"type":"array","items":{"##
        + ##""$ref":"#/definitions/C"}},"z":{"additionalProperties":{"type":"string"}},"##
        + ##""f":{"additionalProperties":false,"enum":["a"]}},"##
        + ##""x-kubernetes-group-version-kind":[{"kind":"B"}]}}}"##)
    let schema = try document.at(9, 1)
    #expect(schema.text(1) == "a.B")
    let body = try schema.at(2)
    #expect(try body.at(22).text(1) == "object")
    #expect(body.text(19) == "x")
    #expect(try body.at(31, 2).text(2) == "[{\"kind\":\"B\"}]\n")
    let properties = try body.at(25).all(1)
    #expect(properties.map { $0.text(1) } == ["x", "y", "z", "f"])
    let x = try properties[0].at(2)
    #expect(x.text(2) == "int32" && x.value(9) == (1.0).bitPattern && x.value(11) == 300)
    #expect(try properties[1].at(2, 23, 1).text(1) == "#/definitions/C")
    #expect(try properties[2].at(2, 21, 1, 22).text(1) == "string")
    #expect(try properties[3].at(2, 21).value(2) == 0)
    #expect(try properties[3].at(2, 20).text(2) == "\"a\"\n")
  }

  @Test func writesOperations() throws {
    let document = try encode(
      ##"{"paths":{"/a/{b}":{"parameters":[{"in":"path","name":"b","type":"string","required":true}],"patch":{"##
        + ##""operationId":"p","parameters":[{"in":"query","name":"dryRun","type":"string"},{"in":"body","##
        + ##""name":"body","schema":{"type":"object"}},{"$ref":"#/parameters/x"}],"responses":{"200":{"##
        + ##""description":"ok","schema":{"$ref":"#/definitions/B"}},"##
        + ##""404":{"$ref":"#/responses/n"}},"x-kubernetes-action":"patch"}}}}"##)
    let path = try document.at(8, 2)
    #expect(path.text(1) == "/a/{b}")
    let item = try path.at(2)
    // ParametersItem, Parameter, NonBodyParameter, PathParameterSubSchema.
    let b = try item.at(9, 1, 2, 4)
    #expect(b.value(1) == 1 && b.text(2) == "path" && b.text(4) == "b" && b.text(5) == "string")
    let patch = try item.at(8)
    let parameters = try patch.all(8)
    #expect(try parameters[0].at(1, 2, 3).text(6) == "string")
    #expect(try parameters[1].at(1, 1).text(2) == "body")
    #expect(try parameters[2].at(2).text(1) == "#/parameters/x")
    let responses = try patch.at(9).all(1)
    #expect(responses.map { $0.text(1) } == ["200", "404"])
    #expect(try responses[0].at(2, 1, 2, 1).text(1) == "#/definitions/B")
    #expect(try responses[1].at(2, 2).text(1) == "#/responses/n")
    #expect(try patch.at(13).text(1) == "x-kubernetes-action")
  }

  @Test func writesSecurity() throws {
    let document = try encode(
      ##"{"security":[{"key":[]},{"oauth":["a","b"]}],"securityDefinitions":{"key":{"type":"apiKey","in":"header","##
        + ##""name":"authorization"},"oauth":{"type":"oauth2","flow":"implicit","authorizationUrl":"u","scopes":{"##
        + ##""a":"A"}}}}"##)
    #expect(document.fields.filter { $0.number == 12 }.count == 2)
    #expect(try document.all(12)[1].at(1, 2).fields.count == 2)
    let definitions = try document.at(13).all(1)
    #expect(try definitions[0].at(2, 2).text(2) == "authorization")
    let oauth = try definitions[1].at(2, 3)
    #expect(oauth.text(4) == "u")
    #expect(try oauth.at(3, 1).text(2) == "A")
  }

  @Test(arguments: [
    ##"{"swagger":2}"##, ##"{"unheard":"of"}"##, ##"{"paths":{"/a":{"get":{"parameters":[{"in":"cookie"}]}}}}"##, "[]",
    ##"{"definitions":{"a":{"maximum":"x"}}}"##, ##"{"definitions":{"a":{"required":"x"}}}"##,
  ]) func saysWhatHasNoPlace(json: String) throws {
    let json = try JSONParser.parse(json)
    #expect(throws: OpenAPIProtobuf.Fault.self) { try OpenAPIProtobuf.encode(json) }
  }

  /// What the node serves.
  @Test func writesTheDescriptionOfTheAPI() throws {
    let document = try Message(try OpenAPIProtobuf.encode(OpenAPI.v2()))
    #expect(document.text(1) == "2.0")
    let names = try document.at(9).all(1).compactMap { $0.text(1) }
    #expect(Kind.allCases.allSatisfy { kind in names.contains { $0.hasSuffix(kind.rawValue) } })
    #expect(try document.at(8).all(2).count > Kind.allCases.count)
  }
}
