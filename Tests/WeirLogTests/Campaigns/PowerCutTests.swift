import Testing
import WeirBase
import WeirRecords
import WeirSim

@testable import WeirLog

/// What was acknowledged survives the loss of power, at any moment, whatever the disk made of unsynced writes.
@Suite struct PowerCutTests {
  @Test(arguments: 0..<10) func nothingAcknowledgedIsLost(block: UInt64) throws {
    for seed in block * 60 * campaignScale..<(block + 1) * 60 * campaignScale {
      var run = try LogRun(seed: seed)
      for life in 0..<3 {
        run.live(run.random.int(0...25))
        let wrong = run.random.chance(20) ? try run.close() : try run.restart(powerCut: run.random.chance(80))
        #expect(wrong.isEmpty, "seed \(seed), life \(life): \(wrong)")
        if !wrong.isEmpty { break }
      }
    }
  }

  /// The power goes in the middle of something: from some operation on, nothing reaches the disk any more.
  @Test(arguments: 0..<10) func nothingAcknowledgedIsLostInTheMiddleOfAnOperation(block: UInt64) throws {
    for seed in block * 30 * campaignScale..<(block + 1) * 30 * campaignScale {
      var run = try LogRun(seed: seed &+ 10_000_000)
      run.live(run.random.int(0...15))
      run.fixture.files.inject(
        Fault(nil, after: run.random.int(1...40), writesShort: run.random.chance(50), times: .max))
      run.live(run.random.int(5...25))
      var wrong = try run.restart(powerCut: run.random.chance(80))
      #expect(wrong.isEmpty, "seed \(seed): \(wrong)")
      run.live(10)
      wrong = try run.restart(powerCut: true)
      #expect(wrong.isEmpty, "seed \(seed), after: \(wrong)")
    }
  }

  /// The checker is not blind: a disk that says it synced and did not is found out.
  @Test func aLyingDiskIsFoundOut() throws {
    var found = 0
    for seed: UInt64 in 0..<60 {
      var run = try LogRun(seed: seed)
      run.fixture.files.isLying = true
      run.live(25)
      if try !run.restart(powerCut: true).isEmpty { found += 1 }
    }
    #expect(found >= 30)
  }
}
