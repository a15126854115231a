/// Those who wait for an offset to be durable. A state machine: it hands back whom to tell.
struct DurabilityQueue<Waiter: Sendable>: Sendable {
  private var waiting: [(offset: Int64, waiter: Waiter)] = []
  private var isSorted = true

  var isEmpty: Bool { waiting.isEmpty }

  mutating func add(_ offset: Int64, _ waiter: Waiter) {
    // Appends come in order, so a sort is rare.
    if let last = waiting.last, last.offset > offset { isSorted = false }
    waiting.append((offset, waiter))
  }

  /// Takes out all who wait for `durable` or less, in order of their offsets.
  mutating func release(upTo durable: Int64) -> [Waiter] {
    if !isSorted {
      waiting.sort { $0.offset < $1.offset }
      isSorted = true
    }
    let count = waiting.firstIndex { $0.offset > durable } ?? waiting.count
    let ready = waiting[..<count].map(\.waiter)
    waiting.removeFirst(count)
    return ready
  }

  mutating func releaseAll() -> [Waiter] {
    defer { waiting = [] }
    return waiting.map(\.waiter)
  }
}
