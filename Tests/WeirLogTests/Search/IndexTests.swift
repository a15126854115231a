import Synchronization
import Testing
import WeirBase
import WeirRecords
import WeirSim

@testable import WeirLog

@Suite struct IndexTests {
  private func random(_ seed: UInt64) throws -> (Fixture, PartitionLog, [[UInt8]]) {
    var random = SeededRandom(seed: seed)
    var fixture = Fixture(segmentBytes: random.int(3_000...9_000))
    fixture.config.indexIntervalBytes = random.int(1...1_500)
    let log = try fixture.open()
    var batches: [[UInt8]] = []
    for _ in 0..<80 {
      let batch = random.batch(recordsMax: 4, valueMax: 120)
      batches.append(stamped(batch, offset: try log.append(batch).baseOffset))
    }
    return (fixture, log, batches)
  }

  private func expectAll(_ log: PartitionLog, _ batches: [[UInt8]], location: SourceLocation = #_sourceLocation) throws
  {
    for batch in batches {
      let header = try header(batch)
      for offset in header.baseOffset...header.lastOffset {
        #expect(try log.batch(at: offset) == batch, sourceLocation: location)
      }
    }
  }

  @Test(arguments: 0..<6) func everyOffsetIsFoundAsByALinearScan(seed: UInt64) throws {
    let (fixture, log, batches) = try random(seed)
    try expectAll(log, batches)
    #expect(log.close())
    try expectAll(try fixture.on(fixture.files.copy()).open(), batches)
    // Without index files the same is found from the records.
    for name in fixture.names(".index") { try fixture.files.removeFile(fixture.path(name)) }
    let rebuilt = try fixture.on(fixture.files.copy()).open()
    try expectAll(rebuilt, batches)
    rebuilt.close()
  }

  @Test func theIndexOfAGrowingSegmentCatchesUp() throws {
    var fixture = Fixture()
    fixture.config.indexIntervalBytes = 1
    let log = try fixture.open()
    for number in 0..<20 { try log.append(makeBatch(salt: UInt64(number))) }
    log.close()
    let again = try fixture.open()
    let segment = again.state.withLock { $0.active }
    #expect(try again.loadedIndex(of: segment).entries.count == 20)
    // As if ten batches had come between looking at the file and keeping what was found.
    let early = again.state.withLock { _ in segment.index }
    for number in 20..<30 { try again.append(makeBatch(salt: UInt64(number))) }
    again.state.withLock { _ in segment.index = early }
    try again.append(makeBatch())
    #expect(again.state.withLock { _ in segment.index } == early)
    #expect(try again.batch(at: 5) == stamped(makeBatch(salt: 5), offset: 5))
    let index = try again.loadedIndex(of: segment)
    #expect(index.entries.count == 31 && index.coveredBytes == segment.size && index.nextOffset == 31)
    try again.append(makeBatch())
    #expect(again.state.withLock { _ in segment.index?.entries.count } == 32)
  }

  @Test func aBatchLargerThanItsFileAsksForNoMemory() throws {
    let fixture = Fixture()
    let log = try fixture.open()
    for number in 0..<3 { try log.append(makeBatch(salt: UInt64(number))) }
    log.close()
    // A length of 2 GiB in the header of the second.
    fixture.files.damage(fixture.path("00000000000000000000.log")) { bytes in
      let size = bytes.count / 3
      bytes[size + 8] = 0x7f
    }
    let again = try fixture.open()
    var buffer = [UInt8](repeating: 0, count: makeBatch().count)
    let error = #expect(throws: ReadError.self) {
      try buffer.withUnsafeMutableBytes { try again.read(from: 1, before: 3, into: $0, cachedOnly: false) }
    }
    if case .damaged(let text) = error {
      #expect(text.contains("offset 1"))
    } else {
      Issue.record("\(String(describing: error))")
    }
    #expect(try again.batches(from: 2).count == 1)
  }

  @Test func theEventLogIsToldOfDamageOnce() throws {
    let fixture = Fixture()
    let log = try fixture.open()
    try log.append(makeBatch())
    log.close()
    fixture.files.damage(fixture.path("00000000000000000000.log")) { $0[70] ^= 1 }
    let again = try fixture.open()
    for _ in 0..<5 { #expect(throws: ReadError.self) { try again.batches(from: 0) } }
    let errors = fixture.events.events(.error).filter { $0.text.contains("00000000000000000000.log") }
    #expect(errors.count == 1)
  }
}
