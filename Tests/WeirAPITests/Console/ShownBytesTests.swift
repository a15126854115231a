import Testing
import WeirBase

@testable import WeirAPI

@Suite struct ShownBytesTests {
  @Test func textIsShownAsText() {
    let json = ShownBytes(Array("Köln <b>\n\t".utf8)).json
    #expect(json == .members(("text", .string("Köln <b>\n\t")), ("bytes", .int(11)), ("cut", .bool(false))))
  }

  @Test(arguments: [[0xff], [0x41, 0x00], [0x1b, 0x5b], [0x7f], [0xc3], [0xed, 0xa0, 0x80]])
  func whatIsNoTextIsShownAsDigits(bytes: [Int]) {
    let json = ShownBytes(bytes.map { UInt8($0) }).json
    #expect(json["text"] == nil)
    #expect(json["hex"]?.text?.count == bytes.count * 2)
  }

  @Test func digitsAreThoseOfTheBytes() {
    #expect(ShownBytes([0, 10, 0xff]).json["hex"] == .string("000aff"))
    #expect(ShownBytes([]).json["text"] == .string(""))
  }

  /// Whatever character the cut falls into, it is left out whole.
  @Test(arguments: 0..<4) func longTextIsCutBetweenCharacters(shift: Int) {
    let text = String(repeating: "a", count: shift) + String(repeating: "😀", count: 3000)
    let json = ShownBytes(Array(text.utf8)).json
    let shown = json["text"]?.text ?? ""
    #expect(text.hasPrefix(shown))
    #expect((ShownBytes.textMax - 3...ShownBytes.textMax).contains(shown.utf8.count))
    #expect(json["bytes"] == .int(text.utf8.count) && json["cut"] == .bool(true))
  }

  @Test func longBinaryIsCut() {
    let json = ShownBytes([UInt8](repeating: 0xff, count: 1 << 20)).json
    #expect(json["hex"]?.text?.count == ShownBytes.binaryMax * 2)
    #expect(json["bytes"] == .int(1 << 20) && json["cut"] == .bool(true))
  }

  @Test func lagNeverGoesBelowZeroNorOverflows() {
    #expect(GroupView.Place(topic: "t", partition: 0, committed: 5, logEnd: 9).lag == 4)
    #expect(GroupView.Place(topic: "t", partition: 0, committed: 9, logEnd: 5).lag == 0)
    #expect(GroupView.Place(topic: "t", partition: 0, committed: .min, logEnd: .max).lag == 0)
    #expect(GroupView.Place(topic: "t", partition: 0, committed: 5, logEnd: nil).lag == 0)
  }
}
