import Testing
import WeirBase
import WeirRecords
import WeirSim

@testable import WeirLog

/// One bit is wrong somewhere in a log that was closed cleanly.
@Suite struct BitFlipTests {
  /// A closed log of two segments, with everything that may lie beside it.
  static func closed() throws -> (Fixture, [[UInt8]]) {
    var fixture = Fixture(segmentBytes: 500)
    fixture.epoch = 3
    let log = try fixture.open()
    var batches: [[UInt8]] = []
    for number in 0..<5 {
      let batch = makeBatch(
        [1_000, 1_001], valueBytes: 12, producer: number % 2 == 0 ? 9 : -1, sequence: Int32(number),
        salt: UInt64(number))
      let appended = try log.append(batch)
      batches.append(stamped(batch, offset: appended.baseOffset, epoch: 3))
    }
    log.close()
    return (fixture, batches)
  }

  /// Opens and reads everything; returns what is wrong with that.
  static func check(_ fixture: Fixture, _ batches: [[UInt8]], served: inout Int) throws -> [String] {
    let before = Set(fixture.names)
    let log = try fixture.open()
    var wrong: [String] = []
    for (index, batch) in batches.enumerated() {
      let offset = Int64(index * 2)
      do {
        guard let found = try log.batch(at: offset) else {
          wrong.append("nothing at \(offset)")
          continue
        }
        if found == batch { served += 1 } else { wrong.append("other bytes at \(offset)") }
      } catch ReadError.damaged, ReadError.offline, ReadError.offsetOutOfRange {
        continue
      }
    }
    _ = try? log.find(timestamp: 1_001)
    _ = try? log.maxTimestamp()
    _ = log.applyRetention()
    let gone = before.subtracting(fixture.names).filter { $0.hasSuffix(".log") }
    if !gone.isEmpty { wrong.append("gone: \(gone)") }
    return wrong
  }

  @Test func aFlippedBitInARecordsFileSparesTheOthers() throws {
    let (fixture, batches) = try Self.closed()
    for name in fixture.names(".log") {
      let path = fixture.path(name)
      for bit in 0..<(fixture.files.contents[path] ?? []).count * 8 {
        let damaged = fixture.on(fixture.files.copy())
        damaged.files.damage(path) { $0[bit / 8] ^= 1 << (bit % 8) }
        var served = 0
        let wrong = try Self.check(damaged, batches, served: &served)
        #expect(wrong.isEmpty && served == batches.count - 1, "\(name) bit \(bit): \(wrong), served \(served)")
      }
    }
  }

  /// As before, but the caches are gone, so that opening has to look at the records.
  @Test func withoutCachesNothingWrongIsServed() throws {
    let (fixture, batches) = try Self.closed()
    for name in fixture.names where name.hasSuffix(".index") || name.hasSuffix(".snapshot") {
      try fixture.files.removeFile(fixture.path(name))
    }
    for name in fixture.names(".log") {
      let path = fixture.path(name)
      for bit in stride(from: 0, to: (fixture.files.contents[path] ?? []).count * 8, by: 3) {
        let damaged = fixture.on(fixture.files.copy())
        damaged.files.damage(path) { $0[bit / 8] ^= 1 << (bit % 8) }
        var served = 0
        let wrong = try Self.check(damaged, batches, served: &served)
        #expect(wrong.isEmpty && served < batches.count, "\(name) bit \(bit): \(wrong), served \(served)")
      }
    }
  }

  @Test func aFlippedBitInAnyOtherFileCostsNothingOrIsNamed() throws {
    let (fixture, batches) = try Self.closed()
    let others = fixture.names.filter { !$0.hasSuffix(".log") }
    #expect(others.contains { $0.hasSuffix(".index") } && others.contains { $0.hasSuffix(".snapshot") })
    for name in others {
      let path = fixture.path(name)
      // Three quarters of a checkpoint are room for later.
      for bit in stride(from: 0, to: (fixture.files.contents[path] ?? []).count * 8, by: name == "checkpoint" ? 3 : 1) {
        let damaged = fixture.on(fixture.files.copy())
        damaged.files.damage(path) { $0[bit / 8] ^= 1 << (bit % 8) }
        var served = 0
        let wrong = try Self.check(damaged, batches, served: &served)
        let expected = name == "partition.metadata" ? 0 : batches.count
        #expect(wrong.isEmpty && served == expected, "\(name) bit \(bit): \(wrong), served \(served)")
      }
    }
  }
}
