import Testing
import WeirBase
import WeirObjects

/// What goes in comes out, for every field of every kind.
@Suite struct RoundTripTests {
  private static func typed(_ kind: Kind, spec: JSONValue) throws(ObjectFault) -> JSONValue {
    switch kind {
    case .topic: try TopicSpec(spec).json
    case .partition: try PartitionSpec(spec).json
    case .spu: try SpuSpec(spec).json
    case .smartModule: try SmartModuleSpec(spec).json
    case .view: try ViewSpec(spec).json
    case .tableFormat: try TableFormatSpec(spec).json
    }
  }

  private static func typed(_ kind: Kind, status: JSONValue) throws(ObjectFault) -> JSONValue {
    switch kind {
    case .topic: try TopicStatus(status).json
    case .partition: try PartitionStatus(status).json
    case .spu: try SpuStatus(status).json
    case .smartModule: try SmartModuleStatus(status).json
    case .view: try ViewStatus(status).json
    case .tableFormat: try TableFormatStatus(status).json
    }
  }

  @Test(arguments: Kind.allCases) func randomObjectsComeBack(kind: Kind) throws {
    var samples = SampleValues(random: SeededRandom(seed: 11))
    for _ in 0..<200 {
      let document = samples.document(kind)
      let object = try ObjectCodec.decode(document, kind: nil)
      #expect(try ObjectCodec.decode(object.json, kind: kind) == object)
      let text = object.json.compact
      #expect(try ObjectCodec.decode(try JSONParser.parse(text), kind: kind).json.compact == text)
    }
  }

  @Test(arguments: Kind.allCases) func randomObjectsComeBackThroughYAML(kind: Kind) throws {
    var samples = SampleValues(random: SeededRandom(seed: 12))
    for _ in 0..<100 {
      let object = try ObjectCodec.decode(samples.document(kind), kind: nil)
      let documents = try YAML.documents(object.json.yaml)
      #expect(documents.map(\.value) == [object.json])
    }
  }

  /// With every field there, the typed form leaves nothing out and adds nothing.
  @Test(arguments: Kind.allCases) func everyFieldOfTheTypedFormComesBack(kind: Kind) throws {
    var samples = SampleValues(random: SeededRandom(seed: 13), presence: 100)
    for _ in 0..<200 {
      let object = try ObjectCodec.decode(samples.document(kind), kind: nil)
      #expect(try Self.typed(kind, spec: object.spec) == object.spec)
      let status = try #require(object.status)
      let names = status.members?.map(\.name)
      #expect(names == kind.definition.status.fields?.map(\.name))
      #expect(try Self.typed(kind, status: status) == status)
    }
  }

  /// Leaving any optional field out changes nothing else.
  @Test(arguments: Kind.allCases) func typedFormIsStable(kind: Kind) throws {
    var samples = SampleValues(random: SeededRandom(seed: 14), presence: 40)
    for _ in 0..<200 {
      let object = try ObjectCodec.decode(samples.document(kind), kind: nil)
      let once = try Self.typed(kind, spec: object.spec)
      #expect(try Self.typed(kind, spec: once) == once)
      let twice = try ObjectCodec.decode(WeirObject(kind, object.metadata, spec: once).json, kind: kind)
      #expect(twice.spec == once)
    }
  }

  @Test func defaultsOfSchemaAndTypeAreTheSame() throws {
    let object = try ObjectCodec.decode(
      .members(
        ("apiVersion", .string(Kind.apiVersion)), ("kind", .string("Topic")),
        ("metadata", .members(("name", .string("orders"))))), kind: .topic)
    #expect(try TopicSpec(object.spec) == TopicSpec())
    #expect(
      object.spec.compact == #"{"partitions":1,"replication":1,"durability":"disk","onError":"reject"}"#)
  }
}

/// Nothing that comes from outside traps.
@Suite struct HostileObjectTests {
  /// Replaces, removes and doubles random parts of a value.
  private static func spoiled(_ value: JSONValue, _ random: inout SeededRandom) -> JSONValue {
    if random.chance(6) {
      let junk: [JSONValue] = [
        .null, .bool(false), .number("-9223372036854775809"), .number("1e400"), .number("1.5"), .string(""),
        .string("..\u{0}"), .string(String(repeating: "é", count: 5000)), .array([]), .object([]), .array([.null]),
        .object([JSONValue.Member("", .null), JSONValue.Member("", .null)]),
      ]
      return junk.randomElement(using: &random) ?? .null
    }
    switch value {
    case .array(let values): return .array(values.map { spoiled($0, &random) })
    case .object(let members):
      var result: [JSONValue.Member] = []
      for member in members where !random.chance(5) {
        let name = random.chance(3) ? member.name + "x" : member.name
        result.append(JSONValue.Member(name, spoiled(member.value, &random)))
        if random.chance(2) { result.append(member) }
      }
      return .object(result)
    default: return value
    }
  }

  @Test(arguments: Kind.allCases) func spoiledObjectsAreRefusedOrRead(kind: Kind) {
    var samples = SampleValues(random: SeededRandom(seed: 21), presence: 80)
    var random = SeededRandom(seed: 22)
    var refused = 0
    for _ in 0..<500 {
      let document = Self.spoiled(samples.document(kind), &random)
      for isStrict in [true, false] {
        do throws(ObjectFault) {
          let object = try ObjectCodec.decode(document, kind: nil, isStrict: isStrict)
          _ = ObjectRules.check(object, old: nil) { _ in [] }
          for column in kind.definition.columns { _ = column.value(object).text(now: 0) }
          #expect((try? ObjectCodec.decode(object.json, kind: kind)) == object)
        } catch {
          refused += 1
          #expect(!error.causes.isEmpty)
        }
      }
    }
    #expect(refused > 50)
  }

  @Test func randomBytesNeverTrap() {
    var random = SeededRandom(seed: 23)
    let alphabet = Array("{}[]:,-?&*#!|>'\"%@`\n\t ~abcxyz019.<<eE+_\\uü\u{0}\u{feff}".utf8) + [0xff, 0xc3, 0x80]
    var read = 0
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...40, using: &random)
      let bytes = (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      do throws(YAMLFault) {
        read += try YAML.documents(bytes).count
      } catch {
        #expect(!error.message.isEmpty)
      }
    }
    #expect(read > 100)
  }
}
