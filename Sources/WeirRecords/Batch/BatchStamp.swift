import WeirBase

/// What a log writes into the header of a batch that it takes. Each works on a copy of the 61 bytes (precondition: it
/// has them), so that the batch itself, which may be a slice of a network buffer, stays as it came.
package enum BatchStamp {
  /// Base offset and leader epoch. Both are outside the CRC.
  package static func place(_ header: UnsafeMutableRawBufferPointer, baseOffset: Int64, leaderEpoch: Int32) {
    precondition(header.count >= BatchHeader.size, "not a whole batch header")
    header.storeBytes(of: baseOffset.bigEndian, toByteOffset: 0, as: Int64.self)
    header.storeBytes(of: leaderEpoch.bigEndian, toByteOffset: 12, as: Int32.self)
  }

  /// Log append time (KIP-32): attribute bit 3 and the max timestamp, and the CRC over them and `body`, which is all of
  /// the batch after its header.
  package static func setLogAppendTime(
    _ header: UnsafeMutableRawBufferPointer, body: UnsafeRawBufferPointer, millis: Int64
  ) {
    precondition(header.count >= BatchHeader.size, "not a whole batch header")
    header[22] |= 0x08
    header.storeBytes(of: millis.bigEndian, toByteOffset: 35, as: Int64.self)
    let front = UnsafeRawBufferPointer(rebasing: header[BatchHeader.checkedFrom..<BatchHeader.size])
    let crc = CRC32C.checksum(body, continuing: CRC32C.checksum(front))
    header.storeBytes(of: crc.bigEndian, toByteOffset: 17, as: UInt32.self)
  }
}
