import Testing
import WeirBase
import WeirRecords
import WeirSmartEngine

/// Random damage to values and parameters: nothing traps, and what comes out of a JSON step is JSON.
@Suite struct MutationTests {
  private static let chain = [
    step("json-filter", #"{"path":"*","operator":"notEquals","value":1}"#),
    step("json-rename", #"{"fields":{"a":"b","o.*.x":"y"}}"#),
    step("json-mask", #"{"paths":["o","list[*].card"],"keepLast":2}"#),
    step("json-set", #"{"fields":{"new.deep":[1]}}"#), step("json-remove", #"{"paths":["list[0]"]}"#),
  ]

  @Test func damagedValues() throws {
    let chain = try Chain(steps: Self.chain)
    let seed = Array(#"{"a":"é\u00e9","o":{"k":{"x":1.5e3}},"list":[{"card":"41"},{"card":null}],"n":-0}"#.utf8)
    var random = SystemRandomNumberGenerator()
    for _ in 0..<5_000 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        bytes[place] = Bool.random(using: &random) ? .random(in: 0...255, using: &random) : seed.randomElement() ?? 0
      }
      guard case .kept(let kept) = chain.run(Record(value: bytes)) else { continue }
      let text = try #require(String(validating: kept.value ?? [], as: UTF8.self))
      #expect((try? JSONParser.parse(text)) != nil, "\(text) from \(bytes)")
    }
  }

  @Test func damagedParameters() {
    var random = SystemRandomNumberGenerator()
    let texts = Self.chain.map { ($0.uses.dropFirst(8), Array($0.with.compact.utf8)) }
    for _ in 0..<3_000 {
      guard let (name, text) = texts.randomElement(using: &random) else { return }
      var bytes = text
      let place = Int.random(in: 0..<bytes.count, using: &random)
      bytes[place] = .random(in: 0x20...0x7e, using: &random)
      guard let with = try? JSONParser.parse(bytes) else { continue }
      let causes = faults([ChainStep(uses: "builtin/" + name, with: with)])
      #expect(causes.allSatisfy { $0.step == 0 && $0.path.hasPrefix("with") && !$0.message.isEmpty })
    }
  }
}
