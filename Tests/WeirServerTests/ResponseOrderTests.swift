import NIOCore
import Testing
import WeirBroker

@testable import WeirServer

struct ResponseOrderTests {
  private func message(_ byte: UInt8, count: Int = 1) -> Answer {
    .message([ByteBuffer(bytes: [UInt8](repeating: byte, count: count))])
  }

  private func firstBytes(_ answers: [Answer]) -> [UInt8] {
    answers.compactMap { answer in
      guard case .message(let parts) = answer else { return nil }
      return parts.first?.getInteger(at: 0)
    }
  }

  @Test func answersGoOutInTheOrderOfTheirRequests() {
    var order = ResponseOrder()
    let a = order.admit()
    let b = order.admit()
    let c = order.admit()
    #expect(order.settle(c, message(3)).isEmpty)
    #expect(order.settle(b, message(2)).isEmpty)
    #expect(order.heldBytes == 2)
    #expect(firstBytes(order.settle(a, message(1))) == [1, 2, 3])
    #expect(order.isEmpty && order.heldBytes == 0)
  }

  @Test func aSecondAnswerIsIgnored() {
    var order = ResponseOrder()
    let a = order.admit()
    let b = order.admit()
    #expect(order.settle(b, message(2)).isEmpty)
    #expect(order.settle(b, message(9)).isEmpty)
    #expect(firstBytes(order.settle(a, message(1))) == [1, 2])
    #expect(order.settle(a, message(9)).isEmpty)
  }

  @Test func unansweredRequestsHoldTheirPlaceButWriteNothing() {
    var order = ResponseOrder()
    let a = order.admit()
    let b = order.admit()
    #expect(order.settle(b, message(2)).isEmpty)
    let ready = order.settle(a, .nothing)
    #expect(ready.count == 2)
    #expect(firstBytes(ready) == [2])
  }

  @Test func anyInterleavingKeepsTheOrder() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      var order = ResponseOrder()
      let tickets = (0..<40).map { _ in order.admit() }
      var written: [UInt8] = []
      for index in (0..<40).shuffled(using: &random) {
        written += firstBytes(order.settle(tickets[index], message(UInt8(index))))
      }
      #expect(written == Array(0..<40))
    }
  }
}
