import Dispatch
import Synchronization
import Testing
import WeirBase

/// Shared between threads by reference.
private final class Tally: Sendable {
  let done = Atomic<Int>(0)
  let atOnce = Atomic<Int>(0)
  let mostAtOnce = Atomic<Int>(0)
}

struct ThreadPoolTests {
  @Test(arguments: [1, 2, 7]) func everyJobRunsOnce(_ threadsMax: Int) {
    let pool = ThreadPool(name: "test-pool", threadsMax: threadsMax)
    let tally = Tally()
    let all = DispatchGroup()
    for _ in 0..<5_000 {
      all.enter()
      pool.run {
        let now = tally.atOnce.add(1, ordering: .sequentiallyConsistent).newValue
        tally.mostAtOnce.max(now, ordering: .sequentiallyConsistent)
        tally.done.add(1, ordering: .sequentiallyConsistent)
        tally.atOnce.subtract(1, ordering: .sequentiallyConsistent)
        all.leave()
      }
    }
    #expect(all.wait(timeout: .now() + 30) == .success)
    #expect(tally.done.load(ordering: .sequentiallyConsistent) == 5_000)
    #expect(tally.mostAtOnce.load(ordering: .sequentiallyConsistent) <= threadsMax)
  }

  @Test func jobsMayAskForJobs() {
    let pool = ThreadPool(name: "test-nested", threadsMax: 1)
    let all = DispatchGroup()
    all.enter()
    pool.run { pool.run { pool.run { all.leave() } } }
    #expect(all.wait(timeout: .now() + 30) == .success)
  }

  @Test func oneBlockedJobDoesNotHoldUpAnother() {
    let pool = ThreadPool(name: "test-blocked", threadsMax: 2)
    let gate = DispatchSemaphore(value: 0)
    let first = DispatchGroup()
    first.enter()
    pool.run {
      gate.wait()
      first.leave()
    }
    let second = DispatchGroup()
    second.enter()
    pool.run { second.leave() }
    #expect(second.wait(timeout: .now() + 30) == .success)
    gate.signal()
    #expect(first.wait(timeout: .now() + 30) == .success)
  }

  @Test func whatWasAskedBeforeTheStopIsDone() {
    let all = DispatchGroup()
    let tally = Tally()
    do {
      let pool = ThreadPool(name: "test-stop", threadsMax: 1)
      for _ in 0..<1_000 {
        all.enter()
        pool.run {
          tally.done.add(1, ordering: .sequentiallyConsistent)
          all.leave()
        }
      }
    }
    #expect(all.wait(timeout: .now() + 30) == .success)
    #expect(tally.done.load(ordering: .sequentiallyConsistent) == 1_000)
  }
}
