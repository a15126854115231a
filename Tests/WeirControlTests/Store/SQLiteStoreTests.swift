import Glibc
import Testing
import WeirBase

@testable import WeirControl

extension StoreTests {
  /// What the store in a file promises about its file.
  @Suite(.serialized)
  struct SQLite {
    private let directory: String

    init() throws {
      var template = Array("/tmp/weir-sqlite-XXXXXX".utf8CString)
      try #require(mkdtemp(&template) != nil)
      directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private var path: String { "\(directory)/metadata.db" }

    private func open(_ clock: any Clock = SystemClock()) throws -> SQLiteStore {
      try SQLiteStore.open(path: path, clock: clock, events: SilentLog())
    }

    @Test func `what was committed is there after opening anew, compacted or not`() async throws {
      defer { removeDirectory(directory) }
      var store = try open()
      try await store.put("/a", "1")
      try await store.put("/b", "1")
      let last = try await store.delete("/b")
      try await store.compact(before: last)
      await store.close()
      store = try open()
      #expect(try await store.now() == last)
      #expect(try await store.all("/", page: 10).map(\.key) == ["/a"])
      #expect(try await store.put("/a", "2") == last + 1)
      await store.close()
    }

    @Test func `files copied in the middle of writing hold every acknowledged change`() async throws {
      defer { removeDirectory(directory) }
      let store = try open()
      let writers = Task {
        try await withThrowingTaskGroup(of: Void.self) { group in
          for writer in 0..<8 {
            group.addTask {
              var number = 0
              while !Task.isCancelled {
                try await store.put("/c/\(writer)", "\(number)")
                number += 1
              }
            }
          }
          try await group.waitForAll()
        }
      }
      for round in 0..<10 {
        try await Task.sleep(nanoseconds: 20_000_000)
        let acknowledged = try await store.now()
        // The log is copied after the acknowledgement; what is in the main file then is in the log as well.
        for suffix in ["", "-wal"] { try copy(path + suffix, "\(directory)/copy\(round).db\(suffix)") }
        let copy = try SQLiteStore.open(path: "\(directory)/copy\(round).db", clock: SystemClock(), events: SilentLog())
        #expect(try await copy.now() >= acknowledged)
        await copy.close()
      }
      writers.cancel()
      _ = await writers.result
      await store.close()
    }

    private func copy(_ from: String, _ to: String) throws {
      let (input, output) = (Glibc.open(from, O_RDONLY), Glibc.open(to, O_WRONLY | O_CREAT | O_TRUNC, 0o600))
      defer {
        Glibc.close(input)
        Glibc.close(output)
      }
      try #require(input >= 0 && output >= 0)
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = read(input, &buffer, buffer.count)
        if count <= 0 { return }
        try #require(write(output, buffer, count) == count)
      }
    }

    @Test func `a lease that ended while the node was down ends soon after it starts`() async throws {
      defer { removeDirectory(directory) }
      let clock = TurnedClock()
      var store = try open(clock)
      let lease = try await store.grantLease(seconds: 10)
      try await store.put("/leased", "1", lease: lease)
      await store.close()
      clock.advance(millis: 9_000)
      store = try open(clock)
      #expect(try await store.get("/leased").entry != nil)
      await store.close()
      clock.advance(millis: 1_001)
      store = try open(clock)
      let opened = store
      #expect(try await eventually { try await opened.get("/leased").entry == nil })
      await store.close()
    }

    @Test func `damage names the file and what to do`() async throws {
      defer { removeDirectory(directory) }
      try copy("/bin/sh", path)
      #expect(throws: StoreError.self) { try open() }
      do throws(StoreError) {
        _ = try SQLiteStore.open(path: path, clock: SystemClock(), events: SilentLog())
      } catch {
        guard case .damaged(let text) = error else { return #expect(Bool(false), "\(error)") }
        #expect(text.contains(path) && text.contains("move the file away"))
      }
    }

    @Test func `a watch that starts far back is told all of it`() async throws {
      defer { removeDirectory(directory) }
      let store = try SQLiteStore.open(path: ":memory:", clock: SystemClock(), events: SilentLog())
      for _ in 0..<100 {
        _ = try await store.committed((0..<128).map { .put("/far/\($0)", [1, 2, 3]) })
      }
      let watch = try await store.watch("/far/", after: 0)
      async let more = store.put("/far/last", "1")
      let changes = try await watch.changes(12_801)
      #expect(changes.map(\.revision) == (1...100).flatMap { [Int64](repeating: $0, count: 128) } + [try await more])
      await store.close()
    }

    @Test func `old changes are forgotten, what exists is not`() async throws {
      defer { removeDirectory(directory) }
      let store = try SQLiteStore.open(path: ":memory:", clock: SystemClock(), events: SilentLog())
      try await store.put("/kept", "1")
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<100 {
          group.addTask { for number in 0..<205 { try await store.put("/f/\(writer)", "\(number)") } }
        }
        try await group.waitForAll()
      }
      guard case .compacted? = await storeError({ _ = try await store.watch("/", after: 1) }) else {
        return #expect(Bool(false), "20,501 changes are kept")
      }
      #expect(try await store.all("/", page: 1_000).count == 101)
      await store.close()
    }
  }
}
