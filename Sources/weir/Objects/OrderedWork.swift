/// Does work on many things, some at a time, and hands each result over in the order of the things.
///
/// - Parameters:
///   - atOnce: how many are worked on together.
///   - each: called with the results, one after the other. What it throws, like what `work` throws, ends everything.
func inOrder<T: Sendable, R: Sendable>(
  _ things: [T], atOnce: Int = 16, _ work: @escaping @Sendable (T) async throws -> R, _ each: (R) throws -> Void
) async throws {
  try await withThrowingTaskGroup(of: (Int, R).self) { group in
    var results: [Int: R] = [:]
    var started = 0
    var told = 0
    func start() {
      guard started < things.count else { return }
      let (place, thing) = (started, things[started])
      started += 1
      group.addTask { (place, try await work(thing)) }
    }
    for _ in 0..<max(1, atOnce) { start() }
    while let (place, result) = try await group.next() {
      start()
      results[place] = result
      while let next = results.removeValue(forKey: told) {
        told += 1
        try each(next)
      }
    }
  }
}
