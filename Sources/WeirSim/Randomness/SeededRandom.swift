import Synchronization
import WeirBase

/// Randomness that repeats (SplitMix64): a failing case comes again with its seed.
package struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A number in `range`, which must not be empty.
  package mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  package mutating func chance(_ percent: Int) -> Bool { int(0...99) < percent }

  package mutating func bytes(_ count: Int) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(count)
    while out.count < count {
      var word = next()
      for _ in 0..<min(8, count - out.count) {
        out.append(UInt8(truncatingIfNeeded: word))
        word >>= 8
      }
    }
    return out
  }
}

/// The same, shared: what the code under test draws from.
package final class SeededRandomSource: RandomSource {
  private let random: Mutex<SeededRandom>

  package init(seed: UInt64) { random = Mutex(SeededRandom(seed: seed)) }

  package func next() -> UInt64 { random.withLock { $0.next() } }
}
