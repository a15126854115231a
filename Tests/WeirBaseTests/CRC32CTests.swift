import CWeir
import Testing
import WeirBase

struct CRC32CTests {
  /// The check value of the algorithm, and RFC 3720 appendix B.4.
  @Test func knownVectors() {
    #expect(CRC32C.checksum(Array("123456789".utf8)) == 0xe306_9283)
    #expect(CRC32C.checksum([]) == 0)
    #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8a91_36aa)
    #expect(CRC32C.checksum([UInt8](repeating: 0xff, count: 32)) == 0x62a8_ab43)
    #expect(CRC32C.checksum(Array(0...31)) == 0x46dd_794e)
    #expect(CRC32C.checksum(Array((0...31).reversed())) == 0x113f_db5c)
  }

  @Test func hardwareAndTableAgreeAtEveryLengthAndAlignment() {
    let bytes = (0..<5_016).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
    var different = 0
    bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      for length in 0...5_000 {
        let start = base + length % 16
        if cweir_crc32c(0, start, length) != cweir_crc32c_portable(0, start, length) { different += 1 }
      }
      for alignment in 0..<16 {
        for length in [0, 1, 7, 8, 63, 1_024, 3_071, 3_072, 3_073, 5_000] {
          let start = base + alignment
          if cweir_crc32c(7, start, length) != cweir_crc32c_portable(7, start, length) { different += 1 }
        }
      }
    }
    #expect(different == 0)
  }

  @Test func aChecksumContinues() {
    let bytes = (0..<4_000).map { UInt8(truncatingIfNeeded: $0) }
    let whole = CRC32C.checksum(bytes)
    for cut in stride(from: 0, through: bytes.count, by: 333) {
      let continued = bytes.withUnsafeBytes { buffer in
        CRC32C.checksum(
          UnsafeRawBufferPointer(rebasing: buffer[cut...]),
          continuing: CRC32C.checksum(UnsafeRawBufferPointer(rebasing: buffer[..<cut])))
      }
      #expect(continued == whole)
    }
  }
}
