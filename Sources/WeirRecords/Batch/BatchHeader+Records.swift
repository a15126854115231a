import WeirBase

extension BatchHeader {
  /// The bytes after the header in the batch at the start of `batch`, as they came.
  func recordsSection(of batch: UnsafeRawBufferPointer) throws(BatchError) -> UnsafeRawBufferPointer {
    guard length >= Self.lengthMin else { throw .badLength(length) }
    guard batch.count >= totalBytes else { throw .truncated(needed: totalBytes, left: batch.count) }
    return UnsafeRawBufferPointer(rebasing: batch[Self.size..<totalBytes])
  }

  /// The batch at the start of `batch` with its records compressed by `codec` instead, and all else as it is. The
  /// records themselves are not looked at.
  /// - Parameters:
  ///   - level: one of the codec's `levels`, or nil for its default.
  ///   - limit: bytes that the records may take once decompressed.
  package func recompressed(
    _ batch: UnsafeRawBufferPointer, to codec: Codec, level: Int? = nil, limit: Int
  ) throws(BatchError) -> [UInt8] {
    let section = try recordsSection(of: batch)
    guard let present = self.codec else { throw .unknownCodec(UInt8(truncatingIfNeeded: attributes & 0x07)) }
    do throws(CodecError) {
      let body: [UInt8]
      if present == .none {
        body = try codec.compress(section, level: level)
      } else {
        let records = try present.inflate(section, limit: limit)
        body = try codec.compress(records.bytes, level: level)
      }
      var header = self
      header.attributes = attributes & ~0x07 | Int16(codec.rawValue)
      return try header.sealed(over: body)
    } catch { throw .codec(error) }
  }

  /// A whole batch of this header and `body`, with the length and the CRC set.
  private func sealed(over body: [UInt8]) throws(CodecError) -> [UInt8] {
    guard let length = Int32(exactly: body.count + Int(Self.lengthMin)) else {
      throw .tooLarge(codec ?? .none, limit: Int(Int32.max))
    }
    var batch = [UInt8](repeating: 0, count: Self.size)
    batch.reserveCapacity(Self.size + body.count)
    batch.append(contentsOf: body)
    var header = self
    header.length = length
    batch.withUnsafeMutableBytes { header.seal($0) }
    return batch
  }

  /// Writes this header, with the right CRC, over the front of a batch whose records are in place. Precondition:
  /// `batch` is the whole batch.
  func seal(_ batch: UnsafeMutableRawBufferPointer) {
    write(into: batch)
    let crc = CRC32C.checksum(UnsafeRawBufferPointer(rebasing: batch[Self.checkedFrom...]))
    batch.storeBytes(of: crc.bigEndian, toByteOffset: 17, as: UInt32.self)
  }
}
