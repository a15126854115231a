import Testing
import WeirWire

@Suite("Bytes of real clients")
struct GoldenTests {
  private let types = Dictionary(uniqueKeysWithValues: allBodies.map { ("\($0)", $0) })

  @Test("are read as what the client meant and written as the client writes them", arguments: ["kafka-python.txt"])
  func goldens(_ file: String) throws {
    let goldens = Golden.all(in: file)
    #expect(goldens.count > 40)
    for golden in goldens {
      let type = try #require(types[golden.message], "\(golden.message)")
      try check(type, golden)
    }
  }

  private func check<Body: RandomBody>(_ type: Body.Type, _ golden: Golden) throws {
    let label = "\(golden.message) v\(golden.version)"
    let (body, left) = try Body.decoded(golden.bytes, golden.version)
    #expect(left == 0, "\(label)")
    #expect(try body.encoded(golden.version) == golden.bytes, "\(label)")
    let missing = Set(golden.facts).subtracting(Facts(body).all)
    #expect(missing.isEmpty, "\(label)")
  }

  @Test("cover every message in every version")
  func coverage() {
    let covered = Set(Golden.all(in: "kafka-python.txt").map { "\($0.message) \($0.version)" })
    for type in allBodies {
      for version in type.versions { #expect(covered.contains("\(type) \(version)")) }
    }
  }
}
