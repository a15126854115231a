import Testing
import WeirBase
import WeirRecords
import WeirSmartEngine

/// Chains as a whole: what they take, refuse, and hand on.
@Suite struct ChainTests {
  @Test func emptyChainKeepsEverything() throws {
    let record = Record(offset: 7, timestamp: 9, key: nil, value: nil, headers: [.init(key: "h", value: [1])])
    #expect(try Chain(steps: []).run(record) == .kept(record))
  }

  @Test func everyStepSeesWhatTheOneBeforeMade() throws {
    let chain = try Chain(steps: [
      step("json-set", #"{"fields":{"region":"eu"}}"#), step("json-filter", #"{"path":"region","value":"eu"}"#),
      step("json-rename", #"{"fields":{"region":"r"}}"#), step("text-filter", #"{"text":"\"r\":\"eu\""}"#),
    ])
    #expect(run(chain, #"{"a":1}"#) == .kept(record(#"{"a":1,"r":"eu"}"#)))
  }

  @Test func theStepThatDropsIsNamed() throws {
    let chain = try Chain(steps: [
      step("text-filter", #"{"text":"a"}"#), step("text-filter", #"{"text":"b"}"#),
    ])
    #expect(run(chain, "b") == .dropped(step: 0))
    #expect(run(chain, "a") == .dropped(step: 1))
    #expect(run(chain, "ab") == .kept(record("ab")))
  }

  @Test func whatNoStepChangesStaysByteForByte() throws {
    let chain = try Chain(steps: [
      step("json-filter", #"{"path":"a","operator":"exists"}"#), step("json-remove", #"{"paths":["x"]}"#),
      step("json-rename", #"{"fields":{"x":"y"}}"#), step("json-set", #"{"fields":{"a":1},"onlyIfAbsent":true}"#),
    ])
    let text = "  {\"a\" : 1.50e1,\n \"\\u0062\":[ ]}\n"
    #expect(run(chain, text) == .kept(record(text)))
  }

  @Test func numbersKeepTheirSpellingAndMembersTheirOrder() throws {
    let chain = try Chain(steps: [step("json-remove", #"{"paths":["x"]}"#)])
    let text = #"{"z":1.0,"x":0,"a":12345678901234567890123,"n":1E-7}"#
    #expect(run(chain, text) == .kept(record(#"{"z":1.0,"a":12345678901234567890123,"n":1E-7}"#)))
  }

  @Test func everyFaultIsToldAtOnceWithItsPath() {
    let steps = [
      ChainStep(uses: "builtin/json-fliter", with: .object([])),
      step("json-mask", #"{"path":["a"],"keepLast":-1}"#),
      ChainStep(uses: "mask-card", with: .null), step("json-project", #"{"paths":["ok","a..b"]}"#),
    ]
    let causes = faults(steps)
    let places = causes.map { $0.path(under: "spec.transforms") }
    #expect(
      places == [
        "spec.transforms[0].uses", "spec.transforms[1].with.path", "spec.transforms[1].with.keepLast",
        "spec.transforms[1].with.paths", "spec.transforms[2].uses", "spec.transforms[3].with.paths[1]",
      ])
    #expect(causes.first?.nearest == ["builtin/json-filter"])
    #expect(causes.dropFirst().first?.nearest == ["paths"])
    #expect(causes.first?.advice.hasSuffix("did you mean builtin/json-filter?") == true)
  }

  @Test func parametersThatAreNoObjectAreRefused() {
    #expect(faults([ChainStep(uses: "builtin/sample", with: .string("10"))]).map(\.path) == ["with"])
    #expect(faults([ChainStep(uses: "builtin/sample", with: .null)]).map(\.path) == ["with.percent"])
  }

  @Test func longChainIsRefused() {
    let steps = Array(repeating: step("text-filter", #"{"text":"a"}"#), count: Chain.stepsMax + 1)
    #expect(faults(steps).map(\.step) == [nil])
  }

  @Test(arguments: BuiltIn.all.map(\.name))
  func everyBuiltInIsDescribed(name: String) throws {
    let builtIn = try #require(BuiltIn.named(BuiltIn.prefix + name))
    #expect(builtIn.isStateless && !builtIn.expands)
    #expect(builtIn.summary.hasSuffix(".") && !builtIn.parameters.isEmpty)
    #expect(Set(builtIn.parameters.map(\.name)).count == builtIn.parameters.count)
    for parameter in builtIn.parameters {
      #expect(parameter.description.hasSuffix("."))
      #expect((parameter.type == .choice) == !parameter.choices.isEmpty)
      #expect(!(parameter.isRequired && parameter.defaultValue != nil))
      if let value = parameter.defaultValue, parameter.type == .choice {
        #expect(parameter.choices.contains(value.text ?? ""))
      }
    }
    #expect(try JSONParser.parse(builtIn.json.compact) == builtIn.json)
  }

  @Test func namesAreUniqueAndUnknownOnesAreNone() {
    #expect(Set(BuiltIn.all.map(\.name)).count == BuiltIn.all.count)
    #expect(BuiltIn.named("json-filter") == nil)
    #expect(BuiltIn.named("builtin/") == nil)
  }
}
