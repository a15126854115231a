import Testing
import WeirRecords

/// Damage is found, and nothing that a wire can carry traps.
struct BatchMutationTests {
  @Test(arguments: Codec.allCases) func everyFlippedBitIsFound(_ codec: Codec) throws {
    let whole = build(goldenRecords, codec: codec, baseOffset: 1_000)
    let original = try header(of: whole)
    for bit in 0..<(whole.count * 8) {
      var damaged = whole
      damaged[bit / 8] ^= 1 << (bit % 8)
      switch bit / 8 {
      case 0..<8, 12..<16:
        // The log's own fields are outside the CRC; nothing else may change with them.
        guard var changed = try? header(of: damaged) else { continue }
        #expect(changed != original)
        changed.baseOffset = original.baseOffset
        changed.partitionLeaderEpoch = original.partitionLeaderEpoch
        #expect(changed == original)
      default:
        #expect(error(reading: damaged) != nil, "bit \(bit)")
      }
    }
  }

  @Test(arguments: Codec.allCases) func everyPrefixIsAnError(_ codec: Codec) {
    let whole = build(goldenRecords, codec: codec)
    for count in 0..<whole.count { #expect(error(reading: Array(whole[..<count])) != nil, "\(count) bytes") }
    #expect(error(reading: whole) == nil)
  }

  /// Cut records sections under a header that states the cut length rightly, as no CRC could tell.
  @Test(arguments: Codec.allCases) func everyCutSectionIsAnError(_ codec: Codec) throws {
    let whole = build(goldenRecords, codec: codec)
    for count in 61..<whole.count {
      let cut = batch(Array(whole[61..<count]), codec: codec.rawValue, count: 4) { $0.baseTimestamp = 0 }
      #expect(error(reading: cut) != nil, "\(count) bytes")
    }
  }

  @Test func randomBytesNeverTrap() {
    var random = SplitMix64(seed: 0xbad)
    var refused = 0
    for _ in 0..<20_000 {
      let section = random.bytes(Int.random(in: 0...80, using: &random))
      let count =
        random.chance(50) ? Int32.random(in: 0...3, using: &random) : Int32.random(in: 0 ... .max, using: &random)
      let bytes = batch(section, codec: UInt8.random(in: 0...7, using: &random), count: count)
      if error(reading: bytes, limit: 1 << 16) != nil { refused += 1 }
    }
    #expect(refused > 19_000)
  }

  @Test(arguments: Codec.allCases) func damagedSectionsUnderARightChecksumNeverTrap(_ codec: Codec) {
    var random = SplitMix64(seed: 0xdead + UInt64(codec.rawValue))
    let whole = build(random.records(12), codec: codec)
    var refused = 0
    for _ in 0..<2_000 {
      var damaged = whole
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        damaged[Int.random(in: 61..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if error(reading: withRightChecksum(damaged)) != nil { refused += 1 }
    }
    // Much of the damage lies within keys and values, where without a checksum nothing can tell.
    #expect(refused > 0)
  }

  @Test func randomHeadersNeverTrap() {
    var random = SplitMix64(seed: 0xfeed)
    var parsed = 0
    for _ in 0..<20_000 {
      var bytes = random.bytes(Int.random(in: 55...90, using: &random))
      bytes[16] = 2
      guard let header = try? header(of: bytes) else { continue }
      parsed += 1
      _ = (header.lastOffset, header.nextOffset, header.lastSequence, header.totalBytes, header.codec)
      _ = error(reading: bytes)
    }
    #expect(parsed > 100)
  }
}
