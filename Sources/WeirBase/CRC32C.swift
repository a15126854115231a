import CWeir

/// CRC-32C (Castagnoli), as Kafka's record batch v2 uses it.
package enum CRC32C {
  /// The checksum of `bytes`, continuing from `crc` (0 to begin).
  package static func checksum(_ bytes: UnsafeRawBufferPointer, continuing crc: UInt32 = 0) -> UInt32 {
    cweir_crc32c(crc, bytes.baseAddress, bytes.count)
  }

  package static func checksum(_ bytes: [UInt8]) -> UInt32 { bytes.withUnsafeBytes { checksum($0) } }
}
