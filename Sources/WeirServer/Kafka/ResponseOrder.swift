import NIOCore
import WeirBroker

/// Puts answers back into the order of their requests. A state machine without I/O.
struct ResponseOrder {
  /// Stands for one request on its connection.
  struct Ticket: Equatable, Sendable { fileprivate let number: UInt64 }

  private var slots = CircularBuffer<Answer?>()
  private var first: UInt64 = 0
  /// Bytes of answers that wait for an earlier one.
  private(set) var heldBytes = 0

  /// Requests not answered yet, or answered behind one that is not.
  var count: Int { slots.count }
  var isEmpty: Bool { slots.isEmpty }

  mutating func admit() -> Ticket {
    slots.append(nil)
    return Ticket(number: first &+ UInt64(slots.count &- 1))
  }

  /// Takes an answer; returns those that may be written now, in order. A second answer to a request is ignored.
  mutating func settle(_ ticket: Ticket, _ answer: Answer) -> [Answer] {
    guard ticket.number >= first, ticket.number &- first < UInt64(slots.count) else { return [] }
    let index = slots.index(slots.startIndex, offsetBy: Int(ticket.number &- first))
    guard slots[index] == nil else { return [] }
    slots[index] = answer
    heldBytes += answer.byteCount
    var ready: [Answer] = []
    while let slot = slots.first, let answer = slot {
      slots.removeFirst()
      first &+= 1
      heldBytes -= answer.byteCount
      ready.append(answer)
    }
    return ready
  }
}

extension Answer {
  /// Bytes on the wire without the frame's length.
  var byteCount: Int {
    guard case .message(let parts) = self else { return 0 }
    return parts.reduce(0) { $0 + $1.readableBytes }
  }
}
