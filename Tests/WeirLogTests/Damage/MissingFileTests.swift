import Testing
import WeirBase
import WeirRecords
import WeirSim

@testable import WeirLog

/// Whole files are missing, or belong elsewhere: told by name, and nothing is touched.
@Suite struct MissingFileTests {
  /// Four segments, closed cleanly.
  private func segments() throws -> Fixture {
    let fixture = Fixture(segmentBytes: 250)
    let log = try fixture.open()
    for number in 0..<8 { try log.append(makeBatch([1, 2, 3], salt: UInt64(number))) }
    #expect(log.segmentCount == 4)
    log.close()
    return fixture
  }

  private func expectOffline(
    _ fixture: Fixture, naming words: String..., topicID: UUID128 = Fixture.topicID,
    location: SourceLocation = #_sourceLocation
  ) throws {
    let before = fixture.files.contents
    let reason = try fixture.open(topicID: topicID).offlineReason ?? ""
    for word in words { #expect(reason.contains(word), "\(reason)", sourceLocation: location) }
    #expect(!reason.isEmpty, sourceLocation: location)
    #expect(fixture.files.contents == before, sourceLocation: location)
    #expect(fixture.events.events(.error).contains { $0.text.contains(reason) }, sourceLocation: location)
  }

  @Test func theFirstSegmentIsMissing() throws {
    let fixture = try segments()
    try fixture.files.removeFile(fixture.path("00000000000000000000.log"))
    try expectOffline(fixture, naming: "0..<6", "00000000000000000006.log")
  }

  @Test(arguments: [true, false]) func aMiddleSegmentIsMissing(hasIndexes: Bool) throws {
    let fixture = try segments()
    try fixture.files.removeFile(fixture.path("00000000000000000006.log"))
    if !hasIndexes { for name in fixture.names(".index") { try fixture.files.removeFile(fixture.path(name)) } }
    try expectOffline(fixture, naming: "00000000000000000000.log", "12")
  }

  @Test func theLastSegmentIsMissing() throws {
    let fixture = try segments()
    try fixture.files.removeFile(fixture.path("00000000000000000018.log"))
    try expectOffline(fixture, naming: "00000000000000000018.log", "24")
  }

  @Test func allSegmentsAreMissing() throws {
    let fixture = try segments()
    for name in fixture.names(".log") { try fixture.files.removeFile(fixture.path(name)) }
    try expectOffline(fixture, naming: "24", Fixture.directory)
  }

  /// With the checkpoint gone as well, a gap is seen all the same.
  @Test func aGapIsSeenWithoutACheckpoint() throws {
    let fixture = try segments()
    try fixture.files.removeFile(fixture.path("checkpoint"))
    let whole = fixture.on(fixture.files.copy())
    #expect(try whole.open().batches(from: 0).count == 8)
    try fixture.files.removeFile(fixture.path("00000000000000000012.log"))
    try expectOffline(fixture, naming: "00000000000000000018.log", "12")
  }

  /// Without a checkpoint nobody knows what was durable: what sound records follow is no torn end.
  @Test func damageWithoutACheckpointIsNotTakenForATornEnd() throws {
    for (position, isTorn) in [(70, false), (61 + 120, true)] {
      let fixture = Fixture()
      let log = try fixture.open()
      for number in 0..<2 { try log.append(makeBatch([1], valueBytes: 50, salt: UInt64(number))) }
      log.close()
      try fixture.files.removeFile(fixture.path("checkpoint"))
      fixture.files.damage(fixture.path("00000000000000000000.log")) { $0[position] ^= 4 }
      if isTorn {
        let again = try fixture.open()
        #expect(again.offsets.logEnd == 1)
        #expect(fixture.names.contains { $0.contains(".torn-") })
      } else {
        try expectOffline(fixture, naming: "00000000000000000000.log", "byte 0", "sound records follow")
      }
    }
  }

  @Test func anotherTopicsDirectoryIsRefused() throws {
    let fixture = try segments()
    try expectOffline(fixture, naming: "partition.metadata", topicID: UUID128(high: 1, low: 2))
  }

  @Test func recordsWithoutMetadataAreRefused() throws {
    let fixture = try segments()
    try fixture.files.removeFile(fixture.path("partition.metadata"))
    let before = fixture.files.contents
    let log = try? fixture.open()
    #expect(log?.offlineReason != nil)
    #expect(fixture.files.contents == before)
  }

  /// Names and sizes that no log of ours has must not trap.
  @Test func oddFilesAreNoTrap() throws {
    for name in [
      "09223372036854775807.log", "99999999999999999999.log", "+0000000000000000001.log", "-0000000000000000001.log",
      "0.log", ".log", "00000000000000000000.index", "09223372036854775807.snapshot",
    ] {
      for bytes in [[], [UInt8](repeating: 0xff, count: 100), stamped(makeBatch(), offset: Int64.max - 2)] {
        let fixture = try segments()
        try fixture.files.open(fixture.path(name), .create).write(bytes, at: 0)
        let log = try fixture.open()
        if log.isOnline {
          #expect(try log.batches(from: 0).count == 8)
          _ = try log.find(timestamp: 2)
          try log.append(makeBatch())
          #expect(log.close())
        }
      }
    }
  }

  @Test func aLogNearTheLastOffsetRefusesAndDoesNotTrap() throws {
    for base in [Int64.max, Int64.max - 1, Int64.max - 5] {
      let fixture = Fixture()
      _ = try fixture.open()
      try fixture.files.removeFile(fixture.path("checkpoint"))
      let name = String(base)
      let path = fixture.path(String(repeating: "0", count: 20 - name.count) + name + ".log")
      try fixture.files.open(path, .create).write(stamped(makeBatch([1]), offset: base), at: 0)
      let log = try fixture.open()
      if log.isOnline {
        for _ in 0..<6 { _ = try? log.append(makeBatch([1, 2, 3])) }
        _ = try? log.batches(from: log.offsets.logStart)
        log.close()
      }
      #expect(log.offsets.logEnd >= log.offsets.logStart)
    }
  }
}
