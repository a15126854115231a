import Testing
import WeirWire

@Suite("Error codes")
struct ErrorCodeTests {
  @Test("run from -1 to 133 without a gap")
  func complete() {
    #expect(ErrorCode.allCases.map(\.rawValue) == Array(-1...133))
  }

  @Test("have the numbers clients know")
  func numbers() {
    #expect(ErrorCode.unsupportedVersion.rawValue == 35)
    #expect(ErrorCode.memberIdRequired.rawValue == 79)
    #expect(ErrorCode.unknownTopicId.rawValue == 100)
  }

  @Test("say each something else")
  func messages() {
    #expect(Set(ErrorCode.allCases.map(\.message)).count == ErrorCode.allCases.count)
  }
}
