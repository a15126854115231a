import Testing
import WeirBase
import WeirRecords
import WeirSmartEngine

/// A step of `builtin/NAME` with parameters as JSON text.
func step(_ name: String, _ with: String) -> ChainStep {
  guard let json = try? JSONParser.parse(with) else {
    Issue.record("the test's own JSON is wrong: \(with)")
    return ChainStep(uses: "")
  }
  return ChainStep(uses: "builtin/" + name, with: json)
}

func record(_ value: String?, key: String? = "k") -> Record {
  Record(offset: 3, timestamp: 4, key: key.map { Array($0.utf8) }, value: value.map { Array($0.utf8) })
}

func run(_ chain: Chain, _ value: String?, key: String? = "k") -> ChainResult { chain.run(record(value, key: key)) }

/// The causes for which a chain is refused; none for one that is taken.
func faults(_ steps: [ChainStep]) -> [ChainFault.Cause] {
  do throws(ChainFault) {
    _ = try Chain(steps: steps)
    return []
  } catch { return error.causes }
}

/// What one step makes of a value: the new value, `nil` for dropped, a failure's message after `!`.
func outcome(_ name: String, _ with: String, _ value: String?, key: String? = "k") throws -> String? {
  switch run(try Chain(steps: [step(name, with)]), value, key: key) {
  case .kept(let kept): kept.value.map { String(decoding: $0, as: UTF8.self) } ?? "(null)"
  case .dropped: nil
  case .failed(_, let message): "!" + message
  }
}

func keeps(_ name: String, _ with: String, _ value: String?, key: String? = "k") throws -> Bool {
  let result = try outcome(name, with, value, key: key)
  #expect(result?.hasPrefix("!") != true, "\(result ?? "")")
  return result != nil
}
