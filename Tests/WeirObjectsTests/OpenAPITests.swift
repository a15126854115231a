import Testing
import WeirBase
import WeirObjects

@Suite struct OpenAPITests {
  private static let v3 = OpenAPI.v3()
  private static let v2 = OpenAPI.v2()
  private static let reader = SchemaReader(components: v3.at("components", "schemas"))

  private func references(_ value: JSONValue) -> [String] {
    switch value {
    case .object(let members):
      members.flatMap { $0.name == "$ref" ? [$0.value.text ?? ""] : references($0.value) }
    case .array(let values): values.flatMap(references)
    default: []
    }
  }

  @Test func everyReferenceLeadsSomewhere() {
    for (document, start, schemas) in [
      (Self.v3, "#/components/schemas/", Self.v3.at("components", "schemas")),
      (Self.v2, "#/definitions/", Self.v2["definitions"]),
    ] {
      let found = references(document)
      #expect(found.count > 100)
      for reference in found {
        #expect(reference.hasPrefix(start) && schemas?[String(reference.dropFirst(start.count))] != nil, "\(reference)")
      }
      let used = Set(found.map { String($0.dropFirst(start.count)) })
      for name in schemas?.members?.map(\.name) ?? [] { #expect(used.contains(name), "\(name) is never used") }
    }
  }

  private static let methods: [Verb: (method: String, isSingle: Bool)] = [
    .get: ("get", true), .list: ("get", false), .watch: ("get", false), .create: ("post", false),
    .update: ("put", true), .patch: ("patch", true), .delete: ("delete", true),
  ]

  @Test(arguments: Kind.allCases) func pathsOfferTheVerbs(kind: Kind) throws {
    let definition = kind.definition
    let collection = "/apis/weir.streaming/v1/namespaces/{namespace}/\(definition.plural)"
    for document in [Self.v2, Self.v3] {
      let paths = try #require(document["paths"])
      #expect(paths["/apis/weir.streaming/v1/\(definition.plural)"]?["get"] != nil)
      #expect(paths[collection + "/{name}/status"]?["get"] != nil)
      for verb in Verb.allCases {
        guard let (method, isSingle) = Self.methods[verb] else { continue }
        let operation = paths[isSingle ? collection + "/{name}" : collection]?[method]
        #expect((operation != nil) == definition.verbs.contains(verb), "\(verb)")
        if let operation {
          #expect(operation.at("x-kubernetes-group-version-kind", "kind") == .string(kind.rawValue))
          #expect(operation.at("responses", "default") != nil)
        }
      }
      #expect((paths[collection + "/{name}/undelete"]?["post"] != nil) == (kind == .topic))
    }
  }

  /// kubectl decides by these whether it may ask for a dry run and for strict fields.
  @Test func patchNamesItsParameters() throws {
    for document in [Self.v2, Self.v3] {
      let path = "/apis/weir.streaming/v1/namespaces/{namespace}/topics/{name}"
      let parameters = try #require(document.at("paths", path, "patch", "parameters")?.elements)
      let names = Set(parameters.compactMap { $0["name"]?.text })
      #expect(names.isSuperset(of: ["dryRun", "fieldManager", "fieldValidation", "force"]))
    }
  }

  @Test(arguments: [
    ("", true), ("team", true), ("!team", true), ("team=shop", true), ("a.b/team!=shop,env in (x, y)", true),
    ("team==", true), ("team notin (a)", true), ("team=a b", false), (",", false),
    ("team in ()", false), (String(repeating: "0", count: 64), false),
  ])
  func labelSelectorsAreDescribed(selector: String, isDescribed: Bool) throws {
    let list = try #require(Self.v3.at("paths", "/apis/weir.streaming/v1/topics", "get", "parameters")?.elements)
    let schema = try #require(list.first { $0["name"] == .string("labelSelector") }?["schema"])
    #expect((Self.reader.fault(.string(selector), schema, "") == nil) == isDescribed)
  }

  @Test func deletedTopicsAreDescribed() {
    for document in [Self.v2, Self.v3] {
      #expect(document.at("paths", "/apis/weir.streaming/v1/namespaces/{namespace}/deletedtopics", "get") != nil)
    }
  }

  @Test func operationsHaveTheirOwnNames() {
    for document in [Self.v2, Self.v3] {
      let ids = (document["paths"]?.members ?? []).flatMap { path in
        (path.value.members ?? []).compactMap { $0.value["operationId"]?.text }
      }
      #expect(ids.count > 25)
      #expect(Set(ids).count == ids.count)
    }
  }

  @Test func theIndexNamesTheDescriptionByItsContent() throws {
    let address = try #require(OpenAPI.v3Index().at("paths", "apis/weir.streaming/v1", "serverRelativeURL")?.text)
    #expect(address.hasPrefix("/openapi/v3/apis/weir.streaming/v1?hash="))
    #expect(address.split(separator: "=").last?.count == 64)
    #expect(OpenAPI.v3("apis/weir.streaming/v1") == OpenAPI.v3())
    #expect(OpenAPI.v3("apis/other/v1") == nil)
  }

  @Test(arguments: Kind.allCases) func everyObjectIsAsDescribed(kind: Kind) throws {
    var samples = SampleValues(random: SeededRandom(seed: 61))
    let schema = try #require(Self.v3.at("components", "schemas", "streaming.weir.v1.\(kind.rawValue)"))
    for _ in 0..<150 {
      let object = try ObjectCodec.decode(samples.document(kind), kind: kind)
      #expect(Self.reader.fault(object.json, schema, "") == nil)
    }
  }

  /// The description and the codec take and refuse the same. (Rules across fields and keys of labels, which no schema
  /// can say, are not touched by these changes.)
  @Test(arguments: Kind.allCases) func descriptionAndCodecAgree(kind: Kind) throws {
    var samples = SampleValues(random: SeededRandom(seed: 62), presence: 70)
    var random = SeededRandom(seed: 63)
    let schema = try #require(Self.v3.at("components", "schemas", "streaming.weir.v1.\(kind.rawValue)"))
    var taken = 0
    for _ in 0..<600 {
      var document = samples.document(kind)
      for part in ["spec", "status"] where document[part] != nil {
        document[part] = spoiled(document[part] ?? .null, &random)
      }
      let fault = Self.reader.fault(document, schema, "")
      let causes: String
      do throws(ObjectFault) {
        _ = try ObjectCodec.decode(document, kind: kind)
        causes = ""
        taken += 1
      } catch {
        causes = error.description
      }
      #expect((fault == nil) == causes.isEmpty, "described: \(fault ?? "fine"); codec: \(causes); \(document.compact)")
    }
    #expect((50..<550).contains(taken))
  }

  private func spoiled(_ value: JSONValue, _ random: inout SeededRandom) -> JSONValue {
    if random.chance(2) {
      let junk: [JSONValue] = [
        .bool(true), .int(-1), .int(0), .int(Int64.max), .number("2.0"), .number("0.5"), .string(""), .string("a b"),
        .string("."), .string("..a"), .string("5"), .string("5 s"), .string("5sec 3h"), .string("32MB"), .array([]),
        .object([]), .string(String(repeating: "a", count: 300)), .string("builtin/"), .string("#12345"), .null,
      ]
      return junk.randomElement(using: &random) ?? .null
    }
    switch value {
    // Lists whose elements must differ are a rule that schemas of OpenAPI 3.0 cannot say.
    case .array(let values): return .array(values.prefix(1).map { spoiled($0, &random) })
    case .object(let members):
      return .object(
        members.filter { _ in !random.chance(2) }.map { member in
          JSONValue.Member(random.chance(1) ? member.name + "x" : member.name, spoiled(member.value, &random))
        })
    default: return value
    }
  }

  /// A pattern says the same as the function beside it.
  @Test func patternsAgreeWithTheirFunctions() throws {
    let rules: [TextRule] = [.kafkaName, .uses, .timeSpan, .byteQuantity]
    let pieces = [
      "a", "Z", "0", "9", ".", "..", "_", "-", "/", " ", "builtin/", "5", "12", "1234567890", "ms", "s", "m", "h", "d",
      "w", "min", "secs", "y", "Ki", "Mi", "k", "G", "i", "ü", "\n", "%", "#",
    ]
    var random = SeededRandom(seed: 64)
    for rule in rules {
      let regex = try Regex(try #require(rule.pattern))
      var taken = 0
      for _ in 0..<3_000 {
        let count = Int.random(in: 1...4, using: &random)
        let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        guard text.unicodeScalars.count >= rule.lengthMin, text.unicodeScalars.count <= rule.lengthMax else { continue }
        let isFine = rule.fault?(text) == nil
        taken += isFine ? 1 : 0
        #expect(((try? regex.wholeMatch(in: text)) ?? nil != nil) == isFine, "\(text) and \(rule.pattern ?? "")")
      }
      #expect(taken > 20)
    }
  }
}
