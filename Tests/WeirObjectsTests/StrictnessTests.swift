import Testing
import WeirBase
import WeirObjects

@Suite struct StrictnessTests {
  private func causes(_ json: String, kind: Kind? = nil) throws -> [Cause] {
    let value = try JSONParser.parse(json)
    do throws(ObjectFault) {
      _ = try ObjectCodec.decode(value, kind: kind)
      return []
    } catch {
      return error.causes
    }
  }

  private func topic(spec: String, metadata: String = #"{"name":"orders"}"#) -> String {
    #"{"apiVersion":"weir.streaming/v1","kind":"Topic","metadata":\#(metadata),"spec":\#(spec)}"#
  }

  @Test func everyCauseIsToldAtOnceWithItsPath() throws {
    let spec = """
      {"partitons":3,"replication":0,"durability":"disc","config":{"retention.ms":5},
      "transforms":[{"use":"x"},{"uses":"a/b","lookback":{"age":"5"}}],"onError":true}
      """
    let found = try causes(topic(spec: spec, metadata: #"{"name":"a b","labels":{"k":"-"},"finalizers":["x"]}"#))
    #expect(
      Set(found.map(\.field)) == [
        "spec.partitons", "spec.replication", "spec.durability", "spec.config[retention.ms]", "spec.transforms[0].use",
        "spec.transforms[0].uses", "spec.transforms[1].uses", "spec.transforms[1].lookback.age", "spec.onError",
        "metadata.name", "metadata.labels[k]", "metadata.finalizers",
      ])
    #expect(found.allSatisfy { !$0.message.isEmpty })
  }

  @Test func anUnknownFieldNamesTheNearestOne() throws {
    let found = try causes(topic(spec: #"{"partitons":3}"#))
    #expect(found.map(\.reason) == [.unknownField])
    #expect(found.first?.message.contains("did you mean \"partitions\"?") == true)
  }

  @Test func aWrongChoiceNamesTheNearestOne() throws {
    let found = try causes(topic(spec: #"{"durability":"disc"}"#))
    #expect(found.map(\.reason) == [.notSupported])
    #expect(found.first?.message.contains("did you mean \"disk\"?") == true)
  }

  /// At every object of every kind an unknown field is found, with its path.
  @Test(arguments: Kind.allCases) func unknownFieldsAreFoundEverywhere(kind: Kind) throws {
    var samples = SampleValues(random: SeededRandom(seed: 31), presence: 100)
    let document = samples.document(kind)
    let definition = kind.definition
    var places: [[String]] = [[], ["metadata"]]
    func collect(_ schema: Schema, _ path: [String]) {
      guard case .object(let fields) = schema.form else {
        if case .array(let item, _) = schema.form { collect(item, path + ["0"]) }
        return
      }
      places.append(path)
      for field in fields { collect(field.schema, path + [field.name]) }
    }
    collect(definition.spec, ["spec"])
    collect(definition.status, ["status"])
    for place in places {
      let spoiled = insert(into: document, place[...])
      do throws(ObjectFault) {
        _ = try ObjectCodec.decode(spoiled, kind: kind)
        Issue.record("an unknown field at \(place) was taken")
      } catch {
        let path = (place + ["zzz"]).reduce("") { path, name in
          Int(name) != nil ? path + "[\(name)]" : path.isEmpty ? name : "\(path).\(name)"
        }
        #expect(error.causes.map(\.field) == [path])
      }
      let object = try ObjectCodec.decode(spoiled, kind: kind, isStrict: false)
      #expect(object == (try ObjectCodec.decode(document, kind: kind)))
      #expect(ObjectCodec.unknownFields(spoiled, kind: kind).count == 1)
    }
  }

  private func insert(into value: JSONValue, _ path: ArraySlice<String>) -> JSONValue {
    guard let name = path.first else {
      var value = value
      value["zzz"] = .int(1)
      return value
    }
    if let index = Int(name), var values = value.elements {
      values[index] = insert(into: values[index], path.dropFirst())
      return .array(values)
    }
    var changed = value
    changed[name] = insert(into: value[name] ?? .object([]), path.dropFirst())
    return changed
  }

  @Test(arguments: [
    (#"[]"#, [""]), (#"{}"#, ["apiVersion", "kind"]),
    (#"{"apiVersion":"v1","kind":"Topic","metadata":{"name":"a"}}"#, ["apiVersion"]),
    (#"{"apiVersion":"weir.streaming/v1","kind":"Topics","metadata":{"name":"a"}}"#, ["kind"]),
    (#"{"apiVersion":"weir.streaming/v1","kind":"Topic"}"#, ["metadata"]),
    (#"{"apiVersion":"weir.streaming/v1","kind":"Topic","metadata":{}}"#, ["metadata.name"]),
    (
      #"{"apiVersion":"weir.streaming/v1","kind":"Topic","metadata":{"name":"a","namespace":"A"}}"#,
      ["metadata.namespace"]
    ),
    (#"{"apiVersion":"weir.streaming/v1","kind":"Topic","metadata":{"name":"a","uid":"7"}}"#, ["metadata.uid"]),
    (#"{"apiVersion":"weir.streaming/v1","kind":"View","metadata":{"name":"a"}}"#, ["spec.topic"]),
    (#"{"apiVersion":"weir.streaming/v1","kind":"Topic","metadata":{"name":"a"},"spec":7}"#, ["spec"]),
    (
      #"{"apiVersion":"weir.streaming/v1","kind":"Topic","metadata":{"name":"a","name":"b"},"spec":{}}"#,
      ["metadata.name"]
    ),
  ])
  func wrongDocuments(json: String, fields: [String]) throws {
    #expect(try causes(json).map(\.field) == fields)
  }

  @Test func anotherKindThanExpectedIsRefused() throws {
    #expect(try causes(topic(spec: "{}"), kind: .view).first?.field == "kind")
  }

  @Test func whatKubernetesAddsIsTolerated() throws {
    let metadata = """
      {"name":"a","creationTimestamp":null,"selfLink":"/x","deletionTimestamp":"2026-01-01T00:00:00Z",
      "deletionGracePeriodSeconds":0,"ownerReferences":[],"finalizers":null,"resourceVersion":"","generateName":"a-"}
      """
    let object = try ObjectCodec.decode(try JSONParser.parse(topic(spec: "null", metadata: metadata)), kind: nil)
    #expect(object.metadata.generateName == "a-")
    #expect(object.metadata.resourceVersion == 0)
    #expect(object.json["metadata"]?["selfLink"] == nil)
  }

  @Test func aGeneratedNameNeedsNoName() throws {
    let object = try ObjectCodec.decode(
      try JSONParser.parse(topic(spec: "{}", metadata: #"{"generateName":"orders-"}"#)), kind: nil)
    #expect(object.metadata.name.isEmpty)
    #expect(object.json.at("metadata", "name") == nil)
  }

  @Test func annotationsHaveALimitTogether() throws {
    let half = String(repeating: "x", count: 140_000)
    let found = try causes(
      topic(spec: "{}", metadata: #"{"name":"a","annotations":{"a":"\#(half)","b":"\#(half)"}}"#))
    #expect(found.map(\.field) == ["metadata.annotations"])
    #expect(found.first?.reason == .tooLong)
  }

  @Test func causesAreBounded() throws {
    let many = (0..<1000).map { #""x\#($0)":1"# }.joined(separator: ",")
    #expect(try causes(topic(spec: "{\(many)}")).count == 200)
  }

  @Test(arguments: [
    ("team", true), ("weir.streaming/team", true), ("a/b/c", false), ("", false), ("/a", false), ("a/", false),
    ("-a", false), ("a.b_c-D9", true), ("A.b/c", false), (String(repeating: "a", count: 63), true),
    (String(repeating: "a", count: 64), false), ("ü", false),
  ])
  func labelKeys(key: String, isAllowed: Bool) {
    #expect((LabelRule.keyFault(key) == nil) == isAllowed)
  }

  @Test(arguments: [("", true), ("a", true), ("a b", false), ("a-", false), (String(repeating: "a", count: 64), false)])
  func labelValues(value: String, isAllowed: Bool) {
    #expect((LabelRule.valueFault(value) == nil) == isAllowed)
  }
}
