import Testing

@testable import WeirControl

@Suite struct WorkQueueTests {
  @Test func aKeyWaitsOnce() {
    var queue = WorkQueue<String>()
    for _ in 0..<3 { queue.add("a") }
    queue.add("b")
    #expect(queue.next(now: 0) == "a")
    #expect(queue.next(now: 0) == "b")
    #expect(queue.next(now: 0) == nil)
  }

  @Test func aKeyIsAtWorkOnceAndComesAgainWhenAskedForMeanwhile() {
    var queue = WorkQueue<String>()
    queue.add("a")
    #expect(queue.next(now: 0) == "a")
    queue.add("a")
    #expect(queue.next(now: 0) == nil)
    queue.done("a", .settled, now: 0)
    #expect(queue.next(now: 0) == "a")
    queue.done("a", .settled, now: 0)
    #expect(queue.next(now: 0) == nil)
    #expect(queue.depth == 0)
  }

  @Test func failuresWaitLongerAndLongerUpToAMinute() {
    var queue = WorkQueue<String>()
    var now: UInt64 = 0
    var waits: [UInt64] = []
    queue.add("a")
    for _ in 0..<20 {
      #expect(queue.next(now: now) == "a")
      queue.done("a", .retry, now: now)
      let due = queue.due("a") ?? 0
      waits.append(due - now)
      #expect(queue.next(now: due - 1) == nil)
      now = due
    }
    #expect(waits.first == 20_000_000 && waits[1] == 40_000_000)
    #expect(waits.last == 60_000_000_000)
    #expect(waits == waits.sorted())
  }

  @Test func successForgetsFailures() {
    var queue = WorkQueue<String>()
    queue.add("a")
    _ = queue.next(now: 0)
    queue.done("a", .retry, now: 0)
    _ = queue.next(now: 1 << 40)
    queue.done("a", .settled, now: 1 << 40)
    queue.add("a")
    _ = queue.next(now: 1 << 40)
    queue.done("a", .retry, now: 1 << 40)
    #expect(queue.due("a") == 1 << 40 + 20_000_000)
  }

  @Test func terminalWaitsForTheNextChange() {
    var queue = WorkQueue<String>()
    queue.add("a")
    _ = queue.next(now: 0)
    queue.done("a", .terminal, now: 0)
    #expect(queue.next(now: .max) == nil)
    queue.add("a")
    #expect(queue.next(now: 0) == "a")
  }

  @Test func aChangeDoesNotWaitForTheDelay() {
    var queue = WorkQueue<String>()
    queue.add("a")
    _ = queue.next(now: 0)
    queue.done("a", .after(1_000), now: 0)
    #expect(queue.next(now: 999) == nil)
    queue.add("a")
    #expect(queue.next(now: 0) == "a")
    #expect(queue.next(now: 2_000) == nil)
  }

  @Test func manyKeysKeepTheirOrder() {
    var queue = WorkQueue<Int>()
    for key in 0..<5_000 { queue.add(key) }
    var taken: [Int] = []
    while let key = queue.next(now: 0) {
      taken.append(key)
      queue.done(key, .settled, now: 0)
    }
    #expect(taken == Array(0..<5_000))
  }
}
