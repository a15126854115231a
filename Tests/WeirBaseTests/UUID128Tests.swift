import Synchronization
import Testing
import WeirBase

/// Numbers that repeat from run to run.
private final class CountingRandom: RandomSource {
  private let state = Mutex<UInt64>(1)

  func next() -> UInt64 {
    state.withLock { state in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state
    }
  }
}

struct UUID128Tests {
  @Test func textIsUrlSafeBase64() {
    #expect(UUID128.zero.description == "AAAAAAAAAAAAAAAAAAAAAA" && UUID128.zero.isZero)
    let id = UUID128(high: 0x0011_2233_4455_6677, low: 0x8899_aabb_ccdd_eeff)
    #expect(id.description == "ABEiM0RVZneImaq7zN3u_w")
    #expect(UUID128(high: .max, low: .max).description == "_____________________w")
  }

  @Test func textGoesBothWays() {
    let random = CountingRandom()
    for _ in 0..<1_000 {
      let id = UUID128(high: random.next(), low: random.next())
      #expect(UUID128(id.description) == id)
    }
  }

  @Test func otherTextIsNone() {
    for text in [
      "", "AAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAA+A", "AAAAAAAAAAAAAAAAAAAAAB",
    ] {
      #expect(UUID128(text) == nil, "\(text)")
    }
  }

  @Test func randomOnesAreOfVersionFour() {
    let random = CountingRandom()
    var seen: Set<UUID128> = []
    for _ in 0..<1_000 {
      let id = UUID128.random(from: random)
      #expect(id.high >> 12 & 0xf == 4 && id.low >> 62 == 2)
      #expect(!id.description.hasPrefix("-"))
      seen.insert(id)
    }
    #expect(seen.count == 1_000)
  }

  @Test func orderIsThatOfTheBytes() {
    #expect(UUID128(high: 0, low: .max) < UUID128(high: 1, low: 0))
    #expect(UUID128(high: 1, low: 1) < UUID128(high: 1, low: 2))
  }
}
