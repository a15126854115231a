import NIOCore
import WeirBase
import WeirWire

/// A structure the tests can fill with random values (`Generated/RandomMessages.swift`).
protocol RandomBody: WireBody {
  static func random(_ random: inout RandomValues, version: Int16) -> Self
}

/// A seeded source of field values (SplitMix64) that likes the edges.
struct RandomValues: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  mutating func isNull() -> Bool { below(4) == 0 }

  mutating func bool() -> Bool { below(2) == 0 }

  mutating func integer<T: FixedWidthInteger>() -> T {
    switch below(6) {
    case 0: 0
    case 1: T.max
    case 2: T.min
    case 3: T(truncatingIfNeeded: -1)
    default: T(truncatingIfNeeded: next())
    }
  }

  mutating func uuid() -> UUID128 { bool() ? .zero : UUID128(high: next(), low: next()) }

  mutating func string() -> String {
    let alphabet: [Character] = ["a", "Z", "0", ".", "-", "é", "水", "🌊", "\0"]
    let count = [0, 1, 5, 16, 130][below(5)]
    return String((0..<count).map { _ in alphabet[below(alphabet.count)] })
  }

  mutating func bytes() -> [UInt8] {
    let count = [0, 1, 7, 128, 300][below(5)]
    return (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
  }

  mutating func records() -> ByteBuffer {
    let count = [0, 1, 61, 4_095, 4_096, 5_000][below(6)]
    return ByteBuffer(bytes: (0..<count).map { UInt8(truncatingIfNeeded: $0) })
  }

  mutating func array<T>(_ element: (inout RandomValues) -> T) -> [T] {
    let count = [0, 1, 1, 2, 3][below(5)]
    return (0..<count).map { _ in element(&self) }
  }

  /// Numbers no schema knows, in ascending order.
  mutating func taggedFields() -> [TaggedField] {
    guard below(4) == 0 else { return [] }
    return (0..<1 + below(2)).map { TaggedField(tag: UInt32(10_000 + $0 * 7), data: bytes()) }
  }
}
