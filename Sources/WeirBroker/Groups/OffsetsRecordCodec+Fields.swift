import WeirBase

extension ByteWriter {
  /// A text with a 16-bit length, -1 for nil. What does not fit is cut; callers refuse such texts before.
  mutating func text(_ text: String?) {
    guard let text else { return integer(Int16(-1)) }
    let bytes = Array(text.utf8.prefix(OffsetsRecordCodec.textBytesMax))
    integer(Int16(clamping: bytes.count))
    raw(bytes)
  }

  /// Bytes with a 32-bit length.
  mutating func blob(_ bytes: [UInt8]) {
    integer(Int32(clamping: bytes.count))
    raw(bytes)
  }
}

extension ByteReader {
  mutating func field<T: FixedWidthInteger>(_ type: T.Type = T.self) throws(OffsetsRecordCodec.Fault) -> T {
    do throws(ByteError) { return try integer(T.self) } catch { throw .bytes(error) }
  }

  mutating func text() throws(OffsetsRecordCodec.Fault) -> String {
    guard let text = try optionalText() else { throw .bytes(.badLength(-1)) }
    return text
  }

  mutating func optionalText() throws(OffsetsRecordCodec.Fault) -> String? {
    let length = Int(try field(Int16.self))
    if length == -1 { return nil }
    do throws(ByteError) {
      guard let text = String(validating: try slice(length), as: UTF8.self) else { throw ByteError.badText }
      return text
    } catch { throw .bytes(error) }
  }

  mutating func blob() throws(OffsetsRecordCodec.Fault) -> [UInt8] {
    let length = Int(try field(Int32.self))
    do throws(ByteError) { return Array(try slice(length)) } catch { throw .bytes(error) }
  }
}
