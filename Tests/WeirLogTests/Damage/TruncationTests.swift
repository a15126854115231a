import Testing
import WeirBase
import WeirRecords
import WeirSim

@testable import WeirLog

/// Files end too early, at every byte.
@Suite struct TruncationTests {
  /// Three durable batches and four that no sync covered.
  private func unsynced() throws -> (Fixture, [[UInt8]], durableBytes: Int) {
    let fixture = Fixture()
    let log = try fixture.open()
    var batches: [[UInt8]] = []
    var durable = 0
    for number in 0..<7 {
      let batch = makeBatch([1, 2], valueBytes: 20, salt: UInt64(number))
      batches.append(stamped(batch, offset: try log.append(batch).baseOffset))
      if number == 2 {
        try log.flush()
        durable = batches.reduce(0) { $0 + $1.count }
      }
    }
    return (fixture, batches, durable)
  }

  @Test func theUnsyncedTailIsCutToTheLongestSoundPrefix() throws {
    let (fixture, batches, durable) = try unsynced()
    let path = fixture.path("00000000000000000000.log")
    let total = batches.reduce(0) { $0 + $1.count }
    for size in durable...total {
      let cut = fixture.on(fixture.files.copy())
      cut.files.damage(path) { $0.removeLast(total - size) }
      let log = try cut.open()
      var end = 0
      let whole = batches.prefix { batch in
        end += batch.count
        return end <= size
      }
      #expect(try log.batches(from: 0) == Array(whole), "size \(size)")
      #expect(log.offsets.durable == log.offsets.logEnd)
      // It goes on as if nothing had been.
      let next = makeBatch([5])
      #expect(try log.append(next).baseOffset == Int64(whole.count * 2))
      log.close()
      #expect(try cut.open().batches(from: Int64(whole.count * 2)).count == 1)
    }
  }

  @Test func whatIsCutIsKeptAside() throws {
    let (fixture, batches, _) = try unsynced()
    let path = fixture.path("00000000000000000000.log")
    fixture.files.damage(path) { $0.removeLast(1) }
    _ = try fixture.open()
    let last = try #require(batches.last)
    let kept = try #require(fixture.names.first { $0.contains(".torn-") })
    #expect(fixture.files.contents[fixture.path(kept)] == Array(last.dropLast()))
    #expect(fixture.events.events(.warning).contains { $0.text.contains(kept) })
  }

  @Test func aFileShorterThanItsDurablePointIsNamedAndLeftAlone() throws {
    let (fixture, _, durable) = try unsynced()
    let path = fixture.path("00000000000000000000.log")
    for size in 0..<durable {
      let cut = fixture.on(fixture.files.copy())
      cut.files.damage(path) { $0.removeLast($0.count - size) }
      let before = cut.files.contents
      let log = try cut.open()
      let reason = try #require(log.offlineReason, "size \(size)")
      #expect(reason.contains("00000000000000000000.log") && reason.contains("offset 6"))
      #expect(cut.files.contents == before)
      #expect(throws: ReadError.offline(reason)) { try log.batches(from: 0) }
    }
  }

  @Test func shortenedCachesAndCheckpointsCostNoRecord() throws {
    let (fixture, batches) = try BitFlipTests.closed()
    for name in fixture.names where !name.hasSuffix(".log") && name != "partition.metadata" {
      let path = fixture.path(name)
      for size in 0..<(fixture.files.contents[path] ?? []).count {
        let cut = fixture.on(fixture.files.copy())
        cut.files.damage(path) { $0.removeLast($0.count - size) }
        #expect(try cut.open().batches(from: 0) == batches, "\(name) of \(size) bytes")
      }
    }
    for size in 0..<28 {
      let cut = fixture.on(fixture.files.copy())
      cut.files.damage(fixture.path("partition.metadata")) { $0.removeLast($0.count - size) }
      let before = cut.files.contents
      #expect(try cut.open().offlineReason?.contains("partition.metadata") == true)
      #expect(cut.files.contents == before)
    }
  }
}
